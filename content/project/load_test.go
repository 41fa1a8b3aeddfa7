package project_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/project"
)

// TestLoad checks that the collection is loaded from the config's folder, with progress,
// and the error if there is no such folder.
func TestLoad(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("docs/a.md", text("A"), "content/b.md", text("B"), "pmsite.yaml", "content: docs\n")))
	o, heard := opener(dir, nil)
	p := open(t, o, "")
	c, err := p.Load(t.Context(), 2)
	if err != nil || len(c.PostMortems) != 1 || c.PostMortems[0].Path != "docs/a.md" {
		t.Fatalf("read %v (%v)", project.ByPath(c), err)
	}
	if !slices.Equal(heard.progress, []string{"reading", "done"}) {
		t.Errorf("progress is reported as %v", heard.progress)
	}
	if err := os.RemoveAll(filepath.Join(dir, "docs")); err != nil {
		t.Fatal(err)
	}
	_, err = p.Load(t.Context(), 0)
	want := "there is no folder " + filepath.Join(p.Root, "docs") + ", where the post mortems would be | let `content:` in pmsite.yaml name the folder; "
	if !strings.HasPrefix(failure(err), want) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that does not exist is explained by %q", failure(err))
	}
}

// TestCache checks that the same program does not parse cached documents again, whatever their place: those of a commit
// come from the cache of the work tree, too. The preview does not even read them.
func TestCache(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("content/a.md", text("A"), "content/b.md", text("B"))))
	old := time.Now().Add(-time.Hour)
	for _, name := range []string{"a", "b"} {
		if err := os.Chtimes(filepath.Join(dir, "content", name+".md"), old, old); err != nil {
			t.Fatal(err)
		}
	}
	o, heard := opener(dir, nil)
	o.CacheDir, o.Now = t.TempDir(), func() time.Time { return time.Now().Add(time.Hour) }
	load := func(ref string) int {
		t.Helper()
		p := open(t, o, ref)
		c, fresh, err := p.LoadCached(t.Context())
		if err != nil || len(c.PostMortems) != 2 {
			t.Fatalf("%d post mortems (%v)", len(c.PostMortems), err)
		}
		p.WriteCache(c)
		return fresh
	}
	if open(t, o, "").Cached() {
		t.Error("the cache exists before anything was read")
	}
	if fresh := load("HEAD"); fresh != 2 || !open(t, o, "").Cached() {
		t.Errorf("%d documents of a commit are parsed at first", fresh)
	}
	if fresh := load("HEAD"); fresh != 0 {
		t.Errorf("%d documents of a commit are parsed again", fresh)
	}
	if fresh := load(""); fresh != 2 {
		t.Errorf("%d documents are read whose times are not known yet", fresh)
	}
	if fresh := load(""); fresh != 0 {
		t.Errorf("%d documents are read again", fresh)
	}
	write(t, filepath.Join(dir, "content", "a.md"), text("Another"))
	if fresh := load(""); fresh != 1 {
		t.Errorf("%d documents are read after a change of one", fresh)
	}
	if fresh := load("HEAD"); fresh != 1 {
		t.Errorf("%d documents of a commit are parsed, of which one is another in the work tree", fresh)
	}
	o.Program = "another"
	if fresh := load(""); fresh != 2 {
		t.Errorf("%d documents are read by another program", fresh)
	}
	o.NoCache = true
	if fresh := load(""); fresh != 2 || open(t, o, "").Cached() {
		t.Errorf("%d documents are read without a cache", fresh)
	}
	o.NoCache, o.CacheDir = false, filepath.Join(dir, "content", "a.md") // is not a folder
	if load(""); len(heard.uncached) == 0 {
		t.Error("an unwritable cache is not reported")
	}
}

// TestLoadWritesCache checks that Load writes the cache if many documents are not in it, before Close returns.
func TestLoadWritesCache(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("content/0.md", text("A"))))
	for i := range 2 * 50 {
		write(t, filepath.Join(dir, "content", fmt.Sprint(i, ".md")), text("A"))
	}
	o, _ := opener(dir, nil)
	o.CacheDir = t.TempDir()
	load := func() (written bool) {
		t.Helper()
		before, _ := os.ReadDir(o.CacheDir)
		for _, file := range before {
			if err := os.Chtimes(filepath.Join(o.CacheDir, file.Name()), now, now); err != nil {
				t.Fatal(err)
			}
		}
		p, err := o.Open(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Load(t.Context(), 0)
		p.Close()
		after, _ := filepath.Glob(filepath.Join(o.CacheDir, "documents-*"))
		if err != nil || len(after) != 1 {
			t.Fatalf("caches: %v (%v)", after, err)
		}
		info, err := os.Stat(after[0])
		return err == nil && !info.ModTime().Equal(now)
	}
	for _, step := range []struct {
		edits int
		want  bool
	}{{0, true}, {0, false}, {2, false}, {3, true}, {0, false}} {
		for i := range step.edits {
			write(t, filepath.Join(dir, "content", fmt.Sprint(i, ".md")), text(fmt.Sprint("Edit ", i, " of ", step.edits)))
		}
		if got := load(); got != step.want {
			t.Errorf("after %d edits of 100 documents, the cache is written: %v", step.edits, got)
		}
	}
}

// TestSources checks that the config's sources appear in the tree, each with its
// repository, and which folders on disk they have.
func TestSources(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	other := filepath.Join(dir, "other")
	write(t, filepath.Join(other, "pm", "b.md"), text("B"))
	main := filepath.Join(dir, "main")
	write(t, filepath.Join(main, "content", "a.md"), text("A"))
	write(t, filepath.Join(main, "pmsite.yaml"), []byte("sources: [{url: ../other, content: pm, prefix: more}]\n"))
	o, _ := opener(main, nil)
	p := open(t, o, "")
	c, err := p.Load(t.Context(), 0)
	if err != nil || len(c.PostMortems) != 2 || project.ByPath(c)["content/more/b.md"] == nil {
		t.Fatalf("the tree contains %v (%v)", project.ByPath(c), err)
	}
	for name, want := range map[string]string{"content/a.md": filepath.Join(main, "content", "a.md"), "content/more/b.md": filepath.Join(other, "pm", "b.md")} {
		if got, _ := filepath.EvalSymlinks(p.DiskPath(name)); got != mustReal(t, want) {
			t.Errorf("%s is at %s, want %s", name, got, want)
		}
	}
	if got := p.Worktrees(); len(got) != 1 || mustReal(t, got[0]) != mustReal(t, filepath.Join(other, "pm")) {
		t.Errorf("the other folders of post mortems are %v", got)
	}
	if len(p.Mounts) != 1 || p.Mounts[0].At != "content/more" {
		t.Errorf("mounts %v", p.Mounts)
	}
	write(t, filepath.Join(main, "pmsite.yaml"), []byte("sources: [{url: 'https://git.example.org/x.git'}]\n"))
	if _, err := o.Open(t.Context(), ""); err == nil || !strings.Contains(err.Error(), "there is no cache folder") {
		t.Errorf("without a cache, a remote source is reported as %v", err)
	}
	write(t, filepath.Join(main, "pmsite.yaml"), []byte("sources: [{url: ../none}]\n"))
	if _, err := o.Open(t.Context(), ""); err == nil || !strings.HasPrefix(err.Error(), "sources: ") {
		t.Errorf("a missing source is reported as %v", err)
	}
}

// TestOnDiskOfACommit checks that the files of a commit have no path on disk.
func TestOnDiskOfACommit(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("content/a.md", text("A"))))
	o, _ := opener(dir, nil)
	if got := open(t, o, "HEAD").DiskPath("content/a.md"); got != "" {
		t.Errorf("it is at %s", got)
	}
	if dirs := open(t, o, "").GitDirs(); len(dirs) != 1 || filepath.Base(dirs[0]) != ".git" {
		t.Errorf("git's folders are %v", dirs)
	}
}

func mustReal(t *testing.T, name string) string {
	t.Helper()
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		t.Fatal(err)
	}
	return real
}
