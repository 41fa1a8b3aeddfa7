package source

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestFollow checks cases that git log cannot express. Each line of want is a file and the subjects of its revisions,
// newest first. A suffix marks the kind of change: + added, > renamed, - deleted.
func TestFollow(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		under, want string
		make        func(r *gittest.Repo)
	}{
		"rename and edit in one commit": {want: "new.md: edit, move>, one+", make: func(r *gittest.Repo) {
			r.Commit("one", "old.md", gittest.Text("x"))
			r.Commit("move", "old.md", "-", "new.md", gittest.Text("x", "changed"))
			r.Commit("edit", "new.md", gittest.Text("x", "changed", "again"))
		}},
		"an edit on a branch without the rename": {want: "b.md: merge, edit, move>, one+\nz.md: two+", make: func(r *gittest.Repo) {
			r.Commit("one", "a.md", gittest.Text("x"))
			r.Git("checkout", "-q", "-b", "side")
			r.Commit("edit", "a.md", gittest.Text("x", "side"))
			r.Git("checkout", "-q", "main")
			r.Time = r.Time.Add(-2 * time.Hour) // the rename is older
			r.Commit("move", "a.md", "-", "b.md", gittest.Text("x"))
			r.Time = r.Time.Add(5 * time.Hour)
			r.Git("merge", "-q", "--no-commit", "side")
			r.Commit("merge", "b.md", gittest.Text("x", "both"))
			r.Commit("two", "z.md", gittest.Text("z"))
		}},
		"a merge without content of its own": {want: "a.md: main, one+\nb.md: side, one+", make: func(r *gittest.Repo) {
			r.Commit("one", "a.md", gittest.Text("a"), "b.md", gittest.Text("b"))
			r.Git("checkout", "-q", "-b", "side")
			r.Commit("side", "b.md", gittest.Text("b", "side"))
			r.Git("checkout", "-q", "main")
			r.Commit("main", "a.md", gittest.Text("a", "main"))
			r.Git("merge", "-q", "side")
			r.Tick()
		}},
		"a resolved conflict": {want: "a.md: resolved, main, side, one+", make: func(r *gittest.Repo) {
			r.Commit("one", "a.md", gittest.Text("a"))
			r.Git("checkout", "-q", "-b", "side")
			r.Commit("side", "a.md", gittest.Text("a", "side"))
			r.Git("checkout", "-q", "main")
			r.Commit("main", "a.md", gittest.Text("a", "main"))
			_, _ = r.Try("", "merge", "-q", "side")
			r.Commit("resolved", "a.md", gittest.Text("a", "main", "side"))
		}},
		"deleted and restored": {want: "a.md: back+, gone-, one+", make: func(r *gittest.Repo) {
			r.Commit("one", "a.md", gittest.Text("a"))
			r.Commit("gone", "a.md", "-")
			r.Commit("back", "a.md", gittest.Text("a"))
		}},
		"a name that another file had before": {want: "a.md: new+\nb.md: move>, one+", make: func(r *gittest.Repo) {
			r.Commit("one", "a.md", gittest.Text("a"))
			r.Commit("move", "a.md", "-", "b.md", gittest.Text("a"))
			r.Commit("new", "a.md", gittest.Text("something else"))
		}},
		"swapped names": {want: "a.md: swap, one+\nb.md: swap, one+", make: func(r *gittest.Repo) {
			r.Commit("one", "a.md", gittest.Text("a"), "b.md", gittest.Text("b"))
			r.Commit("swap", "a.md", gittest.Text("b"), "b.md", gittest.Text("a"))
		}},
		"there and back": {want: "a.md: back>, there>, one+", make: func(r *gittest.Repo) {
			r.Commit("one", "a.md", gittest.Text("a"))
			r.Commit("there", "a.md", "-", "b.md", gittest.Text("a"))
			r.Commit("back", "b.md", "-", "a.md", gittest.Text("a"))
		}},
		"moved in from elsewhere, below a folder": {under: "new", want: "new/1.md: move>, one+\nnew/2.md: move>, one+", make: func(r *gittest.Repo) {
			r.Commit("one", "old/1.md", gittest.Text("1"), "old/2.md", gittest.Text("2"), "other.md", gittest.Text("o"))
			r.Commit("move", "old/1.md", "-", "old/2.md", "-", "new/1.md", gittest.Text("1", "a"), "new/2.md", gittest.Text("2", "b"))
			r.Commit("no matter", "other.md", gittest.Text("p"))
		}},
		"empty files are not renamed": {want: "b: two+", make: func(r *gittest.Repo) {
			r.Commit("one", "a", "")
			r.Commit("two", "a", "-", "b", "")
		}},
		"a file that was a folder": {want: "a: two+", make: func(r *gittest.Repo) {
			r.Commit("one", "a/b.md", gittest.Text("a"))
			r.Write("a/b.md", "-")
			if err := os.Remove(filepath.Join(r.Dir, "a")); err != nil {
				r.T.Fatal(err)
			}
			r.Commit("two", "a", gittest.Text("other"))
		}},
		"several roots": {want: "a.md: one+\nb.md: other root+", make: func(r *gittest.Repo) {
			r.Commit("one", "a.md", gittest.Text("a"))
			r.Git("checkout", "-q", "--orphan", "side")
			r.Git("rm", "-rfq", ".")
			r.Commit("other root", "b.md", gittest.Text("b"))
			r.Git("checkout", "-q", "main")
			r.Git("merge", "-q", "--allow-unrelated-histories", "-m", "join", "side")
		}},
		"a mode change does not count": {want: "a.md: one+", make: func(r *gittest.Repo) {
			r.Commit("one", "a.md", gittest.Text("a"))
			r.Git("update-index", "--chmod=+x", "a.md")
			r.Git("commit", "-q", "-m", "mode")
		}},
		"a name that one branch moves away and a newer one reuses": {want: "a.md: take>, one+\nc.md: move>, one+", make: func(r *gittest.Repo) {
			reusedName(r, 0)
		}},
		"a name that one branch moves away and an older one reuses": {want: "a.md: take>, one+\nc.md: move>, one+", make: func(r *gittest.Repo) {
			reusedName(r, -10*time.Hour)
		}},
		"a name that one branch restores and the other reuses": {want: "a.md: merge, back+, take>, gone-, two+, one+", make: func(r *gittest.Repo) {
			restoredName(r, 0)
		}},
		"a name that an older branch restores and the other reuses": {want: "a.md: merge, take>, back+, gone-, two+, one+", make: func(r *gittest.Repo) {
			restoredName(r, -10*time.Hour)
		}},
		"a name that a deleted file had before": {want: "a.md: new+", make: func(r *gittest.Repo) {
			r.Commit("one", "a.md", gittest.Text("a"))
			r.Commit("move", "a.md", "-", "b.md", gittest.Text("a"))
			r.Commit("gone", "b.md", "-")
			r.Commit("new", "a.md", gittest.Text("new"))
		}},
		"renamed to different names on two branches": {want: "b.md: move>, aside>, one+", make: func(r *gittest.Repo) {
			r.Commit("one", "a.md", gittest.Text("x"))
			r.Git("checkout", "-q", "-b", "side")
			r.Commit("aside", "a.md", "-", "c.md", gittest.Text("x"))
			r.Git("checkout", "-q", "main")
			r.Commit("move", "a.md", "-", "b.md", gittest.Text("x"))
			_, _ = r.Try("", "merge", "-q", "-s", "ours", "side")
			r.Tick()
		}},
		"clocks that go backwards": {want: "a.md: three, two, one+", make: func(r *gittest.Repo) {
			for _, subject := range []string{"one", "two", "three"} {
				r.Commit(subject, "a.md", gittest.Text("a", subject))
				r.Time = r.Time.Add(-1000 * time.Hour)
			}
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := gittest.New(t)
			test.make(r)
			s := mustTree(t, r.Dir)
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

// reusedName moves a.md away on one branch, and moves another file to that name on main. The commits on main are later
// by the given time.
func reusedName(r *gittest.Repo, later time.Duration) {
	r.Commit("one", "a.md", gittest.Text("a"), "x.md", gittest.Text("x"))
	r.Git("checkout", "-q", "-b", "side")
	r.Commit("move", "a.md", "-", "c.md", gittest.Text("a"))
	r.Git("checkout", "-q", "main")
	r.Time = r.Time.Add(later)
	r.Commit("gone", "a.md", "-")
	r.Commit("take", "x.md", "-", "a.md", gittest.Text("x"))
	r.Time = r.Time.Add(-later)
	_, _ = r.Try("", "merge", "-q", "--no-commit", "side")
	r.Commit("merge", "a.md", gittest.Text("x"), "c.md", gittest.Text("a"))
}

// restoredName restores a deleted file on main, and moves another file to its name on a branch. The commit on main is
// later by the given time.
func restoredName(r *gittest.Repo, later time.Duration) {
	r.Commit("one", "a.md", gittest.Text("a"))
	r.Commit("two", "x.md", gittest.Text("x"))
	r.Commit("gone", "a.md", "-")
	r.Git("checkout", "-q", "-b", "side")
	r.Commit("take", "x.md", "-", "a.md", gittest.Text("x"))
	r.Git("checkout", "-q", "main")
	r.Time = r.Time.Add(later)
	r.Commit("back", "a.md", gittest.Text("a"))
	r.Time = r.Time.Add(-later)
	_, _ = r.Try("", "merge", "-q", "--no-commit", "side")
	r.Write("x.md", "x")
	r.Commit("merge", "a.md", gittest.Text("a", "both"), "x.md", "-")
}
