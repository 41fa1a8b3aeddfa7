package corpus_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/corpus"
)

// TestSameBytes checks that a number and a seed always produce the same bytes, so that
// benchmarks of different days are comparable. A deliberate change to the corpus changes
// this checksum, and makes earlier figures incomparable.
func TestSameBytes(t *testing.T) {
	const want = "db914dc1851c6315"
	h := sha256.New()
	fsys := corpus.FS(40, 1)
	for _, name := range append(glob(t, fsys), "pmsite.yaml") {
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(h, "%s\n%s\n", name, src)
	}
	if got := hex.EncodeToString(h.Sum(nil)[:8]); got != want {
		t.Errorf("40 documents of seed 1 have the checksum %s, want %s: earlier benchmarks are no longer comparable", got, want)
	}
}

// TestDocuments checks that the documents resemble real ones in what benchmarks
// measure: dates over ten years, timeline rows, action items, tags and words.
func TestDocuments(t *testing.T) {
	const n = 150
	c, err := collection.Load(t.Context(), corpus.FS(n, 5), collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	oldest, newest := c.PostMortems[n-1].Date, c.PostMortems[0].Date
	if oldest != (content.Date{Year: 2016, Month: time.January, Day: 4}) || newest.Year != 2025 || newest.Month < 11 {
		t.Errorf("dates from %s to %s, want ten years from 2016-01-04", oldest, newest)
	}
	used := map[string]int{}
	for _, pm := range c.PostMortems {
		o := pm.Outage()
		if nearMiss := pm.Severity == content.NearMiss; nearMiss == o.Known() || !nearMiss && (o.Total() < 3*time.Minute || o.Total() > 48*time.Hour || !pm.HasStated || pm.Stated != o.Total()) {
			t.Errorf("%s: an outage of %v, stated as %v; want them equal, from 3 min to 48 h", pm.Path, o.Total(), pm.Stated)
		}
		rows := 7
		if pm.Vendor != "" {
			rows = 8
		}
		if len(pm.Timeline) != rows || (len(pm.VendorCases) > 0) != (pm.Vendor != "") {
			t.Errorf("%s: %d timeline rows for the vendor %q, want %d", pm.Path, len(pm.Timeline), pm.Vendor, rows)
		}
		detected, _ := pm.First(content.OutageDetected)
		ended, _ := pm.First(content.OutageEnds)
		over, _ := pm.First(content.IncidentEnds)
		if !detected.Before(ended) || over.Sub(ended) < time.Hour || over.Sub(ended) > 4*time.Hour {
			t.Errorf("%s: detected at %v, over at %v, closed at %v", pm.Path, detected, ended, over)
		}
		if a, w, l := len(pm.ActionItems), len(pm.WentWell), len(pm.Tags); a < 2 || a > 6 || w < 2 || w > 4 || l < 2 || l > 5 || !slices.IsSorted(pm.Tags) {
			t.Errorf("%s: %d action items, %d lessons, tags %q", pm.Path, a, w, pm.Tags)
		}
		for _, item := range pm.ActionItems {
			if days := item.Due.Time().Sub(pm.Date.Time()).Hours() / 24; days < 14 || days > 180 || len(item.Title) > 70 || strings.HasSuffix(item.Title, " ") {
				t.Errorf("%s: %q is due after %v days", pm.Path, item.Title, days)
			}
		}
		if want := fmt.Sprintf("content/postmortems/%d/%s-", pm.Date.Year, pm.Date); !strings.HasPrefix(pm.Path, want) || !strings.HasSuffix(pm.Path, pm.Services[0]+".md") {
			t.Errorf("the path %s does not match the date %s and the service %s", pm.Path, pm.Date, pm.Services[0])
		}
		used[pm.Severity]++
		used[pm.Status]++
		used["vendor "+pm.Vendor]++
	}
	for _, most := range [][2]string{{"medium", "critical"}, {"low", "near miss"}, {"completed", "draft"}, {"vendor ", "vendor Acme Cloud"}} {
		if used[most[0]] <= used[most[1]] || used[most[1]] == 0 {
			t.Errorf("%d are %q and %d are %q; want more of the first, and at least one of the second", used[most[0]], most[0], used[most[1]], most[1])
		}
	}
}

// TestWordFrequencies checks that a few words are common and many are rare, so that an
// index over them is realistic.
func TestWordFrequencies(t *testing.T) {
	fsys := corpus.FS(100, 2)
	count, sum := map[string]int{}, 0
	for _, name := range glob(t, fsys) {
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			t.Fatal(err)
		}
		_, prose, _ := strings.Cut(string(src), "## Proximal")
		prose, _, _ = strings.Cut(prose, "## Review")
		for _, word := range strings.Fields(strings.ToLower(prose)) {
			count[strings.Trim(word, ".")]++
			sum++
		}
	}
	common := 0
	for _, n := range count {
		if n > sum/1000 {
			common += n
		}
	}
	if len(count) < 4000 || len(count) > 12500 || common < sum/4 || common > sum*3/4 {
		t.Errorf("%d distinct words, common ones make up %d of %d; want several thousand, and about half", len(count), common, sum)
	}
}

// TestWriteFails checks the errors for files that cannot be written.
func TestWriteFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := corpus.Write(dir, 1, 1); err == nil || !strings.HasPrefix(err.Error(), "write a collection: ") {
		t.Errorf("a collection below a file: %v", err)
	}
	dir = t.TempDir()
	for range 2 { // the folder may already exist
		if err := corpus.Write(dir, 2, 1); err != nil {
			t.Error(err)
		}
	}
	src, err := os.ReadFile(filepath.Join(dir, "pmsite.yaml"))
	if err != nil || string(src) != "title: Bench post mortems\ntimezone: UTC\n" {
		t.Errorf("the config is %q, %v", src, err)
	}
	if err := os.Remove(filepath.Join(dir, "pmsite.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "pmsite.yaml"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := corpus.Write(dir, 2, 1); err == nil || !strings.HasPrefix(err.Error(), "write a collection: ") {
		t.Errorf("a folder in place of the config: %v", err)
	}
}
