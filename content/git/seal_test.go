package git

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestVerify flips a bit of every file of a mirror in turn, loose objects included.
func TestVerify(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", gittest.Text("a"))
	r.Commit("two", "a.md", gittest.Text("a", "changed"))
	for _, packed := range []bool{true, false} {
		at, err := ParseAddress("file://" + filepath.ToSlash(escapeURL(r.Dir)))
		if err != nil {
			t.Fatal(err)
		}
		m := Mirror{Address: at, Dir: t.TempDir()}
		if err := m.Verify(); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("before the first fetch: %v", err)
		}
		if err := m.Fetch(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !packed {
			unpack(t, r.In(m.Dir))
		}
		if err := m.Verify(); err != nil {
			t.Fatalf("packed %v: after a fetch: %v", packed, err)
		}
		files := 0
		err = filepath.WalkDir(m.Dir, func(name string, entry fs.DirEntry, err error) error {
			relative := strings.TrimPrefix(filepath.ToSlash(name), filepath.ToSlash(m.Dir)+"/")
			if err != nil || entry.IsDir() || !strings.HasPrefix(relative, "objects/") && relative != "HEAD" && relative != "config" || strings.HasPrefix(relative, "objects/info/") {
				return err
			}
			files++
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			if err := os.Chmod(name, 0o600); err != nil {
				return err
			}
			for _, at := range []int{0, len(data) / 2, len(data) - 1} {
				data[at] ^= 4
				if err := os.WriteFile(name, data, 0o600); err != nil {
					return err
				}
				if err := m.Verify(); !errors.Is(err, errDamaged) || !strings.Contains(err.Error(), relative) {
					t.Errorf("packed %v: with a bit of %s flipped at %d of %d: %v", packed, relative, at, len(data), err)
				}
				data[at] ^= 4
			}
			if err := os.WriteFile(name, data, 0o600); err != nil {
				return err
			}
			return m.Verify()
		})
		if err != nil || files < 4 {
			t.Errorf("packed %v: %d files: %v", packed, files, err)
		}
	}
}

// escapeURL escapes the path of a test's repository.
func escapeURL(path string) string {
	return strings.NewReplacer(" ", "%20", "[", "%5B", "]", "%5D").Replace(path)
}

// unpack makes every object of a repository a loose one.
func unpack(t *testing.T, r *gittest.Repo) {
	t.Helper()
	packs, err := filepath.Glob(filepath.Join(escapeGlob(r.Dir), "objects", "pack", "*.pack"))
	if err != nil || len(packs) == 0 {
		t.Fatal(packs, err)
	}
	for _, pack := range packs {
		data, err := os.ReadFile(pack)
		if err != nil {
			t.Fatal(err)
		}
		for _, ext := range []string{".pack", ".idx", ".rev"} {
			if err := os.Remove(strings.TrimSuffix(pack, ".pack") + ext); err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
		}
		if out, err := r.Try(string(data), "unpack-objects", "-q"); err != nil {
			t.Fatal(out, err)
		}
	}
}
