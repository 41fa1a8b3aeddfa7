package source

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestAgreements checks which lines of a message are trailers in which somebody agrees.
func TestAgreements(t *testing.T) {
	t.Parallel()
	message := "Complete it\n\nReviewed-by: Ada <ada@example.org>\nAPPROVED-BY: Grace <grace@example.org>\nreviewed-by: nobody in particular\nReviewed-by:\n" +
		"Co-authored-by: Tim <tim@example.org>\nIt was Reviewed-by: Eve <eve@example.org>\n"
	want := []Agreement{
		{false, git.Person{Name: "Ada", Email: "ada@example.org"}},
		{true, git.Person{Name: "Grace", Email: "grace@example.org"}},
		{false, git.Person{Name: "nobody in particular"}},
	}
	if got := agreements(message, func(p git.Person) git.Person { return p }); !reflect.DeepEqual(got, want) {
		t.Errorf("agreements: %v, want %v", got, want)
	}
}

// TestUpdates checks which merges only bring a branch up to date.
func TestUpdates(t *testing.T) {
	t.Parallel()
	for subject, want := range map[string]bool{
		"Merge branch 'main' into postmortem/dns":                  true,
		"Merge remote-tracking branch 'origin/main' into fix":      true,
		"Merge branch 'master' of ssh://git.example/ops":           true,
		"Merge branch 'fix' of ssh://git.example/ops into fix":     true,
		"Merge pull request #12 from ops/dns":                      false,
		"Merge branch 'postmortem/dns'":                            false,
		"Merge branch 'postmortem/dns' into 'main'":                false,
		"Merge branch 'mainframe'":                                 false,
		"Say in the summary that it came from Merge branch 'main'": false,
	} {
		if got := update().MatchString(subject); got != want {
			t.Errorf("%q is an update: %v", subject, got)
		}
	}
}

// mergedRepo has a.md from a branch that was merged, after an update from main, and b.md from main.
func mergedRepo(t *testing.T) *gittest.Repo {
	r := gittest.New(t)
	r.Commit("start", "b.md", gittest.Text("b"))
	r.Git("checkout", "-q", "-b", "side")
	r.Commit("draft\n\nReviewed-by: Ada <ada@example.org>", "a.md", gittest.Text("a"))
	r.Git("checkout", "-q", "main")
	r.Commit("meanwhile", "b.md", gittest.Text("b", "meanwhile"))
	r.Git("checkout", "-q", "side")
	r.Git("merge", "-q", "-m", "Merge branch 'main' into side", "main")
	r.Commit("final", "a.md", gittest.Text("a", "final"))
	r.Git("checkout", "-q", "main")
	r.Git("merge", "-q", "--no-ff", "-m", "Merge pull request #1 from side\n\nApproved-by: Grace <grace@example.org>", "side")
	return r
}

// TestMerges checks that go-git and the git program, with and without a cache, find who agreed and which merge landed a
// commit.
func TestMerges(t *testing.T) {
	t.Parallel()
	r := mergedRepo(t)
	tip := strings.TrimSpace(r.Git("rev-parse", "HEAD"))
	place, err := git.Locate(r.Dir)
	if err != nil {
		t.Fatal(err)
	}
	cache, program := t.TempDir(), git.FindProgram()
	program.Env = r.Env
	for name, open := range map[string]func(git.Place, git.Program) (*git.Repository, error){"go-git": git.Open, "the git program": git.OpenProgram} {
		for _, dir := range []string{"", filepath.Join(cache, name), filepath.Join(cache, name)} {
			repo, err := open(place, program)
			if err != nil {
				t.Fatal(err)
			}
			s, err := openCommit(place, repo, "main")
			if err != nil {
				t.Fatal(err)
			}
			s.CacheDir = dir
			h, err := s.History(t.Context(), ".")
			s.Close()
			if err != nil {
				t.Fatal(err)
			}
			grace := []Agreement{{true, git.Person{Name: "Grace", Email: "grace@example.org"}}}
			final, draft := h.Files["a.md"][0], h.Files["a.md"][1]
			if h.Merges[final.Hash].Hash != tip || h.Merges[draft.Hash].Hash != tip || !reflect.DeepEqual(h.Agreements[tip], grace) ||
				h.Agreements[draft.Hash][0].By.Name != "Ada" || h.Agreements[final.Hash] != nil {
				t.Errorf("%s: a.md: merges %v, agreements %v", name, h.Merges, h.Agreements)
			}
			for _, v := range h.Files["b.md"] {
				if m, merged := h.Merges[v.Hash]; merged {
					t.Errorf("%s: b.md, which came from main, was merged by %v", name, m)
				}
			}
		}
	}
}

// TestMergesOfShallowClone checks that a truncated history has trailers, and no merges: what was on main is not known.
func TestMergesOfShallowClone(t *testing.T) {
	t.Parallel()
	r := mergedRepo(t)
	r.Git("clone", "-q", "--depth=3", "file://"+r.Dir, "clone")
	h, err := historyOf(t, r.In(filepath.Join(r.Dir, "clone")), "main", "")
	if err != nil || !h.Truncated || len(h.Merges) > 0 {
		t.Errorf("a shallow clone: truncated %v, merges %v, %v", h.Truncated, h.Merges, err)
	}
}
