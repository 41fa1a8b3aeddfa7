package corpus_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"testing"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/corpus"
)

func Example() {
	collection, err := collection.Load(context.Background(), corpus.FS(20, 1), collection.Options{}, nil)
	fmt.Println(len(collection.PostMortems), len(collection.Problems), err)
	// Output: 20 0 <nil>
}

// TestNoProblems checks that the documents have no problems: otherwise a benchmark would measure how
// problems are reported.
func TestNoProblems(t *testing.T) {
	c, err := collection.Load(t.Context(), corpus.FS(300, 7), collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range c.Problems {
		t.Error(problem)
	}
	if len(c.PostMortems) != 300 {
		t.Errorf("%d post mortems, want 300", len(c.PostMortems))
	}
}

func TestSizeAndShape(t *testing.T) {
	fsys, n, size := corpus.FS(300, 1), 0, 0
	for _, name := range glob(t, fsys) {
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			t.Fatal(err)
		}
		n, size = n+1, size+len(src)
	}
	if mean := size / n; mean < 4000 || mean > 8000 {
		t.Errorf("documents have %d bytes on average, want 4000 to 8000", mean)
	}
}

func TestWriteIsDeterministic(t *testing.T) {
	dir := t.TempDir()
	if err := corpus.Write(dir, 30, 3); err != nil {
		t.Fatal(err)
	}
	memory, disk := corpus.FS(30, 3), os.DirFS(dir)
	names := append(glob(t, memory), "pmsite.yaml")
	if got := append(glob(t, disk), "pmsite.yaml"); len(got) != len(names) {
		t.Fatalf("%d files on disk, %d in memory", len(got), len(names))
	}
	for _, name := range names {
		a, errA := fs.ReadFile(memory, name)
		b, errB := fs.ReadFile(disk, name)
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Errorf("%s differs: %v, %v", name, errA, errB)
		}
	}
	other := corpus.FS(30, 4)
	if a, _ := fs.ReadFile(memory, names[0]); string(a) == readFirst(t, other) {
		t.Error("another seed produces the same text")
	}
}

func glob(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	names, err := fs.Glob(fsys, "content/postmortems/*/*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	return names
}

func readFirst(t *testing.T, fsys fs.FS) string {
	t.Helper()
	src, err := fs.ReadFile(fsys, glob(t, fsys)[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}
