package index

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// unpacked returns the files of an export, decompressed and without the stamps, which it compares with those in the manifest.
func unpacked(t *testing.T, posts []*content.PostMortem) map[string][]byte {
	t.Helper()
	files := exported(t, posts)
	for name, data := range files {
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if files[name], err = io.ReadAll(r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	checkStamps(t, files)
	return files
}

// checkStamps checks that each file but the manifest and the texts begins with the stamp that the manifest has for it, and
// removes the stamps.
func checkStamps(t *testing.T, files map[string][]byte) {
	t.Helper()
	var m struct{ Stamps map[string]string }
	if err := json.Unmarshal(files["manifest.bin"], &m); err != nil {
		t.Fatal(err)
	}
	known := 0
	for kind, stamps := range m.Stamps {
		for i := range len(stamps) / 6 {
			name := fmt.Sprintf("%s/%d.bin", kind, i)
			switch {
			case kind == "postings" || kind == "positions":
				name = fmt.Sprintf("%s/%04d.bin", kind, i)
			case kind != "facets":
				name = kind + ".bin"
			}
			sum := sha256.Sum256(files[name][3:])
			if got, stamp := fmt.Sprintf("%x", files[name][:3]), stamps[6*i:6*i+6]; got != stamp || got != fmt.Sprintf("%x", sum[:3]) {
				t.Fatalf("%s begins with %s, want %s as in the manifest; the sum of the rest is %x", name, got, stamp, sum)
			}
			files[name] = files[name][3:]
			known++
		}
	}
	for name := range files {
		if name != "manifest.bin" && !strings.HasPrefix(name, "documents/") {
			known--
		}
	}
	if known != 0 {
		t.Fatalf("the manifest has %d stamps more than there are files", known)
	}
}

// exportable returns three post mortems, the first of which has no date.
func exportable() []*content.PostMortem {
	return []*content.PostMortem{
		{Slug: "b", Title: "Second", Date: content.Date{Year: 1970, Month: 1, Day: 11}, Severity: "low", Impacts: []string{"latency", "availability", "latency"}, HasStated: true, Stated: 90e9},
		{Slug: "c", Title: "Third", Date: content.Date{Year: 1970, Month: 1, Day: 13}, Severity: "high", Services: []string{"dns", "web"}, Summary: "A <b> & c\xff."},
		{Slug: "a", Title: "First", Severity: "low", Impacts: []string{"latency"}, Status: "completed"},
	}
}

// TestManifest checks the settings that the script gets, so that it needs no copy of its own.
func TestManifest(t *testing.T) {
	var m struct {
		Analysis    string
		Documents   int
		StopWords   []string `json:"stop_words"`
		Suffixes    []string
		Fields      []string
		Boosts      []float64
		Parts       []string
		FuzzyBoosts []float64      `json:"fuzzy_boosts"`
		StemShare   float64        `json:"stem_share"`
		ManyDigits  int            `json:"many_digits"`
		Limits      map[string]int `json:"limits"`
		QueryFields []struct {
			Name, Example, Kind string
			Names               []string
		} `json:"query_fields"`
		Facets []struct {
			Name, Title string
			Values      []string
		}
		Numbers []string
		Shards  []string
	}
	files := unpacked(t, exportable())
	if err := json.Unmarshal(files["manifest.bin"], &m); err != nil {
		t.Fatal(err)
	}
	if m.Analysis != AnalysisVersion || m.Documents != 3 || fmt.Sprint(m.Fields, m.Boosts, m.Parts) != "[title labels ids body] [1.5 1 2 2] [summary causes timeline lessons actions other]" {
		t.Errorf("the fields are %+v", m)
	}
	if m.StemShare != 0.5 || m.ManyDigits != 3 || fmt.Sprint(m.FuzzyBoosts, m.Numbers) != "[1 0.5 0.25] [duration detect resolve]" {
		t.Errorf("the weights are %+v", m)
	}
	if want := map[string]int{"query": 2000, "leaves": 128, "wildcards": 20, "depth": 16, "expansion": 1000}; !reflect.DeepEqual(m.Limits, want) {
		t.Errorf("the limits are %v, want %v", m.Limits, want)
	}
	for _, word := range []string{"the", "of", "and", "ll", "ve", "d", "i"} {
		if !slices.Contains(m.StopWords, word) {
			t.Errorf("%q is not a stop word: %q", word, m.StopWords)
		}
	}
	if !slices.IsSorted(m.StopWords) || slices.Contains(m.StopWords, "don't") || !slices.Contains(m.Suffixes, "ations") {
		t.Errorf("stop words are %q, suffixes %q", m.StopWords, m.Suffixes)
	}
	var fields []string
	for _, f := range m.QueryFields {
		if unnamed(f.Name) {
			continue
		}
		fields = append(fields, strings.Join(append([]string{f.Name, f.Kind}, f.Names...), " "))
		if f.Example == "" {
			t.Errorf("%s has no example", f.Name)
		}
	}
	if got, want := strings.Join(fields, ", "), "title text, summary text, causes text cause, timeline text, lessons text lesson, actions text action, body text text, labels text label, "+
		"ids text id ticket incident change, severity facet, impact facet, detection facet, status facet, service facet services, vendor facet, tag facet tags, action_type facet, year date, date date, "+
		"duration minutes, detect minutes ttd time_to_detect, resolve minutes ttr restore time_to_resolve time_to_restore"; got != want {
		t.Errorf("the fields of queries are\n%s\nwant\n%s", got, want)
	}
	var facets []string
	for _, f := range m.Facets {
		if unnamed(f.Name) {
			continue
		}
		facets = append(facets, f.Name+" "+f.Title+" "+strings.Join(f.Values, "|"))
	}
	if got, want := strings.Join(facets, ", "), "severity Severity high|low, impact Impact latency|availability, detection Detection , status Status completed, service Service dns|web, vendor Vendor , tag Tag , action_type Action type , year Year 1970"; got != want {
		t.Errorf("the facets are\n%s\nwant\n%s", got, want)
	}
	if _, last := files[fmt.Sprintf("facets/%d.bin", len(Facets)-1)]; !last {
		t.Error("not every facet has a file")
	}
	if len(m.Shards) != 1 {
		t.Errorf("the shards begin at %q", m.Shards)
	}
}

// TestColumns checks the columns of documents, which come in order of date; those without a date are first.
func TestColumns(t *testing.T) {
	files := unpacked(t, exportable())
	// One has no date. The others are of day 10 (encoded as its double) and two days later. Then come, for
	// each document, the numbers of words in the title, labels (the service names and the slug; "a" has
	// none), ids and body. The slugs b and c are words, and the summary has the words b and c.
	if got, want := files["columns.bin"], []byte{1, 20, 4, 1, 1, 1, 0, 1, 3, 0, 0, 0, 0, 0, 2}; !bytes.Equal(got, want) {
		t.Errorf("dates and lengths are %v, want %v", got, want)
	}
	if got, want := unpacked(t, []*content.PostMortem{{Slug: "x"}, {Slug: "y"}})["columns.bin"], []byte{2, 0, 0, 1, 1, 0, 0, 0, 0}; !bytes.Equal(got, want) {
		t.Errorf("with two without a date, dates and lengths are %v, want %v", got, want)
	}
	// The number of values of each document, then the values: "a" low, "b" low, "c" high (0).
	if got, want := files["facets/0.bin"], []byte{1, 1, 1, 1, 1, 0}; !bytes.Equal(got, want) {
		t.Errorf("severities are %v, want %v", got, want)
	}
	// "a" latency (0); "b" latency (0) and availability (1 more).
	if got, want := files["facets/1.bin"], []byte{1, 2, 0, 0, 0, 1}; !bytes.Equal(got, want) {
		t.Errorf("impacts are %v, want %v", got, want)
	}
	// "b" lasted 90 seconds, encoded as 91. The rest is unknown.
	if got, want := files["numbers.bin"], []byte{0, 91, 0, 0, 0, 0, 0, 0, 0}; !bytes.Equal(got, want) {
		t.Errorf("figures are %v, want %v", got, want)
	}
}

// TestExportedDocuments checks the data that a hit shows in the browser.
func TestExportedDocuments(t *testing.T) {
	files := unpacked(t, exportable())
	for name, want := range map[string]string{
		"documents/0.bin": `{"slug":"a","title":"First","date":"","severity":"low","status":"completed","services":null,"texts":[["title","First"],["labels","a"]],"anchors":[[""],[""]]}`,
		"documents/1.bin": `{"slug":"b","title":"Second","date":"1970-01-11","severity":"low","status":"","services":null,"texts":[["title","Second"],["labels","b"]],"anchors":[[""],[""]]}`,
		"documents/2.bin": `{"slug":"c","title":"Third","date":"1970-01-13","severity":"high","status":"","services":["dns","web"],"texts":[["title","Third"],["labels","dns","web","c"],["summary","A \u003cb\u003e \u0026 c` + "\ufffd" + `."]],"anchors":[[""],["","",""],[""]]}`,
	} {
		if got := string(files[name]); got != want {
			t.Errorf("%s is\n%s\nwant\n%s", name, got, want)
		}
	}
}

// TestDictionaries checks the words that are suggested for misspelled ones. Ids with at least three digits
// are in a separate file.
func TestDictionaries(t *testing.T) {
	posts := []*content.PostMortem{
		{Slug: "a", Title: "Zone zones", Incidents: []string{"INC042", "VC42"}, Summary: "Zone of v1."}, {Slug: "b", Title: "Zone", Summary: "Größe"},
	}
	files := unpacked(t, posts)
	for name, want := range map[string]string{
		// Each word, the fields that have it (title 1, labels 2, ids 4, body 8), and the number of documents
		// in each. The slug a is a stop word, b is not.
		"words.bin": "1/8/1 42/4/1 b/2/1 gross/8/1 vc42/4/1 zone/9/2,1",
		"ids.bin":   "042/4/1 inc042/4/1",
	} {
		if got := readDictionary(files[name]); got != want {
			t.Errorf("%s contains %s, want %s", name, got, want)
		}
	}
}

func readDictionary(data []byte) string {
	var out []string
	before := ""
	number := func() int {
		n, size := binary.Uvarint(data)
		data = data[size:]
		return int(n)
	}
	for len(data) > 0 {
		shared, rest := number(), number()
		before = before[:shared] + string(data[:rest])
		fields := data[rest]
		data = data[rest+1:]
		var counts []string
		for bit := range 8 {
			if fields&(1<<bit) != 0 {
				counts = append(counts, fmt.Sprint(number()))
			}
		}
		out = append(out, fmt.Sprintf("%s/%d/%s", before, fields, strings.Join(counts, ",")))
	}
	return strings.Join(out, " ")
}

// TestShards checks that there is one file of words for every ten post mortems, and at least one, and a file of each one's
// texts; of many, there is one for every twenty, and for the texts of four.
func TestShards(t *testing.T) {
	for n, want := range map[int]int{0: 1, 1: 1, 9: 1, 19: 1, 20: 2, 29: 2, 100: 10, 2000: 200, 2001: 100} {
		posts := several(n, func(i int, pm *content.PostMortem) { pm.Title = fmt.Sprintf("word%d and other%d things%d", i, i, i) })
		got, documents := 0, 0
		for name := range NewExport(posts, content.Options{}).Files() {
			if strings.HasPrefix(name, "postings/") {
				got++
			}
			if strings.HasPrefix(name, "documents/") {
				documents++
			}
		}
		texts := n
		if n > 2000 {
			texts = (n + 3) / 4
		}
		if got != want || documents != texts {
			t.Errorf("for %d post mortems there are %d files of words and %d of texts, want %d and %d", n, got, documents, want, texts)
		}
	}
}

// TestStampsTellExportsApart checks that exports with different contents have different stamps.
func TestStampsTellExportsApart(t *testing.T) {
	stamp := func(change func([]*content.PostMortem)) uint32 {
		posts := exportable()
		change(posts)
		var m struct{ Stamp uint32 }
		if err := json.Unmarshal(unpacked(t, posts)["manifest.bin"], &m); err != nil {
			t.Fatal(err)
		}
		return m.Stamp
	}
	seen := map[uint32]string{}
	for name, change := range map[string]func([]*content.PostMortem){
		"unchanged":        func([]*content.PostMortem) {},
		"another text":     func(posts []*content.PostMortem) { posts[1].Summary = "B" },
		"another word":     func(posts []*content.PostMortem) { posts[1].Summary = "A <b> & d\xff." },
		"another slug":     func(posts []*content.PostMortem) { posts[1].Slug = "d" },
		"another date":     func(posts []*content.PostMortem) { posts[1].Date.Day++ },
		"another severity": func(posts []*content.PostMortem) { posts[1].Severity = "low" },
		"a new severity":   func(posts []*content.PostMortem) { posts[1].Severity = "medium" },
		"another duration": func(posts []*content.PostMortem) { posts[0].Stated++; posts[0].Stated += 1e9 },
		"another tag":      func(posts []*content.PostMortem) { posts[0].Tags = []string{"b"} },
	} {
		if other := seen[stamp(change)]; other != "" {
			t.Errorf("an export with %s has the stamp of the export with %s", name, other)
		}
		seen[stamp(change)] = name
	}
}

// TestExportTexts checks that writing a file of texts does not compute the data of the other files.
func TestExportTexts(t *testing.T) {
	e := NewExport(exportable(), content.Options{})
	written := 0
	for name, write := range e.Files() {
		if !strings.HasPrefix(name, "documents/") {
			continue
		}
		if err := write(io.Discard); err != nil || e.made != nil {
			t.Errorf("%s: %v, data computed: %v", name, err, e.made != nil)
		}
		written++
	}
	if written != 3 {
		t.Errorf("%d files of texts, want 3", written)
	}
}

// TestExportWrites checks that an export can be written again after Release, that it stops when told to, and
// that it returns the writer's error.
func TestExportWrites(t *testing.T) {
	e := NewExport(exportable(), content.Options{})
	write := func() (out []byte) {
		for _, write := range e.Files() {
			var data bytes.Buffer
			if err := write(&data); err != nil {
				t.Fatal(err)
			}
			out = append(out, data.Bytes()...)
		}
		return out
	}
	first := write()
	e.Release()
	if e.made != nil {
		t.Error("Release does not free the data")
	}
	if !bytes.Equal(write(), first) {
		t.Error("a file written after Release differs")
	}
	n := 0
	for name, write := range e.Files() {
		if err := write(full{}); !errors.Is(err, errFull) {
			t.Errorf("%s: the writer's error is lost: %v", name, err)
		}
		if n++; n == 18 {
			break
		}
	}
	for stop := 1; stop <= 16; stop++ {
		n = 0
		for range e.Files() {
			if n++; n == stop {
				break
			}
		}
		if n != stop {
			t.Errorf("stopped after %d files, but got %d", stop, n)
		}
	}
}

var errFull = errors.New("the disk is full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// TestNumbersOfDocuments checks that among documents of the same day the one with the first slug has the
// highest number, so that descending numbers are sorted by date, newest first, then by slug.
func TestNumbersOfDocuments(t *testing.T) {
	posts := []*content.PostMortem{{Slug: "b", Date: day(1)}, {Slug: "c", Date: day(1)}, {Slug: "a", Date: day(1)}, {Slug: "d", Date: day(2)}, {Slug: "e"}}
	files := unpacked(t, posts)
	for i, want := range strings.Fields("e c b a d") {
		if got := string(files[fmt.Sprintf("documents/%d.bin", i)]); !strings.HasPrefix(got, `{"slug":"`+want+`"`) {
			t.Errorf("document %d is %s, want %s", i, got, want)
		}
	}
	if posts[0].Slug != "b" {
		t.Error("the order of the caller's post mortems has changed")
	}
}

// TestPostingLists checks the encoding of a word's documents: once in the first, twice in the third after it,
// once in the next.
func TestPostingLists(t *testing.T) {
	list := &postingList{}
	for _, at := range [][2]int{{0, 5}, {3, 1}, {3, 9}, {4, 200}} {
		list.add(at[0], at[1])
	}
	list.flush()
	list.flush()
	if want := []byte{0, 3<<1 | 1, 2, 1 << 1}; !bytes.Equal(list.postings, want) || list.df != 3 {
		t.Errorf("%d documents are encoded as %v, want 3 as %v", list.df, list.postings, want)
	}
	if want := []byte{5, 1, 8, 0xc8, 1}; !bytes.Equal(list.positions, want) {
		t.Errorf("the positions are encoded as %v, want %v", list.positions, want)
	}
}

// unnamed reports whether a name is that of a facet that a key of the front matter added, and that these
// tests do not mention.
func unnamed(name string) bool {
	known := strings.Fields("severity impact detection status service vendor tag action_type year")
	return !slices.Contains(known, name) && slices.ContainsFunc(Facets, func(f Facet) bool { return f.Name == name })
}

// TestManyDocuments checks that the texts of many documents are in files of four, in their order.
func TestManyDocuments(t *testing.T) {
	posts := several(2003, func(i int, pm *content.PostMortem) { pm.Slug = fmt.Sprintf("p%04d", i) })
	files := unpacked(t, posts)
	var slugs []string
	for i := range 501 {
		lines := strings.Split(string(files[fmt.Sprintf("documents/%d.bin", i)]), "\n")
		if want := min(4, 2003-4*i); len(lines) != want {
			t.Fatalf("file %d has %d documents, want %d", i, len(lines), want)
		}
		for _, line := range lines {
			var d struct{ Slug string }
			if err := json.Unmarshal([]byte(line), &d); err != nil {
				t.Fatal(err)
			}
			slugs = append(slugs, d.Slug)
		}
	}
	for i, pm := range NewExport(posts, content.Options{}).posts {
		if slugs[i] != pm.Slug {
			t.Fatalf("document %d is %s, want %s", i, slugs[i], pm.Slug)
		}
	}
}
