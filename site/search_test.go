package site_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site"
)

// TestSearchCache checks that what the search index was made from is remembered, and that a cache that cannot be written is
// reported once and does no harm.
func TestSearchCache(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	target := filepath.Join(dir, "public")
	written := newSite(t, withDraft(t), nil) // no other test writes it meanwhile
	var reported []string
	opts := site.WriteOptions{CacheDir: filepath.Join(dir, "cache"), CacheFailed: func(err error) { reported = append(reported, err.Error()) }}
	for _, step := range []struct {
		folder string // in place of these caches
		want   string
	}{{"", ""}, {"search-*", "remember what the search index was made from: "}, {"*-*", "remember what the site was made from: "}} {
		reported = nil
		caches, err := filepath.Glob(filepath.Join(opts.CacheDir, step.folder))
		if err != nil || step.folder != "" && len(caches) == 0 {
			t.Fatalf("no caches %s: %v", step.folder, err)
		}
		for _, name := range caches {
			if err := os.RemoveAll(name); err == nil && step.folder != "" {
				put(t, filepath.Join(name, "file"), "")
			}
		}
		if err := os.RemoveAll(target); err != nil {
			t.Fatal(err)
		}
		if _, err := written.Write(t.Context(), target, opts); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(reported, "\n"); step.want == "" && got != "" || !strings.HasPrefix(got, step.want) || len(reported) > 1 {
			t.Errorf("with a folder in place of %q, reported %q, want %q", step.folder, got, step.want)
		}
		if _, err := os.Stat(filepath.Join(target, "search", "manifest.bin")); err != nil {
			t.Error(err)
		}
	}
}
