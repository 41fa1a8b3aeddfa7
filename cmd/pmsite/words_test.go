package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/project"
)

// TestUsedWords checks which documents completion reads: those with readable front matter, no more of it than
// [maxFront], and none once the time is over.
func TestUsedWords(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "pmsite.yaml"), "title: T\n")
	write(t, filepath.Join(dir, "content", "good.md"), document(1)+strings.Repeat("text\n", maxFront))
	write(t, filepath.Join(dir, "content", "bad.md"), "---\ntitle: [\n---\n")
	write(t, filepath.Join(dir, "content", "long.md"), "---\n"+strings.Repeat("# comment\n", maxFront/10)+"service: s\n---\n")
	if err := os.Symlink("nowhere", filepath.Join(dir, "content", "link.md")); err != nil {
		t.Fatal(err)
	}
	p, err := (&project.Opener{Env: project.Env{Now: time.Now}, Dir: dir}).OpenFilesWithoutSources()
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	words := usedWords(t.Context(), p)
	if got := words["content/good.md"][serviceWords]; len(got) != 1 || got[0] != "s1" {
		t.Errorf("the services of a document are %q, want s1", got)
	}
	for name, of := range words {
		if name != "content/good.md" && len(of[serviceWords]) > 0 {
			t.Errorf("%s has the services %q", name, of[serviceWords])
		}
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if words := usedWords(over, p); len(words) != 0 {
		t.Errorf("when the time is over, %d documents are read", len(words))
	}
}
