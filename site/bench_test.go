package site_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

// BenchmarkSite decides, renders and writes the site of a collection that is
// already loaded. "ratio" is how much longer ten times the post mortems take:
// about 10 means linear.
func BenchmarkSite(b *testing.B) {
	theme, err := themes.Open("default")
	if err != nil {
		b.Fatal(err)
	}
	var small time.Duration
	for _, n := range []int{1000, 10000} {
		c, err := collection.Load(context.Background(), corpus.FS(n, 1), collection.Options{}, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			dir := b.TempDir()
			for i := 0; b.Loop(); i++ {
				s, err := site.New(site.Input{Collection: c, Config: config.Default(), Theme: theme, AsOf: asOf, Drafts: true})
				if err != nil {
					b.Fatal(err)
				}
				result, err := s.Write(context.Background(), filepath.Join(dir, fmt.Sprint(i)), site.WriteOptions{})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(result.Files), "files")
			}
			per := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(per.Microseconds())/float64(n), "µs/doc")
			if n == 1000 {
				small = per
			} else if small > 0 {
				b.ReportMetric(float64(per)/float64(small), "ratio")
			}
		})
	}
}
