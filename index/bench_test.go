package index

import (
	"context"
	"os"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// corpus loads a generated collection, or skips.
func corpus(b *testing.B) *content.Collection {
	b.Helper()
	dir := os.Getenv("PMSITE_CORPUS")
	if dir == "" {
		b.Skip("PMSITE_CORPUS names no collection")
	}
	c, err := content.Load(context.Background(), os.DirFS(dir), content.Options{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	return c
}

func BenchmarkRelate(b *testing.B) {
	c := corpus(b)
	b.ReportAllocs()
	for b.Loop() {
		Relate(c.PostMortems)
	}
}
