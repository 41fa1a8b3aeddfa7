package site_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

func write(t *testing.T, s *site.Site, dir string) error {
	t.Helper()
	_, err := s.Write(context.Background(), dir, site.WriteOptions{})
	return err
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// siblings lists the entries beside a folder.
func siblings(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// TestWrite writes a site twice and checks that the files are those of the
// site, with nothing left behind.
func TestWrite(t *testing.T) {
	s := small(t)
	dir := filepath.Join(t.TempDir(), "public")
	for range 2 {
		if err := write(t, s, dir); err != nil {
			t.Fatal(err)
		}
		for _, name := range s.Paths() {
			got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != render(t, s, name) {
				t.Errorf("%s differs", name)
			}
		}
		if names := siblings(t, dir); len(names) != 1 {
			t.Errorf("left beside the site: %v", names)
		}
	}
}

// TestWriteReplaces checks that files of the last build that are gone from the
// site are removed, and that entries that others put at the top are kept.
func TestWriteReplaces(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if err := write(t, newSite(t, withDraft(t), func(in *site.Input) { in.Drafts = true }), dir); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, ".git", "HEAD"), "ref: refs/heads/gh-pages\n")
	put(t, filepath.Join(dir, "CNAME"), "pm.example.org\n")
	draft := filepath.Join(dir, "postmortems", "canary-draft", "index.html")
	if _, err := os.Stat(draft); err != nil {
		t.Fatal(err)
	}
	if err := write(t, small(t), dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(draft); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the draft's page is still there: %v", err)
	}
	for name, want := range map[string]string{".git/HEAD": "ref: refs/heads/gh-pages\n", "CNAME": "pm.example.org\n"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestWriteRefuses checks that a folder that pmsite did not make is left alone.
func TestWriteRefuses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "work")
	put(t, filepath.Join(dir, "thesis.txt"), "years of work")
	err := write(t, small(t), dir)
	var notOurs *site.ForeignDirError
	if !errors.As(err, &notOurs) {
		t.Fatalf("error: %v", err)
	}
	if names := siblings(t, filepath.Join(dir, "x")); len(names) != 1 || names[0] != "thesis.txt" {
		t.Errorf("the folder contains %v", names)
	}
}

// TestWriteDamagedMarker checks that a site is left alone if its marker does not tell what pmsite made, however much of it
// is missing, and that it takes a folder of the site's own name that somebody else made.
func TestWriteDamagedMarker(t *testing.T) {
	t.Parallel()
	s := small(t)
	whole := render(t, s, site.Marker)
	for name, marker := range map[string]string{
		"empty": "", "garbage": "\x00\xff\n", "cut off at the start": whole[:40], "cut off within a line": whole[:len(whole)-3],
		"cut off between lines": whole[:strings.Index(whole, "index.html\n")], "a folder is missing": strings.Replace(whole, "\nassets\n", "\n", 1),
	} {
		dir := filepath.Join(t.TempDir(), "public")
		if err := write(t, s, dir); err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, site.Marker), marker)
		put(t, filepath.Join(dir, "index.html"), "as it was")
		put(t, filepath.Join(dir, "CNAME"), "pm.example.org\n")
		var damaged *site.DamagedMarkerError
		if err := write(t, s, dir); !errors.As(err, &damaged) {
			t.Errorf("%s: error: %v", name, err)
		}
		for file, want := range map[string]string{site.Marker: marker, "index.html": "as it was", "CNAME": "pm.example.org\n"} {
			if got, err := os.ReadFile(filepath.Join(dir, file)); err != nil || string(got) != want {
				t.Errorf("%s: %s: %q, %v", name, file, got, err)
			}
		}
		if left := siblings(t, dir); len(left) != 1 {
			t.Errorf("%s: beside the folder are %v", name, left)
		}
	}
}

// TestWriteFails checks that the last good site is kept if a page cannot be
// rendered or the build is interrupted.
func TestWriteFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	good := small(t)
	if err := write(t, good, dir); err != nil {
		t.Fatal(err)
	}
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	bad := newSite(t, withDraft(t), func(in *site.Input) {
		in.Theme = themes.Overlay(fstest.MapFS{"templates/lessons.html": {Data: []byte("{{.NoSuchField}}")}}, theme)
	})
	if err := write(t, bad, dir); err == nil || !strings.Contains(err.Error(), "lessons.html:1") {
		t.Errorf("error: %v", err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := good.Write(cancelled, dir, site.WriteOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error: %v", err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "lessons", "index.html")); err != nil || string(got) != render(t, good, "lessons/index.html") {
		t.Errorf("the last good site is damaged: %v", err)
	}
	if names := siblings(t, dir); len(names) != 1 {
		t.Errorf("left beside the site: %v", names)
	}
}

// TestWriteThroughLink checks that the folder that a symbolic link leads to is
// replaced, and not the link.
func TestWriteThroughLink(t *testing.T) {
	top := t.TempDir()
	real, link := filepath.Join(top, "real"), filepath.Join(top, "link")
	if err := os.Mkdir(real, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	if err := write(t, small(t), link); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if _, err := os.Stat(filepath.Join(real, "index.html")); err != nil {
		t.Error(err)
	}
}

// TestThemes renders every page of every theme.
func TestThemes(t *testing.T) {
	c := load(t, content.Sample, "postmortems")
	for _, name := range themes.Names() {
		theme, err := themes.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		s := sampleWithDrafts(t)
		if name != "default" {
			s = newSite(t, c, func(in *site.Input) { in.Theme, in.Drafts = theme, true })
		}
		for _, file := range s.Paths() {
			render(t, s, file)
		}
	}
}
