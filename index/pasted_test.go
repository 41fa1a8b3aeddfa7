package index

import (
	"bufio"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/corpus"
)

// A pasted is a query that somebody types or pastes at night, with the post mortem that must come first.
type pasted struct{ slug, query string }

// pastedQueries reads a file of testdata/pasted.
func pastedQueries(t *testing.T, name string) (out []pasted) {
	t.Helper()
	file, err := os.Open("testdata/pasted/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if slug, query, ok := strings.Cut(lines.Text(), " "); ok && slug != "#" {
			out = append(out, pasted{slug, query})
		}
	}
	return out
}

// pastedFS returns the collection of testdata/pasted among synthetic post mortems.
func pastedFS(t *testing.T) fs.FS {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/pasted/collection.txtar")
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	maps.Copy(out, corpus.FS(120, 3).(fstest.MapFS))
	for _, file := range archive.Files {
		out[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	return out
}

// An asked is what the search tells of a query.
type asked struct {
	Total     int
	Instead   string
	Corrected bool
	Missing   []string
	Slugs     []string
}

// TestPasted checks which post mortem comes first for what people paste, and that it does in the browser.
func TestPasted(t *testing.T) {
	t.Parallel()
	for name, fsys := range map[string]fs.FS{"sample.txt": prefixed(content.Sample, "postmortems", "content/postmortems"), "collection.txt": pastedFS(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ix, s := openIndex(t, t.TempDir(), fsys), startScript(t, loadPosts(t, fsys, "content"))
			queries, first := pastedQueries(t, name), 0
			var texts []string
			for _, p := range queries {
				texts = append(texts, p.query)
			}
			answer := s.askAll("ask", texts)
			for i, p := range queries {
				q, err := Parse(p.query)
				if err != nil {
					t.Fatalf("%s: %v", p.query, err)
				}
				result, err := ix.Ask(t.Context(), q, SearchOptions{Fragments: -1})
				if err != nil {
					t.Fatal(err)
				}
				want := asked{result.Total, result.Instead, result.Corrected, append([]string{}, result.Missing...), []string{}}
				for _, hit := range result.Hits {
					want.Slugs = append(want.Slugs, hit.Slug)
				}
				var got asked
				if answer(i, &got); !reflect.DeepEqual(got, want) {
					t.Errorf("%s: in the browser\n got %v\nwant %v", p.query, got, want)
				}
				if len(want.Slugs) > 0 && strings.HasSuffix(want.Slugs[0], p.slug) {
					first++
				} else {
					t.Logf("%s\n  finds %v, not first %s", p.query, want, p.slug)
				}
			}
			if share := float64(first) / float64(len(queries)); share < 0.95 {
				t.Errorf("%d of %d queries find their post mortem first, want 0.95 of them", first, len(queries))
			}
		})
	}
}
