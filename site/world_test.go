package site_test

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

// A world is everything that a site is made from, and the folder in which it is written.
type world struct {
	rand      *rand.Rand
	files     fstest.MapFS
	config    map[string]string // lines of the config by key
	theme     fstest.MapFS      // files that replace those of the theme
	histories map[string]*content.History
	in        site.Input

	out, cache, program string
	foreign             map[string]string // files in out that the site did not make
	serial              int
}

// newWorld returns a world with a few documents of the sample.
func newWorld(t *testing.T, seed uint64) *world {
	dir := t.TempDir()
	w := &world{
		rand: rand.New(rand.NewPCG(seed, 0)), files: fstest.MapFS{}, config: map[string]string{}, theme: fstest.MapFS{}, histories: map[string]*content.History{},
		out: filepath.Join(dir, "public"), cache: filepath.Join(dir, "cache"), program: "test", foreign: map[string]string{},
	}
	names, err := fs.Glob(content.Sample, "postmortems/2025/*")
	if err != nil {
		t.Fatal(err)
	}
	most := 6
	if *changes == fewChanges {
		most = 2
	}
	for _, name := range names[:most] {
		w.copySample(t, name)
	}
	w.copySample(t, "postmortems/2025/2025-09-14-vessel-tracking-backlog")
	w.in = site.Input{AsOf: asOf, Version: "test"}
	return w
}

func (w *world) copySample(t *testing.T, name string) {
	err := fs.WalkDir(content.Sample, name, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(content.Sample, name)
		w.files["content/"+name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// site returns the site of the world, with everything read anew.
func (w *world) site(t *testing.T) *site.Site {
	t.Helper()
	var text strings.Builder
	for _, key := range slices.Sorted(maps.Keys(w.config)) {
		text.WriteString(w.config[key] + "\n")
	}
	in := w.in
	var problems []content.Problem
	in.Config, problems = config.Parse("pmsite.yaml", []byte(text.String()))
	if len(problems) > 0 {
		t.Fatalf("%v in %s", problems, &text)
	}
	c, err := collection.Load(t.Context(), maps.Clone(w.files), collection.OptionsOf(in.Config), nil)
	if err != nil {
		t.Fatal(err)
	}
	in.Collection = c.Sound()
	for _, pm := range in.Collection.PostMortems {
		pm.History = w.histories[pm.Path]
	}
	in.Theme = themes.Overlay(maps.Clone(w.theme), defaultTheme(t))
	s, err := site.New(in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// change makes one random change and describes it.
func (w *world) change() string {
	w.serial++
	kinds := []func() string{
		w.edit, w.edit, w.edit, w.edit, w.link, w.link, w.addDocument, w.addDocument, w.removeDocument, w.renameDocument, w.attach, w.history, w.history,
		w.respell, w.setConfig, w.setInput, w.setBranches, w.setTheme, w.damage, w.damage, w.again,
		w.judge,
	}
	return kinds[w.rand.IntN(len(kinds))]()
}

func (w *world) again() string { return "nothing" }

// pick returns a random value.
func pick[T any](w *world, from ...T) T { return from[w.rand.IntN(len(from))] }

// document returns the name of a random document.
func (w *world) document() string { return pick(w, w.documents()...) }

func (w *world) documents() (names []string) {
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		if path.Ext(name) == ".md" {
			names = append(names, name)
		}
	}
	return names
}

var (
	wordForm = regexp.MustCompile(`[a-z]{5,}`)
	fields   = map[string][]string{
		"severity": {"critical", "high", "medium", "low", "near miss"}, "status": {"draft", "review", "completed"},
		"services": {"[payments]", "[Payments, booking]", "[portal, \"Vessel tracking\"]", "[vessel tracking]"},
		"tags":     {"[DNS, retries]", "[dns]", "[capacity, Retries]"}, "incident": {"[INC1]", "[INC1, INC2]", "[inc2]", "[https://example.org/browse/ABC-1]"},
		"change": {"[CHG1]", "[ABC-1]"}, "vendor": {"Harbour Payments", "harbour payments", "Contoso"}, "title": {"Another title", "A third title"},
		"date": {"2025-02-10", "2024-12-31", "2025-07-01"}, "prevented_by": {"[PM-2025-0001#action-1]", "[PM-2025-0003#action-2, PM-2025-0002]"},
		"aliases": {"[/old/]", "[/older.html]"}, "impact": {"[latency]", "[availability, data loss]"}, "mood": {"grim", "{a: [1, 2.5]}"},
	}
)

// edit changes a field or a word of a document.
func (w *world) edit() string {
	name := w.document()
	text := string(w.files[name].Data)
	if w.rand.IntN(2) == 0 {
		words := wordForm.FindAllStringIndex(text, -1)
		at := pick(w, words...)
		text = text[:at[0]] + fmt.Sprintf("word%d", w.rand.IntN(50)) + text[at[1]:]
		w.files[name] = &fstest.MapFile{Data: []byte(text)}
		return "a word of " + name
	}
	field := pick(w, slices.Sorted(maps.Keys(fields))...)
	w.set(name, field, pick(w, fields[field]...))
	return field + " of " + name
}

// respell gives several documents one spelling of a name, so that the usual one may be another.
func (w *world) respell() string {
	field := pick(w, "services", "tags", "vendor")
	value := pick(w, map[string][]string{
		"services": {"[payments]", "[Payments]", "[PAYMENTS, booking]"}, "tags": {"[DNS]", "[dns]", "[Dns, retries]"}, "vendor": {"Harbour Payments", "harbour payments", "Harbour payments"},
	}[field]...)
	names := w.documents()
	w.rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	names = names[:min(len(names), 2+w.rand.IntN(3))]
	for _, name := range names {
		w.set(name, field, value)
	}
	return fmt.Sprintf("%s: %s in %q", field, value, names)
}

// set sets a field of a document.
func (w *world) set(name, field, value string) {
	line := regexp.MustCompile(`(?m)^` + field + `:.*\n`)
	text := line.ReplaceAllString(string(w.files[name].Data), "")
	w.files[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, "---\n", "---\n"+field+": "+value+"\n", 1))}
}

// link adds a link to another document or file, which may be missing.
func (w *world) link() string {
	name := w.document()
	to := pick(w, path.Base(w.document()), "queue.txt", "../../../notes.txt", "missing.md", "../2025/"+path.Base(w.document()), "drawing.svg", "../2025/2025-09-14-vessel-tracking-backlog/consumer-lag.txt#top")
	w.files[name] = &fstest.MapFile{Data: append(slices.Clone(w.files[name].Data), "\nSee [this]("+to+") and <!-- a comment -->.\n"...)}
	return "a link to " + to + " in " + name
}

func (w *world) addDocument() string {
	from := w.document()
	name := fmt.Sprintf("content/postmortems/202%d/2025-0%d-01-added-%d.md", w.rand.IntN(6), 1+w.rand.IntN(9), w.rand.IntN(20))
	text := regexp.MustCompile(`(?m)^(id|aliases):.*\n`).ReplaceAllString(string(w.files[from].Data), "")
	w.files[name] = &fstest.MapFile{Data: []byte(text)}
	return "add " + name
}

func (w *world) removeDocument() string {
	if len(w.documents()) < 5 {
		return w.addDocument()
	}
	name := w.document()
	delete(w.files, name)
	return "remove " + name
}

func (w *world) renameDocument() string {
	if len(w.documents()) < 5 {
		return w.addDocument()
	}
	name := w.document()
	to := path.Join(path.Dir(name), fmt.Sprintf("renamed-%d.md", w.rand.IntN(10)))
	if path.Base(name) == "index.md" {
		to = path.Join(path.Dir(path.Dir(name)), fmt.Sprintf("renamed-%d.md", w.rand.IntN(10)))
	}
	w.files[to] = w.files[name]
	if to != name {
		delete(w.files, name)
	}
	return "rename " + name + " to " + to
}

func (w *world) attach() string {
	dir := pick(w, "content/postmortems/2025/2025-09-14-vessel-tracking-backlog", "content/postmortems/2025", "content/postmortems/2021", ".")
	name := path.Join(dir, pick(w, "queue.txt", "drawing.svg", "notes.txt"))
	if w.rand.IntN(4) == 0 {
		delete(w.files, name)
		return "remove " + name
	}
	w.files[name] = &fstest.MapFile{Data: []byte(pick(w, "one", "two", `<svg xmlns="http://www.w3.org/2000/svg"><script>1</script><path d="M0 0"/></svg>`, "not a drawing"))}
	return "write " + name
}

func (w *world) history() string {
	name := w.document()
	h := &content.History{Truncated: w.rand.IntN(8) == 0}
	for i := range 1 + w.rand.IntN(3) {
		h.Revisions = append(h.Revisions, content.Revision{
			Commit: fmt.Sprintf("%040x", w.rand.IntN(5)), Time: time.Date(2025, 11, 20-i, 8, w.rand.IntN(3), 0, 0, time.FixedZone("", 3600*w.rand.IntN(3))),
			Role: pick(w, "", "reviewer"), Status: pick(w, "draft", "review", "completed"), Changes: []string{pick(w, "status: draft → review", content.FileRenamed)},
		})
	}
	for i := range w.rand.IntN(4) {
		due := content.Date{Year: 2025, Month: 12, Day: 1 + w.rand.IntN(3)}
		h.Items = append(h.Items, content.ItemHistory{Cut: w.rand.IntN(8) == 0, Steps: []content.ItemStep{
			{Revision: len(h.Revisions) - 1, State: pick(w, "open", "done"), Due: due},
			{State: pick(w, "open", "done", "cancelled", ""), Due: due},
		}})
		h.Current = append(h.Current, i)
	}
	if w.rand.IntN(3) == 0 {
		h.Corrections = []content.Correction{{Commit: h.Revisions[0].Commit, Time: h.Revisions[0].Time, Facts: []string{pick(w, "severity: high → critical", "vendor: Acme → none")}}}
	}
	w.histories[name] = h
	return "history of " + name
}

// judge writes a verdict on two documents, which may be the same, in place of those of before.
func (w *world) judge() string {
	name := "content/" + content.VerdictsFile
	one, other := content.SlugOf(w.document()), pick(w, content.SlugOf(w.document()), "PM-2025-0003")
	w.files[name] = &fstest.MapFile{Data: fmt.Appendf(nil, "- {pair: [%s, %s], verdict: %s, why: reason %d, by: a role}\n", one, other, pick(w, "same", "different"), w.rand.IntN(3))}
	return "verdict on " + one + " and " + other
}

func (w *world) setConfig() string {
	lines := []string{
		"title: Another title", "title: A third title", "base_url: https://example.org/pm/", "comments: show", "drafts: show", "robots: noindex", "hosting: netlify", "timezone: Europe/Berlin",
		"services: [{name: payments, title: Payments, hours: 24x7}]", "tags: [{name: name-resolution, formerly: [dns]}]", "trackers: [{pattern: 'INC\\d+', url: 'https://t.example.org/$0'}]",
		"repository: {url: https://github.com/a/b}", "vocabularies: {severity: {definitions: {critical: all customers}}}", "language: de", "review: {target_days: 5}", "recurrences: {window: 30d}",
	}
	line := pick(w, lines...)
	key, _, _ := strings.Cut(line, ":")
	if w.config[key] == line || key == "tags" {
		delete(w.config, key)
	} else {
		w.config[key] = line
	}
	return "config " + line
}

func (w *world) setInput() string {
	in := &w.in
	switch w.rand.IntN(6) {
	case 0:
		in.AsOf = content.DateOf(time.Date(2025, 11, w.rand.IntN(30), 0, 0, 0, 0, time.UTC))
		return "as of"
	case 1:
		in.Drafts = !in.Drafts
		return "drafts"
	case 2:
		in.Preview = pick(w, "", "pr/12")
		return "preview"
	case 3:
		in.Portable = !in.Portable
		return "portable"
	case 4:
		commit := w.rand.IntN(3)
		in.FileURL = func(name string) string { return fmt.Sprintf("https://example.org/%d/%s", commit, name) }
		return "commit"
	}
	in.Version = pick(w, "1.0", "1.1")
	return "version"
}

// setBranches changes the branches in review.
func (w *world) setBranches() string {
	in := &w.in
	in.Branches = nil
	name := w.document()
	if pm, _ := content.Parse(name, w.files[name].Data, content.Options{}); pm != nil && w.rand.IntN(3) > 0 {
		in.Branches = []review.Branch{{Name: pick(w, "one", "two"), Changed: time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC), Documents: []review.Proposal{{PM: pm, Path: pm.Path, New: true, Findings: w.rand.IntN(2)}}}}
	}
	return "branches"
}

func (w *world) setTheme() string {
	name := pick(w, "templates/notfound.html", "assets/own.css", "templates/list.html")
	if w.theme[name] != nil {
		delete(w.theme, name)
		return "theme without " + name
	}
	w.theme[name] = &fstest.MapFile{Data: []byte(pick(w, "one", "two"))}
	return "theme with " + name
}

// damage changes what was written, or what is known of it.
func (w *world) damage() string {
	var files []string
	_ = fs.WalkDir(os.DirFS(w.out), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && name != site.Marker && w.foreign[name] == "" {
			files = append(files, name)
		}
		return err
	})
	if len(files) == 0 {
		return "nothing yet"
	}
	name := pick(w, files...)
	full := filepath.Join(w.out, name)
	info, err := os.Stat(full)
	if err != nil {
		panic(err)
	}
	rewrite := func(file string, change func([]byte) []byte) {
		data, err := os.ReadFile(file)
		if err == nil {
			data = change(data)
			err = os.Remove(file)
		}
		if err == nil {
			err = os.WriteFile(file, data, 0o644)
		}
		if err == nil && file == full {
			err = os.Chtimes(file, info.ModTime(), info.ModTime())
		}
		if err != nil {
			panic(err)
		}
	}
	flip := func(data []byte) []byte {
		if len(data) > 0 {
			data[w.rand.IntN(len(data))] ^= 1 << w.rand.IntN(8)
		}
		return data
	}
	caches, _ := filepath.Glob(filepath.Join(w.cache, "*"))
	cache := pick(w, caches...)
	switch w.rand.IntN(9) {
	case 0:
		rewrite(full, flip) // size and time stay
		return "a bit of " + name
	case 1:
		err = os.Remove(full)
		return "remove " + name + fmt.Sprint(err)
	case 2:
		err = os.WriteFile(filepath.Join(filepath.Dir(full), "extra.html"), nil, 0o644)
		if filepath.Dir(full) == w.out {
			w.foreign["extra.html"] = ""
		}
		return "extra.html beside " + name + fmt.Sprint(err)
	case 3:
		err = os.Chmod(full, 0o600)
		return "mode of " + name + fmt.Sprint(err)
	case 4:
		elsewhere := filepath.Join(filepath.Dir(w.out), "elsewhere")
		_ = os.Remove(elsewhere)
		err = os.Rename(full, elsewhere)
		if err == nil {
			err = os.Symlink(elsewhere, full)
		}
		return "link in place of " + name + fmt.Sprint(err)
	case 5:
		if filepath.Dir(full) == w.out {
			return "nothing" // a folder at the top stays
		}
		err = os.MkdirAll(filepath.Join(filepath.Dir(full), "empty"), 0o755)
		return "folder beside " + name + fmt.Sprint(err)
	case 6:
		rewrite(cache, flip)
		return "a bit of " + filepath.Base(cache)
	case 7:
		rewrite(cache, func(data []byte) []byte { return data[:w.rand.IntN(len(data)+1)] })
		return "end of " + filepath.Base(cache)
	}
	w.program = pick(w, "test", "another program")
	return "program " + w.program
}
