package collection_test

import (
	"fmt"
	"io/fs"
	"runtime"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/corpus"
)

// BenchmarkLoad loads a collection from memory. In addition to the usual metrics, it
// reports the time per document, the live memory of the loaded collection and, for the
// larger collection, the ratio to one a tenth of its size: about 10 is linear.
func BenchmarkLoad(b *testing.B) {
	var small time.Duration
	for _, n := range []int{1000, 10000} {
		fsys := corpus.FS(n, 1)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(size(b, fsys))
			b.ReportAllocs()
			before := liveHeap()
			var kept *collection.Collection
			for b.Loop() {
				kept = load(b, fsys, n)
			}
			per := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(per.Nanoseconds())/float64(n), "ns/doc")
			b.ReportMetric(float64(liveHeap()-before)/(1<<20), "live-MiB")
			if n == 1000 {
				small = per
			} else {
				b.ReportMetric(float64(per)/float64(small), "ratio")
			}
			runtime.KeepAlive(kept)
		})
	}
}

func load(tb testing.TB, fsys fs.FS, n int) *collection.Collection {
	tb.Helper()
	c, err := collection.Load(tb.Context(), fsys, collection.Options{}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	if len(c.PostMortems) != n || len(c.Problems) > 0 {
		tb.Fatalf("%d of %d post mortems, %d problems", len(c.PostMortems), n, len(c.Problems))
	}
	return c
}

func size(tb testing.TB, fsys fs.FS) (sum int64) {
	tb.Helper()
	err := fs.WalkDir(fsys, ".", func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return sum
}

// liveHeap returns the memory in use after a garbage collection.
func liveHeap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
