package git

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestIndexMatchesGit reads all forms of the index that git writes.
func TestIndexMatchesGit(t *testing.T) {
	t.Parallel()
	split := func(r *gittest.Repo) {
		r.Git("config", "splitIndex.maxPercentChange", "100")
		r.Git("update-index", "--split-index")
		r.Write("a.md", "changed", "d/new.md", "new", "0.md", "first")
		r.Git("add", "-A")
		r.Git("rm", "-q", "--cached", "d/1.md", "d/2.md", "z.md")
	}
	for name, test := range map[string]struct {
		init []string
		make func(r *gittest.Repo)
		is   string // what the file contains; "" for nothing that tells it apart
	}{
		"version 2":        {make: func(*gittest.Repo) {}, is: "DIRC\x00\x00\x00\x02"},
		"version 4":        {make: func(r *gittest.Repo) { r.Git("update-index", "--index-version", "4") }, is: "DIRC\x00\x00\x00\x04"},
		"SHA-256":          {init: []string{"--object-format=sha256"}, make: func(*gittest.Repo) {}},
		"untracked cache":  {make: func(r *gittest.Repo) { r.Git("update-index", "--force-untracked-cache"); r.Git("status") }, is: "UNTR"},
		"split":            {make: split, is: "link"},
		"split, SHA-256":   {init: []string{"--object-format=sha256"}, make: split, is: "link"},
		"split, unchanged": {make: func(r *gittest.Repo) { r.Git("update-index", "--split-index") }, is: "link"},
		"split, version 4": {make: func(r *gittest.Repo) {
			r.Git("update-index", "--index-version", "4")
			split(r)
		}, is: "link"},
		"split, none shared": {make: func(r *gittest.Repo) {
			r.Git("update-index", "--split-index")
			r.Git("rm", "-q", "-r", "--cached", ".")
		}, is: ""},
		"version 3, with flags": {make: func(r *gittest.Repo) {
			r.Write("meant.md", "m")
			r.Git("add", "-N", "meant.md")
			r.Git("update-index", "--skip-worktree", "a.md")
		}, is: "DIRC\x00\x00\x00\x03"},
		"sparse": {make: func(r *gittest.Repo) {
			r.Git("sparse-checkout", "set", "--cone", "--sparse-index", "d")
		}, is: "sdir"},
		"sparse, SHA-256": {init: []string{"--object-format=sha256"}, make: func(r *gittest.Repo) {
			r.Git("sparse-checkout", "set", "--cone", "--sparse-index", "d")
		}, is: "sdir"},
		"unmerged": {make: func(r *gittest.Repo) {
			r.Git("checkout", "-q", "-b", "side")
			r.Commit("aside", "a.md", "aside", "z.md", "-")
			r.Git("checkout", "-q", "main")
			r.Commit("main", "a.md", "main", "z.md", "main")
			_, _ = r.Try("", "merge", "-q", "side")
		}},
		"without a checksum": {make: func(r *gittest.Repo) {
			name := filepath.Join(r.Dir, ".git", "index")
			data, err := os.ReadFile(name)
			if err == nil {
				copy(data[len(data)-20:], make([]byte, 20)) // as with index.skipHash
				err = os.WriteFile(name, data, 0o600)
			}
			if err != nil {
				r.T.Fatal(err)
			}
		}},
		"none": {make: func(r *gittest.Repo) { r.Write(".git/index", "-") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := gittest.New(t, test.init...)
			long := "d/" + strings.Repeat("long", 50) + ".md"
			files := []string{"a.md", "a", "d/1.md", "1", "d/2.md", "2", "d/ü.md", "u", "d.md", "d", "e/f/g.md", "g", "e/f/h/i.md", "i", "e/j.md", "j", "z.md", "z", long, "l"}
			for i := range 150 { // more than two words of a bitmap
				files = append(files, fmt.Sprintf("n/%03d.md", i), "n")
			}
			r.Commit("one", files...)
			test.make(r)
			data, err := os.ReadFile(filepath.Join(r.Dir, ".git", "index"))
			if name != "none" && err != nil || !strings.Contains(string(data), test.is) {
				t.Fatalf("the index does not contain %q, %v", test.is, err)
			}
			for _, way := range []func(Place, Program) (*Repository, error){Open, OpenProgram} {
				sameIndex(t, r, openedBy(t, r.Dir, way))
			}
		})
	}
}

// sameIndex compares an index with git ls-files.
func sameIndex(t *testing.T, r *gittest.Repo, repo *Repository) {
	t.Helper()
	x, err := repo.Index()
	if err != nil {
		t.Fatal(err)
	}
	list, err := x.All()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range list {
		tag := map[bool]string{true: "S", false: "H"}[e.SkipWorktree]
		if e.Stage > 0 {
			tag = "M"
		}
		got = append(got, fmt.Sprintf("%s %06o %s %d\t%s", tag, e.Mode, e.ID, e.Stage, e.Path))
		if found, ok := x.Find(e.Path); !ok || found.Path != e.Path || found.Mode != e.Mode || e.Stage < 2 && found.ID != e.ID {
			t.Errorf("%q is found as %+v, %v", e.Path, found, ok)
		}
		if x.Holds(e.Path) {
			t.Errorf("the file %q holds others", e.Path)
		}
		for dir := filepath.Dir(e.Path); dir != "."; dir = filepath.Dir(dir) {
			if _, ok := x.Find(dir); ok || !x.Holds(dir) {
				t.Errorf("the folder %q is a file: %v, or holds none", dir, ok)
			}
		}
	}
	want := strings.Split(strings.TrimSuffix(r.Git("ls-files", "-z", "-s", "-t"), "\x00"), "\x00")
	if want[0] == "" {
		want = nil
	}
	if !slices.Equal(got, want) {
		t.Errorf("the index has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, name := range []string{"", "none", "d/none.md", "e/none", "e/f/none.md", "e/j.md/none", "a.md/x", "e/"} {
		if e, ok := x.Find(name); ok || x.Holds(name) {
			t.Errorf("%q, which is not there, is %+v", name, e)
		}
	}
}

// oneEntry returns the bytes of an index with one entry.
func oneEntry(modified time.Time, stage, extended int) string {
	data := []byte("DIRC\x00\x00\x00\x03\x00\x00\x00\x01")
	for _, v := range []int64{modified.Unix(), int64(modified.Nanosecond()), modified.Unix(), int64(modified.Nanosecond()), 1, 2, 0o100644, 3, 4, 5} {
		data = binary.BigEndian.AppendUint32(data, uint32(v))
	}
	data = append(data, make([]byte, 20)...)
	data = binary.BigEndian.AppendUint16(data, uint16(flagExtended|stage<<12|1))
	data = binary.BigEndian.AppendUint16(data, uint16(extended))
	data = append(data, "a\x00\x00\x00\x00\x00\x00\x00"...)
	return string(append(data, make([]byte, 20)...))
}

// TestRacy checks which index entries have no trace, because they say nothing about the file on disk.
func TestRacy(t *testing.T) {
	t.Parallel()
	at := time.Unix(1e9, 5)
	trace := func(data string, written time.Time) Trace {
		x, err := parseIndex(data, 20, written)
		if err != nil || len(x.entries) != 1 || x.entries[0].Path != "a" {
			t.Fatalf("%+v, %v", x, err)
		}
		return x.entries[0].Trace
	}
	for written, want := range map[time.Time]Trace{at: {}, at.Add(-1): {}, at.Add(1): {5, 2, at.UnixNano(), at.UnixNano()}} {
		if got := trace(oneEntry(at, 0, 0), written); got != want {
			t.Errorf("a file modified at %v in an index written at %v has the trace %v", at, written, got)
		}
	}
	for what, data := range map[string]string{"with a conflict": oneEntry(at, 2, 0), "with intent to add": oneEntry(at, 0, flagIntentToAdd)} {
		if trace(data, at.Add(time.Hour)) != (Trace{}) {
			t.Errorf("a file %s has a trace", what)
		}
	}
}

// TestUnreadableIndex checks what is said of an index that is damaged or of an unknown kind.
func TestUnreadableIndex(t *testing.T) {
	t.Parallel()
	whole := oneEntry(time.Unix(1e9, 0), 0, 0)
	sum := whole[len(whole)-20:]
	for name, tc := range map[string]struct{ data, want string }{
		"empty":                {"", "damaged"},
		"another file":         {strings.Replace(whole, "DIRC", "FILE", 1), "damaged"},
		"cut":                  {whole[:60] + sum, "damaged"},
		"many entries":         {whole[:8] + "\x7f" + whole[9:], "damaged"},
		"a later version":      {whole[:7] + "\x05" + whole[8:], "its version is 5"},
		"an extension":         {whole[:len(whole)-20] + "abcd\x00\x00\x00\x00" + sum, `its extension "abcd" is unknown`},
		"a cut extension":      {whole[:len(whole)-20] + "TREE\x00\x00\x00\x05abc" + sum, "damaged"},
		"an unknown extension": {whole[:len(whole)-20] + "ABCD\x00\x00\x00\x01x" + sum, ""},
	} {
		_, err := parseIndex(tc.data, 20, time.Now())
		if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	r.Git("update-index", "--split-index")
	shared, err := filepath.Glob(filepath.Join(escapeGlob(r.Dir), ".git", "sharedindex.*"))
	if err != nil || len(shared) != 1 {
		t.Fatal(shared, err)
	}
	if err := os.Remove(shared[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := opened(t, r.Dir).Index(); !errors.Is(err, os.ErrNotExist) || !strings.HasPrefix(err.Error(), "read the rest of the split index: ") {
		t.Errorf("without the shared index: %v", err)
	}
}

func FuzzIndex(f *testing.F) {
	f.Add([]byte(oneEntry(time.Unix(1e9, 0), 0, flagSkipWorktree)), []byte{})
	f.Add([]byte("DIRC\x00\x00\x00\x04\x00\x00\x00\x00link\x00\x00\x00\x14"), []byte("\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00"))
	f.Fuzz(func(_ *testing.T, data, bitmap []byte) {
		if x, err := parseIndex(string(data), 20, time.Now()); err == nil {
			(&Index{entries: x.entries}).Find("a/b")
		}
		_, _, _ = decodeBitmap(bitmap, 100)
	})
}
