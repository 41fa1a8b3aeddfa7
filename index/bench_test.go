package index

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/corpus"
)

// corpusDir returns the folder of a generated collection, or skips the benchmark.
func corpusDir(b *testing.B) string {
	b.Helper()
	dir := os.Getenv("PMSITE_CORPUS")
	if dir == "" {
		b.Skip("PMSITE_CORPUS is not set to a collection")
	}
	return dir
}

func BenchmarkRelate(b *testing.B) {
	c, err := collection.Load(context.Background(), os.DirFS(corpusDir(b)), collection.Options{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		Relate(c.PostMortems)
	}
}

func benchmarkOpen(b *testing.B, dir, tree string) *Index {
	b.Helper()
	ix, err := Open(context.Background(), Options{Dir: dir, FS: os.DirFS(tree)})
	if err != nil {
		b.Fatal(err)
	}
	return ix
}

func BenchmarkOpenCold(b *testing.B) {
	tree := corpusDir(b)
	for b.Loop() {
		_ = benchmarkOpen(b, b.TempDir(), tree).Close()
	}
}

func BenchmarkOpenWarm(b *testing.B) {
	tree, dir := corpusDir(b), b.TempDir()
	_ = benchmarkOpen(b, dir, tree).Close()
	for b.Loop() {
		_ = benchmarkOpen(b, dir, tree).Close()
	}
}

// BenchmarkOpenChanged changes one file of a copy of the collection.
func BenchmarkOpenChanged(b *testing.B) {
	tree, dir := b.TempDir(), b.TempDir()
	if err := os.CopyFS(tree, os.DirFS(corpusDir(b))); err != nil {
		b.Fatal(err)
	}
	names, _ := filepath.Glob(filepath.Join(tree, "content", "postmortems", "*", "*.md"))
	text, err := os.ReadFile(names[0])
	if err != nil {
		b.Fatal(err)
	}
	_ = benchmarkOpen(b, dir, tree).Close()
	for i := 0; b.Loop(); i++ {
		if err := os.WriteFile(names[0], fmt.Appendf(text, "\nAnother%d.\n", i), 0o600); err != nil {
			b.Fatal(err)
		}
		ix := benchmarkOpen(b, dir, tree)
		if ix.Changed != 1 {
			b.Fatalf("%d changes", ix.Changed)
		}
		_ = ix.Close()
	}
}

// BenchmarkScript compares the script with bleve on ten thousand post mortems. It reports what a
// reader downloads: until the page is ready, and for a first query of two words with ten excerpts
// and the facets shown. It measures the time of such a query after others.
func BenchmarkScript(b *testing.B) {
	const n = 10000
	fsys := corpus.FS(n, 1)
	posts := loadPosts(b, fsys, "content")
	s, ix := startScript(b, posts), openIndex(b, b.TempDir(), fsys)
	g := newQueryGenerator(posts)
	compareQueries(b, ix, s, g.queries(1000))
	if missing := g.missing(); len(missing) > 0 {
		b.Fatalf("no query has %s", missing)
	}
	script := 0
	names, _ := filepath.Glob("../themes/default/assets/search/*.js")
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		var packed bytes.Buffer
		_ = pack(&packed, gzip.DefaultCompression, text)
		script += packed.Len()
	}
	var cost struct{ Ready, Query int }
	var queries []int
	for range 200 {
		s.ask("cost", g.words(1)+" "+g.words(1), &cost)
		queries = append(queries, cost.Query)
	}
	slices.Sort(queries)
	var answer struct{ Total int }
	for b.Loop() {
		s.ask("search", g.words(1)+" "+g.words(1), &answer)
	}
	b.ReportMetric(float64(script+cost.Ready)/1000, "ready-KB")
	b.ReportMetric(float64(queries[len(queries)/2])/1000, "query-p50-KB")
	b.ReportMetric(float64(queries[len(queries)*9/10])/1000, "query-p90-KB")
}

func BenchmarkSearch(b *testing.B) {
	ix := benchmarkOpen(b, b.TempDir(), corpusDir(b))
	defer ix.Close()
	for _, query := range []string{
		"dns", "dns timeout", `"caused latency"`, "certif*", "certifcate~1", "causes:timeout", "severity:critical service:dns timeout",
		"date:2024 duration:>60", "dns AND (timeout OR NOT cache)",
	} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				if _, err := ix.Search(context.Background(), query, SearchOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("facets", func(b *testing.B) {
		for b.Loop() {
			if _, err := ix.Search(context.Background(), "dns timeout", SearchOptions{Facets: true}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
