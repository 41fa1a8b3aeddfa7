package source

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/git"
)

var (
	repositories = flag.Int("repositories", 20, "number of random repositories of TestDifferential")
	firstSeed    = flag.Uint64("seed", 1, "seed of the first random repository of TestDifferential; the others follow")
)

// TestDifferential makes random repositories, and compares what is read of them with what the git program says.
func TestDifferential(t *testing.T) {
	t.Parallel()
	for seed := *firstSeed; seed < *firstSeed+uint64(*repositories); seed++ {
		t.Run(fmt.Sprintf("-repositories=1 -seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			r := newRandomRepo(t, seed)
			r.compareWorktree(t)
			r.compareCommit(t)
			r.compareHistory(t)
			r.compareNames(t)
		})
	}
}

// compareWorktree compares the files of the work tree with those that git lists and that are there, or that git leaves
// out of it.
func (r *randomRepo) compareWorktree(t *testing.T) {
	t.Helper()
	dir := r.folder()
	prefix := strings.TrimPrefix(strings.TrimPrefix(dir, r.Dir)+"/", "/")
	var want []string
	for line := range strings.SplitSeq(r.Git("ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard"), "\x00") {
		status, name, _ := strings.Cut(line, " ")
		below, found := strings.CutPrefix(name, prefix)
		info, err := os.Lstat(filepath.Join(r.Dir, name))
		if notCheckedOut := err != nil && status == "S"; found && below != "" && (err == nil && !info.IsDir() || notCheckedOut) {
			want = append(want, below)
		}
	}
	slices.Sort(want)
	want = slices.Compact(want) // unmerged files are listed several times
	s := open(t, func() (*Source, error) {
		p, err := git.Locate(dir)
		if err != nil {
			return nil, err
		}
		return openWorktree(p, r.program(), true)
	})
	got := paths(t, s.FS)
	slices.Sort(got)
	compareLists(t, "files of "+dir, got, want)
	if s.GitErr != nil {
		t.Error(s.GitErr)
	}
}

// compareLists says what only one of two sorted lists has.
func compareLists(t *testing.T, of string, got, want []string) {
	t.Helper()
	for _, name := range got {
		if _, found := slices.BinarySearch(want, name); !found {
			t.Errorf("%s: got %q, which git does not have", of, name)
		}
	}
	for _, name := range want {
		if _, found := slices.BinarySearch(got, name); !found {
			t.Errorf("%s: git has %q", of, name)
		}
	}
}

// openCommit opens HEAD, or another commit, by go-git or by the git program.
func (r *randomRepo) openCommit(t *testing.T, ref string) *Source {
	t.Helper()
	return open(t, func() (*Source, error) {
		p, err := git.Locate(r.Dir)
		if err != nil {
			return nil, err
		}
		open := git.Open
		if r.oneIn(3) {
			open = git.OpenProgram
		}
		repo, err := open(p, r.program())
		if err != nil {
			return nil, err
		}
		return openCommit(p, repo, ref)
	})
}

// compareCommit compares the files of a commit, and their contents.
func (r *randomRepo) compareCommit(t *testing.T) {
	t.Helper()
	var want, got []string
	for line := range strings.SplitSeq(r.Git("ls-tree", "-r", "-z", "HEAD"), "\x00") {
		if about, name, ok := strings.Cut(line, "\t"); ok {
			p := strings.Fields(about)
			want = append(want, p[0]+" "+p[2]+" "+name)
		}
	}
	s := r.openCommit(t, "HEAD")
	for _, name := range paths(t, s.FS) {
		info, err := fs.Lstat(s.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		mode, data := "100644", []byte(nil)
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			var to string
			to, err = fs.ReadLink(s.FS, name)
			mode, data = "120000", []byte(to)
		case info.Mode()&0o111 != 0:
			mode = "100755"
			fallthrough
		default:
			data, err = fs.ReadFile(s.FS, name)
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, mode+" "+git.BlobHash(data, s.Commit)+" "+name)
	}
	slices.Sort(got)
	slices.Sort(want)
	compareLists(t, "files of HEAD", got, want)
}

// compareHistory compares the revisions of each file, and the people, with git log.
func (r *randomRepo) compareHistory(t *testing.T) {
	t.Helper()
	s := r.openCommit(t, "HEAD")
	h, err := s.History(t.Context(), ".")
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]bool{}
	for field := range strings.SplitSeq(r.Git("log", "-z", "--encoding=UTF-8", "--format=%an <%ae>%x00%cn <%ce>"), "\x00") {
		people[latin1(field)] = true
	}
	for _, p := range h.People {
		if name := fmt.Sprintf("%s <%s>", p.Name, p.Email); !people[name] {
			t.Errorf("people: got %q, whom git does not have", name)
		} else {
			delete(people, name)
		}
	}
	for name := range people {
		if name != "" {
			t.Errorf("people: git has %q", name)
		}
	}
	r.compareMerges(t, h)
	files := slices.DeleteFunc(paths(t, s.FS), func(name string) bool {
		info, err := fs.Lstat(s.FS, name)
		return err != nil || !info.Mode().IsRegular()
	})
	if len(h.Files) != len(files) {
		t.Errorf("%d files have a history, not %d", len(h.Files), len(files))
	}
	if r.linear {
		r.compareFollowed(t, h, files)
	} else {
		r.compareLog(t, h, files)
	}
}

// compareMerges compares the merges of revisions with what git finds in each merge that its first parent lacks.
func (r *randomRepo) compareMerges(t *testing.T, h *History) {
	t.Helper()
	want := map[string]string{}
	for _, merge := range strings.Fields(r.Git("rev-list", "--first-parent", "--merges", "HEAD")) {
		if subject := r.Git("log", "-1", "--format=%s", merge); update().MatchString(subject) {
			continue
		}
		for _, id := range strings.Fields(r.Git("rev-list", merge, "^"+merge+"^1")) {
			if id != merge {
				want[id] = merge
			}
		}
	}
	for _, revisions := range h.Files {
		for _, v := range revisions {
			if got := h.Merges[v.Hash].Hash; got != want[v.Hash] {
				t.Errorf("%s was merged by %q; git says %q", v.Hash, got, want[v.Hash])
			}
		}
	}
}

// latin1 takes bytes that are not UTF-8 for Latin-1, as package git says.
func latin1(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		c, n := utf8.DecodeRuneInString(s)
		if c == utf8.RuneError && n == 1 {
			c = rune(s[0])
		}
		b.WriteRune(c)
		s = s[n:]
	}
	return b.String()
}

// compareFollowed compares with git log --follow; each file of today has its commits there, and the renames.
func (r *randomRepo) compareFollowed(t *testing.T, h *History, files []string) {
	t.Helper()
	for _, name := range files {
		out := r.Git("log", "--follow", "-M50%", "--encoding=UTF-8", "--format=%x01%H %ct %ae %s", "--raw", "-z", "--no-abbrev", "HEAD", "--", name)
		compareRevisions(t, name, h.Files[name], logged(out))
	}
}

// compareLog compares with git log of the whole history.
func (r *randomRepo) compareLog(t *testing.T, h *History, files []string) {
	t.Helper()
	out := r.Git("log", "--full-history", "--date-order", "-c", "--raw", "-z", "--no-abbrev", "--no-renames", "--root", "--encoding=UTF-8",
		"--format=%x01%H %ct %ae %s")
	want := map[string][]Revision{}
	for _, v := range logged(out) {
		want[v.Path] = append(want[v.Path], v)
	}
	for _, name := range files {
		compareRevisions(t, name, h.Files[name], want[name])
	}
}

func compareRevisions(t *testing.T, name string, got, want []Revision) {
	t.Helper()
	for i := range got {
		if i < len(want) && got[i].Time.Equal(want[i].Time) {
			got[i].Time = want[i].Time // in another zone
		}
		got[i].Author.Name = "" // compareHistory compares them
	}
	if !slices.Equal(got, want) {
		t.Errorf("history of %q:\n%s\nwant\n%s", name, show(got), show(want))
	}
}

// logged reads git log --raw -z -c with the format "%x01%H %ct %ae %s". Of files it knows regular ones alone, and no
// change of their mode.
func logged(out string) (list []Revision) {
	var commit Revision
	fields := strings.Split(out, "\x00")
	for i := 0; i < len(fields); i++ {
		field := strings.TrimLeft(fields[i], "\n")
		if head, ok := strings.CutPrefix(field, "\x01"); ok {
			p := strings.SplitN(head, " ", 4)
			_, when := git.ParseIdent("<> " + p[1] + " +0000")
			subject := strings.Join(strings.Fields(latin1(p[3])), " ")
			commit = Revision{Hash: p[0], Time: when, Author: git.Person{Email: p[2]}, Subject: subject}
			continue
		}
		n := len(field) - len(strings.TrimLeft(field, ":")) // parents
		if n == 0 {
			continue
		}
		v, p := commit, strings.Fields(field[n:])
		i++
		v.Path = fields[i]
		if strings.HasPrefix(p[len(p)-1], "R") {
			i++
			v.Change, v.From, v.Path = Renamed, fields[i-1], fields[i]
		}
		blob := func(i int) string { // of a parent, or at last of the commit
			if strings.HasPrefix(p[i], "100") {
				return p[n+1+i]
			}
			return ""
		}
		var old string
		same := false
		for i := range n {
			if old == "" {
				old = blob(i)
			}
			same = same || blob(i) == blob(n)
		}
		if same && v.Change != Renamed {
			continue
		}
		v.Before = old
		switch v.Blob = blob(n); {
		case v.Blob == "":
			v.Change, v.Blob = Deleted, old
		case old == "":
			v.Change = Added
		}
		list = append(list, v)
	}
	return list
}

// compareNames compares what abbreviated hashes and what git describe says name.
func (r *randomRepo) compareNames(t *testing.T) {
	t.Helper()
	s := r.openCommit(t, "HEAD")
	ids := strings.Fields(r.Git("rev-list", "--all"))
	for range 3 {
		id := ids[r.IntN(len(ids))]
		names := []string{id[:7], id[:4+r.IntN(36)]}
		for _, way := range []string{"--tags", "--all", "--tags --long", "--contains", "--tags --abbrev=4"} {
			out, err := r.Try("", append(append([]string{"describe"}, strings.Fields(way)...), id)...)
			if err == nil {
				names = append(names, strings.TrimSpace(out))
			}
		}
		for _, name := range names {
			out, refused := r.Try("", "rev-parse", "-q", "--verify", name+"^{commit}")
			want := strings.TrimSpace(out)
			if got, _, err := s.repo.Resolve(name); got.String() != want || (err != nil) != (refused != nil) {
				t.Errorf("%q names %s, %v; git says %q", name, got, err, want)
			}
		}
	}
}
