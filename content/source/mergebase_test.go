package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

func mergeBase(t *testing.T, s *Source, a, b string) string {
	t.Helper()
	base, err := s.MergeBase(context.Background(), a, b)
	if err != nil {
		return "error: " + err.Error()
	}
	return base
}

func TestMergeBase(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	one := r.Commit("one", "a.md", "a")
	r.Git("checkout", "-q", "-b", "topic")
	r.Commit("topic one", "b.md", "b")
	r.Git("checkout", "-q", "main")
	two := r.Commit("two", "a.md", "aa")
	r.Git("branch", "behind")
	r.Commit("three", "a.md", "aaa")
	r.Git("checkout", "-q", "--orphan", "island")
	r.Commit("island")
	s := mustTree(t, r.Dir)
	for _, s := range []*Source{s, byProgram(t, s)} {
		for _, test := range []struct{ a, b, want string }{
			{"main", "topic", one},
			{"topic", "main", one},
			{"main", "behind", two},
			{"main~1", "main", two},
			{"main~2", "topic~1", one},
			{"main", "main~1", two},
			{"behind", "behind", two},
			{"main", "island", `error: "main" and "island" have no common ancestor`},
			{"main", "none", `error: find commit "none": no branch, tag or commit has this name`},
		} {
			if got := mergeBase(t, s, test.a, test.b); got != test.want {
				t.Errorf("%s and %s: %s, want %s", test.a, test.b, got, test.want)
			}
		}
	}
}

// TestMergeBaseShallow looks for an ancestor that a shallow clone lacks.
func TestMergeBaseShallow(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	r.Git("checkout", "-q", "-b", "topic")
	r.Commit("topic", "b.md", "b")
	r.Git("checkout", "-q", "main")
	r.Commit("two", "a.md", "aa")
	r.Git("clone", "-q", "--depth=1", "--no-single-branch", "file://"+r.Dir, "clone")
	s := mustTree(t, filepath.Join(r.Dir, "clone"))
	_, err := s.MergeBase(context.Background(), "main", "origin/topic")
	if err == nil || !strings.Contains(gittest.Hint(err), "fetch-depth: 0") {
		t.Errorf("%v, hint %q", err, gittest.Hint(err))
	}
	for _, s := range []*Source{s, byProgram(t, s)} {
		for _, ref := range []string{"HEAD~1", "v1"} {
			_, err := s.At(ref)
			if _, other := s.MergeBase(context.Background(), "HEAD", ref); err == nil || !strings.Contains(gittest.Hint(err), "fetch-depth: 0") || gittest.Hint(other) != gittest.Hint(err) {
				t.Errorf("%s: %v, hint %q; %v", ref, err, gittest.Hint(err), other)
			}
		}
	}
}

// TestMergeBaseAtShallowBoundary checks that the oldest commit of a shallow clone can be the merge base, and that its
// missing parents are not read.
func TestMergeBaseAtShallowBoundary(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	base := r.Commit("two", "a.md", "b")
	r.Git("checkout", "-q", "-b", "topic")
	r.Commit("aside", "b.md", "b")
	r.Git("checkout", "-q", "main")
	r.Commit("three", "a.md", "c")
	r.Git("clone", "-q", "--depth=2", "--no-single-branch", "file://"+r.Dir, "clone")
	s := mustTree(t, filepath.Join(r.Dir, "clone"))
	for who, s := range map[string]*Source{"go-git": s, "git": byProgram(t, s)} {
		if got := mergeBase(t, s, "main", "origin/topic"); got != base {
			t.Errorf("%s: the branches diverge at %s, want the oldest commit of the shallow clone, %s", who, got, base)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.MergeBase(ended, "main", "origin/topic"); !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), `find the merge base of "main" and "origin/topic": `) {
		t.Errorf("interrupted: %v", err)
	}
	if _, err := mustTree(t, t.TempDir()).MergeBase(t.Context(), "a", "b"); !errors.Is(err, git.ErrNoRepository) {
		t.Errorf("without a repository: %v", err)
	}
}

// TestMergeBaseWithClockSkew has two common ancestors, one of which descends from the other but has an older timestamp,
// so that a walk in time order finds both. It checks that the descendant is the merge base.
func TestMergeBaseWithClockSkew(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	// root (clock too late) <- a <- b <- left, right; left and right also reach root directly.
	at := map[string]int{"root": 900, "a": 100, "b": 110, "left": 1000, "right": 1010}
	parents := map[string][]string{"a": {"root"}, "b": {"a"}, "left": {"root", "b"}, "right": {"root", "b"}}
	var in strings.Builder
	for i, name := range []string{"root", "a", "b", "left", "right"} {
		fmt.Fprintf(&in, "commit refs/heads/%s\nmark :%d\ncommitter C <c@example.org> %d +0000\ndata 0\n\n", name, i+1, at[name])
		for j, p := range parents[name] {
			fmt.Fprintf(&in, "%s refs/heads/%s\n", []string{"from", "merge"}[j], p)
		}
	}
	if out, err := r.Try(in.String(), "fast-import", "--quiet"); err != nil {
		t.Fatal(err, out)
	}
	want := strings.TrimSpace(r.Git("rev-parse", "b"))
	if git := strings.TrimSpace(r.Git("merge-base", "left", "right")); git != want {
		t.Fatalf("git merge-base: %s", git)
	}
	if got := mergeBase(t, mustCommit(t, r.Dir, "left"), "left", "right"); got != want {
		t.Errorf("the branches diverge at %s, want %s, which descends from the root", got, want)
	}
}

// TestMergeBaseMatchesGit checks every pair of commits, in random histories with clock skew, against merge bases
// computed from the parents that git lists, and some pairs against git merge-base.
func TestMergeBaseMatchesGit(t *testing.T) {
	t.Parallel()
	const n = 40
	several := 0
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // reproducible on purpose
		r := gittest.New(t)
		var in strings.Builder
		for i := range n {
			when := gittest.Start.Unix() + int64((i*60+random.IntN(200))*60)
			fmt.Fprintf(&in, "commit refs/heads/c%[1]d\nmark :%[2]d\ncommitter C <c@example.org> %[3]d +0000\ndata 0\n\n", i, i+1, when)
			for j := range min(i, 1+random.IntN(2)) {
				fmt.Fprintf(&in, "%s :%d\n", []string{"from", "merge"}[j], 1+max(0, i-1-random.IntN(6)))
			}
		}
		if out, err := r.Try(in.String(), "fast-import", "--quiet", "--force"); err != nil {
			t.Fatal(err, out)
		}
		commits, parents, times := graph(r)
		s := mustTree(t, r.Dir)
		for i, a := range commits {
			for j, b := range commits[:i+1] {
				want := bases(parents, times, a, b)
				if len(want) == 0 {
					want = []string{"error: "}
				} else if len(want) > 1 {
					several++
				}
				got := mergeBase(t, s, a, b)
				if !strings.HasPrefix(got, want[0]) {
					t.Errorf("seed %d, %s and %s diverge at %s, want the newest of %q", seed, a, b, got, want)
				}
				if (i*n+j)%150 == 0 {
					if all := strings.Fields(r.Git("merge-base", "--all", a, b)); !slices.Contains(all, got) {
						t.Errorf("seed %d, %s and %s diverge at %s, git has %q", seed, a, b, got, all)
					}
				}
			}
		}
	}
	if several < 20 {
		t.Errorf("only %d pairs have several merge bases", several)
	}
}

// graph returns all commits of a repository, with the parents and time of each.
func graph(r *gittest.Repo) (commits []string, parents map[string][]string, times map[string]string) {
	r.T.Helper()
	parents, times = map[string][]string{}, map[string]string{}
	for line := range strings.Lines(r.Git("log", "--all", "--format=%H %ct %P")) {
		f := strings.Fields(line)
		commits = append(commits, f[0])
		times[f[0]], parents[f[0]] = f[1], f[2:]
	}
	return commits, parents, times
}

// bases returns the common ancestors of a and b that have no descendant among them, newest first.
func bases(parents map[string][]string, times map[string]string, a, b string) []string {
	var all func(of string, into map[string]bool) map[string]bool
	all = func(of string, into map[string]bool) map[string]bool {
		if !into[of] {
			into[of] = true
			for _, p := range parents[of] {
				all(p, into)
			}
		}
		return into
	}
	common, below := map[string]bool{}, map[string]bool{}
	ofB := all(b, map[string]bool{})
	for id := range all(a, map[string]bool{}) {
		if ofB[id] {
			common[id] = true
			for _, p := range parents[id] {
				all(p, below)
			}
		}
	}
	var best []string
	for id := range common {
		if !below[id] {
			best = append(best, id)
		}
	}
	slices.SortFunc(best, func(x, y string) int { return cmp.Or(strings.Compare(times[y], times[x]), strings.Compare(x, y)) })
	return best
}
