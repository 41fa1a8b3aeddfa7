package source

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFollow holds the decisions that git log has no word for. Each line of want is a file and the subjects of its
// revisions, newest first; a mark says what happened: + added, > renamed, - deleted.
func TestFollow(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		under, want string
		make        func(r *repo)
	}{
		"rename and edit in one commit": {want: "new.md: edit, move>, one+", make: func(r *repo) {
			r.commit("one", "old.md", text("x"))
			r.commit("move", "old.md", "-", "new.md", text("x", "changed"))
			r.commit("edit", "new.md", text("x", "changed", "again"))
		}},
		"an edit on a branch that does not know of the rename": {want: "b.md: merge, edit, move>, one+\nz.md: two+", make: func(r *repo) {
			r.commit("one", "a.md", text("x"))
			r.git("checkout", "-q", "-b", "side")
			r.commit("edit", "a.md", text("x", "side"))
			r.git("checkout", "-q", "main")
			r.time = r.time.Add(-2 * time.Hour) // the rename is older
			r.commit("move", "a.md", "-", "b.md", text("x"))
			r.time = r.time.Add(5 * time.Hour)
			r.git("merge", "-q", "--no-commit", "side")
			r.commit("merge", "b.md", text("x", "both"))
			r.commit("two", "z.md", text("z"))
		}},
		"a merge without content of its own": {want: "a.md: main, one+\nb.md: side, one+", make: func(r *repo) {
			r.commit("one", "a.md", text("a"), "b.md", text("b"))
			r.git("checkout", "-q", "-b", "side")
			r.commit("side", "b.md", text("b", "side"))
			r.git("checkout", "-q", "main")
			r.commit("main", "a.md", text("a", "main"))
			r.git("merge", "-q", "side")
			r.tick()
		}},
		"a resolved conflict": {want: "a.md: resolved, main, side, one+", make: func(r *repo) {
			r.commit("one", "a.md", text("a"))
			r.git("checkout", "-q", "-b", "side")
			r.commit("side", "a.md", text("a", "side"))
			r.git("checkout", "-q", "main")
			r.commit("main", "a.md", text("a", "main"))
			_, _ = r.try("", "merge", "-q", "side")
			r.commit("resolved", "a.md", text("a", "main", "side"))
		}},
		"deleted and brought back": {want: "a.md: back+, gone-, one+", make: func(r *repo) {
			r.commit("one", "a.md", text("a"))
			r.commit("gone", "a.md", "-")
			r.commit("back", "a.md", text("a"))
		}},
		"a name that was another file's": {want: "a.md: new+\nb.md: move>, one+", make: func(r *repo) {
			r.commit("one", "a.md", text("a"))
			r.commit("move", "a.md", "-", "b.md", text("a"))
			r.commit("new", "a.md", text("something else"))
		}},
		"swapped names": {want: "a.md: swap, one+\nb.md: swap, one+", make: func(r *repo) {
			r.commit("one", "a.md", text("a"), "b.md", text("b"))
			r.commit("swap", "a.md", text("b"), "b.md", text("a"))
		}},
		"there and back": {want: "a.md: back>, there>, one+", make: func(r *repo) {
			r.commit("one", "a.md", text("a"))
			r.commit("there", "a.md", "-", "b.md", text("a"))
			r.commit("back", "b.md", "-", "a.md", text("a"))
		}},
		"moved in from elsewhere, below a folder": {under: "new", want: "new/1.md: move>, one+\nnew/2.md: move>, one+", make: func(r *repo) {
			r.commit("one", "old/1.md", text("1"), "old/2.md", text("2"), "other.md", text("o"))
			r.commit("move", "old/1.md", "-", "old/2.md", "-", "new/1.md", text("1", "a"), "new/2.md", text("2", "b"))
			r.commit("no matter", "other.md", text("p"))
		}},
		"empty files are no renames": {want: "b: two+", make: func(r *repo) {
			r.commit("one", "a", "")
			r.commit("two", "a", "-", "b", "")
		}},
		"a file that was a folder": {want: "a: two+", make: func(r *repo) {
			r.commit("one", "a/b.md", text("a"))
			r.write("a/b.md", "-")
			if err := os.Remove(filepath.Join(r.dir, "a")); err != nil {
				r.t.Fatal(err)
			}
			r.commit("two", "a", text("other"))
		}},
		"several roots": {want: "a.md: one+\nb.md: other root+", make: func(r *repo) {
			r.commit("one", "a.md", text("a"))
			r.git("checkout", "-q", "--orphan", "side")
			r.git("rm", "-rfq", ".")
			r.commit("other root", "b.md", text("b"))
			r.git("checkout", "-q", "main")
			r.git("merge", "-q", "--allow-unrelated-histories", "-m", "join", "side")
		}},
		"a mode is no change": {want: "a.md: one+", make: func(r *repo) {
			r.commit("one", "a.md", text("a"))
			r.git("update-index", "--chmod=+x", "a.md")
			r.git("commit", "-q", "-m", "mode")
		}},
		"a name that one branch moves away and the other gives to another, which is newer": {want: "a.md: take>, one+\nc.md: move>, one+", make: func(r *repo) {
			takenName(r, 0)
		}},
		"a name that one branch moves away, which is newer, and the other gives to another": {want: "a.md: take>, one+\nc.md: move>, one+", make: func(r *repo) {
			takenName(r, -10*time.Hour)
		}},
		"a name that one branch brings back and the other moves another to": {want: "a.md: merge, back+, take>, gone-, two+, one+", make: func(r *repo) {
			broughtBack(r, 0)
		}},
		"a name that one branch, which is older, brings back and the other moves another to": {want: "a.md: merge, take>, back+, gone-, two+, one+", make: func(r *repo) {
			broughtBack(r, -10*time.Hour)
		}},
		"a name that a file which is gone had before": {want: "a.md: new+", make: func(r *repo) {
			r.commit("one", "a.md", text("a"))
			r.commit("move", "a.md", "-", "b.md", text("a"))
			r.commit("gone", "b.md", "-")
			r.commit("new", "a.md", text("new"))
		}},
		"renamed on two branches to two names": {want: "b.md: move>, aside>, one+", make: func(r *repo) {
			r.commit("one", "a.md", text("x"))
			r.git("checkout", "-q", "-b", "side")
			r.commit("aside", "a.md", "-", "c.md", text("x"))
			r.git("checkout", "-q", "main")
			r.commit("move", "a.md", "-", "b.md", text("x"))
			_, _ = r.try("", "merge", "-q", "-s", "ours", "side")
			r.tick()
		}},
		"clocks that go backwards": {want: "a.md: three, two, one+", make: func(r *repo) {
			for _, subject := range []string{"one", "two", "three"} {
				r.commit(subject, "a.md", text("a", subject))
				r.time = r.time.Add(-1000 * time.Hour)
			}
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			test.make(r)
			s := mustTree(t, r.dir)
			under := test.under
			if under == "" {
				under = "."
			}
			h, err := s.History(t.Context(), under)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for name, revisions := range h.Files {
				var parts []string
				for _, v := range revisions {
					parts = append(parts, v.Subject+map[Change]string{Added: "+", Renamed: ">", Deleted: "-"}[v.Change])
				}
				lines = append(lines, name+": "+strings.Join(parts, ", "))
			}
			slices.Sort(lines)
			if got := strings.Join(lines, "\n"); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// takenName moves a.md away on one branch, and on the other another file to its name, some time later.
func takenName(r *repo, later time.Duration) {
	r.commit("one", "a.md", text("a"), "x.md", text("x"))
	r.git("checkout", "-q", "-b", "side")
	r.commit("move", "a.md", "-", "c.md", text("a"))
	r.git("checkout", "-q", "main")
	r.time = r.time.Add(later)
	r.commit("gone", "a.md", "-")
	r.commit("take", "x.md", "-", "a.md", text("x"))
	r.time = r.time.Add(-later)
	_, _ = r.try("", "merge", "-q", "--no-commit", "side")
	r.commit("merge", "a.md", text("x"), "c.md", text("a"))
}

// broughtBack gives a file that is gone its name again on one branch, and moves another to it on the other.
func broughtBack(r *repo, later time.Duration) {
	r.commit("one", "a.md", text("a"))
	r.commit("two", "x.md", text("x"))
	r.commit("gone", "a.md", "-")
	r.git("checkout", "-q", "-b", "side")
	r.commit("take", "x.md", "-", "a.md", text("x"))
	r.git("checkout", "-q", "main")
	r.time = r.time.Add(later)
	r.commit("back", "a.md", text("a"))
	r.time = r.time.Add(-later)
	_, _ = r.try("", "merge", "-q", "--no-commit", "side")
	r.write("x.md", "x")
	r.commit("merge", "a.md", text("a", "both"), "x.md", "-")
}
