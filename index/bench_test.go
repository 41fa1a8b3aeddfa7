package index

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// corpusDir names a generated collection, or skips the benchmark.
func corpusDir(b *testing.B) string {
	b.Helper()
	dir := os.Getenv("PMSITE_CORPUS")
	if dir == "" {
		b.Skip("PMSITE_CORPUS names no collection")
	}
	return dir
}

func BenchmarkRelate(b *testing.B) {
	c, err := content.Load(context.Background(), os.DirFS(corpusDir(b)), content.Options{}, nil)
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
