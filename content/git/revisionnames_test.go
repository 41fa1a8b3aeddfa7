package git

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestResolveAgreesWithGit compares both stores with git rev-parse.
func TestResolveAgreesWithGit(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	r.Commit("two", "a.md", "b")
	r.Git("checkout", "-q", "-b", "side", "HEAD~")
	r.Commit("aside", "b.md", "b")
	r.Git("checkout", "-q", "main")
	r.Git("merge", "-q", "--no-ff", "-m", "merge", "side")
	r.Tick()
	r.Git("tag", "-a", "-m", "t", "v1", "main~1")
	r.Git("update-ref", "refs/odd", "main~1")
	r.Git("update-ref", "refs/tags/both", "main~1")
	r.Git("update-ref", "refs/heads/both", "main^2")
	r.Git("update-ref", "refs/heads/shared", "main~1")
	r.Git("update-ref", "refs/remotes/shared", "main^2")
	r.Git("update-ref", "refs/remotes/up/HEAD", "main~2")
	r.Git("update-ref", "refs/heads/odd", "main^2") // refs/odd takes precedence
	r.Git("update-ref", "ORIG_HEAD", "main~2")
	r.Write(".git/config", strings.TrimSpace(r.Git("rev-parse", "main"))+"\n") // not a ref, though it looks like one
	r.Write(".git/config", "[core]\n\trepositoryFormatVersion = 0\n")
	head := strings.TrimSpace(r.Git("rev-parse", "HEAD"))
	s := opened(t, r.Dir)
	stores := map[string]*Repository{"go-git": s, "git": openedBy(t, r.Dir, OpenProgram)}
	for _, name := range []string{
		"main", "HEAD", "@", "HEAD~", "HEAD~1", "HEAD~0", "HEAD^0", "HEAD^", "HEAD^1", "HEAD^2", "HEAD^^", "HEAD~~", "HEAD^2~1", "HEAD~1^", "HEAD^2^",
		"@~1", "@^2", "main~2", "v1", "v1^{}", "v1^{commit}", "v1^{}~1", "v1~1", "v1^0", "odd", "both", "shared", "up", "refs/odd", "refs/remotes/up/HEAD", "tags/v1",
		"ORIG_HEAD", head[:4], head[:5], head[:39], head[:7] + "~1", strings.ToUpper(head[:8]), strings.ToUpper(head),
	} {
		want := strings.TrimSpace(r.Git("rev-parse", "--verify", "-q", name+"^{commit}"))
		for who, st := range stores {
			id, _, err := st.Resolve(name)
			if err != nil || id.String() != want {
				t.Errorf("%s: %q names %s, %v; git says %s", who, name, id, err, want)
			}
		}
	}
	unknown := "no branch, tag or commit has this name"
	for name, want := range map[string]string{
		"none": unknown, head[:3]: unknown, "orig_head": unknown, "config": unknown, "HEAD ": unknown, "~1": unknown, "^main": unknown, "-1": unknown, "ma in": unknown,
		"main\n": unknown, "main\t": unknown, "0000000": unknown, "beef": unknown,
		"main@{1}": `"@{" is not supported in the name of a commit`, "main:a.md": `":" is not supported in the name of a commit`,
		"main..side": `".." is not supported in the name of a commit`, "main^@": `"^@" is not supported in the name of a commit`,
		"main^!": `"^!" is not supported in the name of a commit`, "main^-": `"^-" is not supported in the name of a commit`,
		"main^{/one}": `"^{/" is not supported in the name of a commit`,
	} {
		for who, st := range stores {
			if _, _, err := st.Resolve(name); err == nil || err.Error() != want {
				t.Errorf("%s: resolve %q: %v, want %s", who, name, err, want)
			} else if hint := gittest.Hint(err); (want == unknown) != (hint == "list them: git branch -a; git tag") {
				t.Errorf("%s: resolve %q: the hint is %q", who, name, hint)
			}
		}
	}
	for name, want := range map[string]string{
		"main~9": "has 0 parents", "main^3": "has 2 parents", "main~1^2": "has 1 parents", "main^{tree}": `"^{tree}" is not a valid suffix`, "main^{": `"^{" is not a valid suffix`,
		"main~x": `"x" is not a valid suffix`, "main~99999999999999999999": "value out of range", "main^{}x": `"x" is not a valid suffix`,
	} {
		if _, _, err := s.Resolve(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("resolve %q: %v, want %s", name, err, want)
		}
	}
}

// TestAbbreviatedHashes resolves abbreviated hashes of commits, including packed ones and those in alternates. An
// ambiguous hash is an error, but objects that are not commits do not make it ambiguous.
func TestAbbreviatedHashes(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	tree := strings.TrimSpace(r.Git("write-tree"))
	var in strings.Builder
	const n = 1200 // enough for two with the same first four digits
	for i := range n {
		fmt.Fprintf(&in, "commit refs/heads/main\ncommitter C <c@example.org> %d +0000\ndata 0\n\n", 1700000000+i)
	}
	if out, err := r.Try(in.String(), "fast-import", "--quiet"); err != nil {
		t.Fatal(err, out)
	}
	by := map[string][]string{}
	for id := range strings.FieldsSeq(r.Git("rev-list", "main")) {
		by[id[:4]] = append(by[id[:4]], id)
	}
	r.Git("clone", "-q", "--shared", r.Dir, "clone")
	s := opened(t, r.Dir)
	clone := opened(t, r.Dir+"/clone")
	several, one := 0, 0
	for short, ids := range by {
		if len(ids) > 1 && several < 3 {
			several++
			if _, _, err := s.Resolve(short); err == nil || !strings.HasSuffix(err.Error(), fmt.Sprintf("%d commits begin with this hash", len(ids))) {
				t.Errorf("%s, which %d commits begin with: %v", short, len(ids), err)
			}
			if _, _, err := s.Resolve(ids[0][:39]); err != nil {
				t.Errorf("all but one digit of the hash: %v", err)
			}
		}
		if len(ids) == 1 && one < 10 {
			one++
			for _, src := range []*Repository{s, clone} {
				for _, name := range []string{short, ids[0][:5], strings.ToUpper(short)} {
					if id, branch, err := src.Resolve(name); err != nil || id.String() != ids[0] || branch != "" {
						t.Errorf("%s is %s on the branch %q, %v; want %s", name, id, branch, err, ids[0])
					}
				}
			}
		}
	}
	if several == 0 || one < 10 {
		t.Errorf("only %d ambiguous and %d unique abbreviations", several, one)
	}
	if _, _, err := s.Resolve(tree[:10]); err == nil || !strings.Contains(err.Error(), "no branch, tag or commit has this name") {
		t.Errorf("an abbreviated hash of a tree: %v", err)
	}
}

// TestDescribedNames resolves what git describe says, in repositories whose objects are stored in different ways.
func TestDescribedNames(t *testing.T) {
	t.Parallel()
	for how, store := range map[string]func(r *gittest.Repo){
		"loose":     func(*gittest.Repo) {},
		"packed":    func(r *gittest.Repo) { r.Git("repack", "-q", "-a", "-d") },
		"version 1": func(r *gittest.Repo) { r.Git("-c", "pack.indexVersion=1", "repack", "-q", "-a", "-d") },
	} {
		r := gittest.New(t)
		r.Commit("one", "a.md", "a")
		r.Git("tag", "-a", "-m", "annotated", "v1.0")
		r.Git("tag", "rc-gate")
		two := r.Commit("two", "a.md", "b")
		r.Git("update-ref", "refs/tags/odd-1-g"+two[:7], "HEAD~") // a ref comes before what it looks like
		store(r)
		tree := strings.TrimSpace(r.Git("rev-parse", "HEAD^{tree}"))
		for who, st := range map[string]*Repository{"go-git": opened(t, r.Dir), "git": openedBy(t, r.Dir, OpenProgram)} {
			for _, name := range []string{
				strings.TrimSpace(r.Git("describe")), strings.TrimSpace(r.Git("describe", "--tags", "--long")), strings.TrimSpace(r.Git("describe", "--all")),
				"v1.0-1-g" + two[:4], "v1.0-1-g" + two, "anything-g" + strings.ToUpper(two[:9]), "v1.0-1-g" + two[:7] + "~1", "odd-1-g" + two[:7], "rc-gate",
			} {
				want := strings.TrimSpace(r.Git("rev-parse", "--verify", "-q", name+"^{commit}"))
				if id, _, err := st.Resolve(name); err != nil || id.String() != want {
					t.Errorf("%s, %s: %q is %s, %v; want %s", how, who, name, id, err, want)
				}
			}
			for _, name := range []string{"v1.0-1-g" + two[:3], "v1.0-1-g" + two[:7] + "-dirty", "v1.0-1-gzzzz", "v1.0-1-g" + tree[:7], "-g" + two[:7], "v1.0-1-g"} {
				if id, _, err := st.Resolve(name); err == nil {
					t.Errorf("%s, %s: %q is %s", how, who, name, id)
				}
			}
		}
	}
}
