//go:build unix

package site_test

import (
	"context"
	"io"
	"regexp"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

// pageKinds are the kinds of files, by their paths. The first that matches counts.
var pageKinds = []struct {
	name string
	path *regexp.Regexp
}{
	{"postmortem", regexp.MustCompile(`^postmortems/2[^/]+/index\.html$`)},
	{"record", regexp.MustCompile(`^postmortems/2[^/]+/index\.json$`)},
	{"source", regexp.MustCompile(`^postmortems/2[^/]+\.md$`)},
	{"list", regexp.MustCompile(`^postmortems/(page/\d+/)?index\.html$`)},
	{"term", regexp.MustCompile(`^(tags|services|severities|impacts|detections|statuses|vendors|factors|years)/[^/]+/index\.html$`)},
	{"term, more", regexp.MustCompile(`^(tags|services|severities|impacts|detections|statuses|vendors|years)/[^/]+/page/\d+/index\.html$`)},
	{"dashboard", regexp.MustCompile(`^dashboard/`)},
	{"lessons", regexp.MustCompile(`^lessons/`)},
	{"actions", regexp.MustCompile(`^action-items/(page/\d+/)?index\.html$`)},
	{"redirect", regexp.MustCompile(`^(id|tickets)/[^/]+/index\.html$`)},
	{"feed", regexp.MustCompile(`feed\.(xml|json)$`)},
	{"search", regexp.MustCompile(`^search/`)},
	{"data", regexp.MustCompile(`^data/`)},
	{"others", regexp.MustCompile(``)},
}

// BenchmarkPages renders all files of each kind, of the site of 1,000 post mortems that are already loaded, in a site
// of its own. "cpu-ms" is the user CPU of all of them, and "µs/file" of one.
func BenchmarkPages(b *testing.B) {
	theme, err := themes.Open("default")
	if err != nil {
		b.Fatal(err)
	}
	c, err := collection.Load(context.Background(), corpus.FS(1000, 1), collection.Options{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	for i, kind := range pageKinds {
		b.Run(kind.name, func(b *testing.B) {
			b.ReportAllocs()
			var used time.Duration
			files := 0
			for b.Loop() {
				b.StopTimer()
				s, err := site.New(site.Input{Collection: c, Config: config.Default(), Theme: theme, AsOf: asOf, Drafts: true})
				if err != nil {
					b.Fatal(err)
				}
				var names []string
				for _, name := range s.Paths() {
					for j, other := range pageKinds {
						if other.path.MatchString(name) {
							if i == j {
								names = append(names, name)
							}
							break
						}
					}
				}
				files = len(names)
				_ = s.Render(io.Discard, "postmortems/index.html")
				_ = s.Render(io.Discard, s.Paths()[0])
				runtime.GC()
				before := userCPU(b)
				b.StartTimer()
				for _, name := range names {
					if err := s.Render(io.Discard, name); err != nil {
						b.Fatal(err)
					}
				}
				used += userCPU(b) - before
			}
			b.ReportMetric(float64(files), "files")
			b.ReportMetric(used.Seconds()*1000/float64(b.N), "cpu-ms")
			b.ReportMetric(float64(used.Microseconds())/float64(b.N*files), "µs/file")
		})
	}
}

// userCPU returns the user CPU that the process has used, which does not depend on what else the machine does.
func userCPU(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano())
}
