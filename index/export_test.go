package index

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/corpus"
)

func exported(t testing.TB, posts []*content.PostMortem) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for name, write := range NewExport(posts, content.Options{}).Files() {
		var data bytes.Buffer
		if err := write(&data); err != nil {
			t.Fatal(err)
		}
		files[name] = data.Bytes()
	}
	return files
}

// TestExportIsReproducible exports the post mortems in two orders and compares
// the files.
func TestExportIsReproducible(t *testing.T) {
	t.Parallel()
	posts := loadPosts(t, corpus.FS(100, 5), "content")
	one := exported(t, posts)
	slices.Reverse(posts)
	two := exported(t, posts)
	if len(one) != len(two) {
		t.Fatalf("%d files, then %d", len(one), len(two))
	}
	for name, data := range one {
		if !bytes.Equal(data, two[name]) {
			t.Errorf("%s differs", name)
		}
		if !strings.HasSuffix(name, ".bin") {
			t.Errorf("%s: the name must end in .bin, which hosts serve unchanged", name)
		}
	}
}

// TestPostingListsJoin joins the lists of two halves and compares the result
// with the list of the whole.
func TestPostingListsJoin(t *testing.T) {
	whole, first, second := &postingList{}, &postingList{}, &postingList{}
	for i, doc := range []int{0, 0, 3, 3, 3, 7, 8, 8, 300} {
		position := 10 * (i + 1)
		whole.add(doc, position)
		if doc < 7 {
			first.add(doc, position)
		} else {
			second.add(doc, position)
		}
	}
	for _, list := range []*postingList{whole, first, second} {
		list.flush()
	}
	if first.join(second); first.df != whole.df || !bytes.Equal(first.postings, whole.postings) || !bytes.Equal(first.positions, whole.positions) {
		t.Errorf("got %+v\nwant %+v", first, whole)
	}
}

// TestExportWithoutPosts exports a new collection, which has no post mortems.
func TestExportWithoutPosts(t *testing.T) {
	t.Parallel()
	s := startScript(t, nil)
	for _, query := range []string{"", "dns", "certif*", "certif~1", "severity:high", "date:2026", `"a b"`, "-dns", "causes:dns", "duration:>5"} {
		var got struct{ Total int }
		if s.ask("search", query, &got); got.Total != 0 {
			t.Errorf("%s: %d hits", query, got.Total)
		}
	}
}

// TestBudget checks how much a reader downloads, for a collection of a twentieth
// of the size for which the budgets of the search page are meant.
func TestBudget(t *testing.T) {
	t.Parallel()
	const posts = 500
	files := exported(t, loadPosts(t, corpus.FS(posts, 1), "content"))
	sizes := map[string][]int{}
	for name, data := range files {
		folder, _, _ := strings.Cut(name, "/")
		sizes[folder] = append(sizes[folder], len(data))
	}
	for folder, budget := range map[string]struct{ median, most int }{
		"manifest.bin": {3 << 10, 3 << 10},
		"columns.bin":  {2 << 10, 2 << 10},
		"facets":       {1 << 10, 2 << 10},
		"numbers.bin":  {3 << 10, 3 << 10},
		"words.bin":    {60 << 10, 60 << 10},
		"postings":     {8 << 10, 12 << 10},
		"positions":    {16 << 10, 32 << 10},
		"documents":    {4 << 10, 6 << 10},
	} {
		list := sizes[folder]
		slices.Sort(list)
		if len(list) == 0 {
			t.Fatalf("no %s", folder)
		}
		if median, most := list[len(list)/2], list[len(list)-1]; median > budget.median || most > budget.most {
			t.Errorf("%s: median %d bytes, most %d; the budget is %d and %d", folder, median, most, budget.median, budget.most)
		}
	}
}

func BenchmarkExport(b *testing.B) {
	c, err := collection.Load(b.Context(), corpus.FS(10000, 1), collection.Options{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		total := 0
		for _, write := range NewExport(c.PostMortems, content.Options{}).Files() {
			var n counted
			if err := write(&n); err != nil {
				b.Fatal(err)
			}
			total += int(n)
		}
		b.ReportMetric(float64(total)/1e6, "MB")
	}
}

type counted int

func (c *counted) Write(p []byte) (int, error) {
	*c += counted(len(p))
	return len(p), nil
}

func ExampleNewExport() {
	posts := []*content.PostMortem{{Slug: "a", Title: "DNS zone expired"}}
	for name := range NewExport(posts, content.Options{}).Files() {
		if name <= "facets/1.bin" || name > "facets/:" { // there is one for each of Facets
			fmt.Println(name)
		}
	}
	// Output:
	// manifest.bin
	// columns.bin
	// numbers.bin
	// words.bin
	// ids.bin
	// facets/0.bin
	// facets/1.bin
	// postings/0000.bin
	// positions/0000.bin
	// documents/0.bin
}
