package source

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"
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
	r := newRepo(t)
	one := r.commit("one", "a.md", "a")
	r.git("checkout", "-q", "-b", "topic")
	r.commit("topic one", "b.md", "b")
	r.git("checkout", "-q", "main")
	two := r.commit("two", "a.md", "aa")
	r.git("branch", "behind")
	r.commit("three", "a.md", "aaa")
	r.git("checkout", "-q", "--orphan", "island")
	r.commit("island")
	s := mustTree(t, r.dir)
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

// TestMergeBaseShallow looks for an ancestor that a clone does not hold.
func TestMergeBaseShallow(t *testing.T) {
	r := newRepo(t)
	r.commit("one", "a.md", "a")
	r.git("checkout", "-q", "-b", "topic")
	r.commit("topic", "b.md", "b")
	r.git("checkout", "-q", "main")
	r.commit("two", "a.md", "aa")
	r.git("clone", "-q", "--depth=1", "--no-single-branch", "file://"+r.dir, "clone")
	s := mustTree(t, filepath.Join(r.dir, "clone"))
	_, err := s.MergeBase(context.Background(), "main", "origin/topic")
	if err == nil || !strings.Contains(hintOf(err), "fetch-depth: 0") {
		t.Errorf("%v, hint %q", err, hintOf(err))
	}
	for _, s := range []*Source{s, byProgram(t, s)} {
		for _, ref := range []string{"HEAD~1", "v1"} {
			_, err := s.At(ref)
			if _, other := s.MergeBase(context.Background(), "HEAD", ref); err == nil || !strings.Contains(hintOf(err), "fetch-depth: 0") || hintOf(other) != hintOf(err) {
				t.Errorf("%s: %v, hint %q; %v", ref, err, hintOf(err), other)
			}
		}
	}
}

// TestMergeBaseAsGit compares with the git program on histories of random shape, with clocks that go wrong.
func TestMergeBaseAsGit(t *testing.T) {
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a test wants the same each time
		r := newRepo(t)
		tree := strings.TrimSpace(r.git("write-tree"))
		var commits []string
		for i := range 40 {
			args := []string{"commit-tree", tree, "-m", fmt.Sprint(i)}
			for range min(i, 1+random.IntN(2)) {
				args = append(args, "-p", commits[max(0, i-1-random.IntN(6))])
			}
			r.time = start.Add(time.Duration(i*60+random.IntN(200)) * time.Minute)
			commits = append(commits, strings.TrimSpace(r.git(args...)))
		}
		r.git("update-ref", "refs/heads/main", commits[39])
		s := mustTree(t, r.dir)
		for range 60 {
			a, b := commits[random.IntN(40)], commits[random.IntN(40)]
			all := r.git("merge-base", "--all", a, b)
			if got := mergeBase(t, s, a, b); !strings.Contains(all, got) {
				t.Errorf("seed %d, %s and %s: %s, git says\n%s", seed, a, b, got, all)
			}
		}
	}
}
