package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestPlaces checks that a folder's repository is found as git finds it, and the errors if there is none.
func TestPlaces(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	site := tree("index.html", "x")
	dir := func(parts ...string) string {
		name := filepath.Join(append([]string{t.TempDir()}, parts...)...)
		if err := os.MkdirAll(name, 0o755); err != nil {
			t.Fatal(err)
		}
		return name
	}
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// A file .git names the repository, by an absolute path or one relative to the file.
	for i, text := range []string{"gitdir: " + filepath.Join(r.Dir, ".git"), "gitdir: " + filepath.Join(r.Dir, ".git") + "\r\n", "gitdir: repo/.git\n"} {
		at := dir()
		write(filepath.Join(at, ".git"), text)
		if err := os.Symlink(r.Dir, filepath.Join(at, "repo")); err != nil {
			t.Fatal(err)
		}
		opts := r.options()
		opts.Dir, opts.Branch = at, "pages"+string(rune('0'+i))
		r.publish(opts, site)
		if r.tip(opts.Branch) == "" {
			t.Errorf("%q does not lead to the repository", text)
		}
	}

	inside := r.options()
	inside.Dir, inside.Branch = filepath.Join(r.Dir, ".git"), "inside"
	r.publish(inside, site)
	if r.tip("inside") == "" {
		t.Error("the folder .git itself is not taken for the repository")
	}

	for want, prepare := range map[string]func(at string, opts *Options){
		"is not in a git repository":        func(string, *Options) {},
		`it does not begin with "gitdir: "`: func(at string, _ *Options) { write(filepath.Join(at, ".git"), "elsewhere\n") },
		`/none": not a git repository`:      func(at string, _ *Options) { write(filepath.Join(at, ".git"), "gitdir: none\n") },
	} {
		at := dir()
		opts := r.options()
		opts.Dir = at
		prepare(at, &opts)
		if _, err := Branch(t.Context(), opts, site); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q", err, want)
		}
	}

	// Folders that have only some parts of a repository are ignored.
	half := repoAt(t, filepath.Join(r.Dir, "half"))
	for _, name := range []string{".git", "bare/objects", "bare/refs", "files", "norefs/objects", "noobjects/refs"} {
		half.folder(name)
	}
	half.put(".git/HEAD", "ref: refs/heads/main\n")
	for i, name := range []string{"", "bare", "files", "norefs", "noobjects"} {
		if name == "files" {
			for _, file := range []string{"HEAD", "objects", "refs"} {
				half.put("files/"+file, "")
			}
		}
		if strings.HasPrefix(name, "no") {
			half.put(name+"/HEAD", "ref: refs/heads/main\n")
		}
		opts := r.options()
		opts.Dir, opts.Branch = filepath.Join(half.Dir, name), "half"+string(rune('0'+i))
		r.publish(opts, site)
		if r.tip(opts.Branch) == "" {
			t.Errorf("%s is taken for a repository", opts.Dir)
		}
	}
}

// TestCheckedOut checks that a branch is refused if any work tree has it checked out, and that the error names the work
// tree. A bare repository has no work tree.
func TestCheckedOut(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"sha1", "sha256"} {
		r := newRepo(t, "--object-format="+format)
		site := tree("index.html", "x")
		linked := filepath.Join(t.TempDir(), "linked")
		r.git("worktree", "add", "-q", "-b", "side", linked)
		for _, from := range []string{r.Dir, linked, filepath.Join(r.Dir, ".git")} {
			for branch, at := range map[string]string{"main": r.Dir, "side": linked} {
				opts := r.options()
				opts.Dir, opts.Branch = from, branch
				r.wantError(opts, site, `it is checked out in "`+at+`"`)
				if got, want := r.hintFor(opts, site), "switch to another branch there, or publish to another one with --branch"; got != want {
					t.Errorf("the hint is %q, want %q", got, want)
				}
			}
		}
		r.git("symbolic-ref", "HEAD", "refs/heads/gh-pages")
		r.wantError(r.options(), site, `it is checked out in "`+r.Dir+`"`)
		r.git("symbolic-ref", "HEAD", "refs/heads/main")
		bare := r.newRemote()
		bare.git("worktree", "prune")
		bare.git("symbolic-ref", "HEAD", "refs/heads/gh-pages")
		bare.publish(bare.options(), site)
		if bare.tip("gh-pages") == "" {
			t.Errorf("%s: the branch of HEAD in a bare repository is not published", format)
		}
	}
}

// TestForeignEnvironment checks that variables which point git at another repository are ignored.
func TestForeignEnvironment(t *testing.T) {
	t.Parallel()
	r := newRepo(t, "--object-format=sha256")
	remote := r.newRemote()
	elsewhere := t.TempDir()
	opts := r.options()
	opts.Push = true
	opts.Env = append(opts.Env, "GIT_DIR="+elsewhere, "GIT_OBJECT_DIRECTORY="+elsewhere, "GIT_NAMESPACE=x", "GIT_COMMITTER_NAME=other")
	result := r.publish(opts, tree("index.html", "x"))
	if remote.tip("refs/heads/gh-pages") != result.Commit || r.tip("refs/heads/gh-pages") != result.Commit {
		t.Errorf("published elsewhere: %+v", result)
	}
	if got := r.git("reflog", "--format=%gn", "gh-pages"); got != "pmsite" {
		t.Errorf("the reflog names %q, want the author", got)
	}
}

// TestExtensions checks that, without a git program, harmless extensions of the format are accepted in any spelling,
// and that those which change what is written are refused.
func TestExtensions(t *testing.T) {
	t.Parallel()
	for extension, want := range map[string]string{
		"noop": "", "noop-v1": "", "worktreeConfig": "", "preciousObjects": "", "relativeWorktrees": "", "objectFormat=SHA1": "", "refStorage=Files": "", "partialClone=origin": "",
		"objectFormat=sha256": "its object format is sha256, which go-git cannot read; with git: no git program was found",
		"refStorage=reftable": "its ref storage is reftable, which go-git cannot read; with git: no git program was found",
		"compatObjectFormat":  `it uses the extension "compatObjectFormat", which go-git does not support; with git: no git program was found`,
	} {
		r := newRepo(t)
		name, value, found := strings.Cut(extension, "=")
		if !found {
			value = "true"
		}
		config, err := os.ReadFile(filepath.Join(r.Dir, ".git/config"))
		if err != nil {
			t.Fatal(err)
		}
		r.put(".git/config", string(config)+"[extensions]\n\t"+name+" = "+value+"\n")
		opts := r.options()
		opts.Git = ""
		_, err = Branch(t.Context(), opts, tree("index.html", "x"))
		if got := ""; err != nil {
			got = strings.TrimPrefix(err.Error(), fmt.Sprintf("publish to branch \"gh-pages\": open %q: ", filepath.Join(r.Dir, ".git")))
			if got != want {
				t.Errorf("extension %s: %s, want %q", extension, got, want)
			}
			if hint := gittest.Hint(err); hint != "pmsite build writes the site to a folder, which you can commit by other means" {
				t.Errorf("extension %s: the hint is %q", extension, hint)
			}
		} else if want != "" {
			t.Errorf("extension %s is accepted, want %s", extension, want)
		}
		r.put(".git/config", string(config))
		if published := r.tip("gh-pages") != ""; published != (want == "") {
			t.Errorf("extension %s: published is %v", extension, published)
		}
	}
}

// TestNoRemote checks that the error for a missing remote names it, with and without git.
func TestNoRemote(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, r *repo, git string) {
		opts := r.options()
		opts.Push, opts.Git, opts.Remote = true, git, "upstream"
		r.newRemote()
		site := tree("index.html", "x")
		r.wantError(opts, site, `there is no remote "upstream"`)
		if got, want := r.hintFor(opts, site), "git remote add upstream URL, or name another one with --remote"; got != want {
			t.Errorf("the hint is %q, want %q", got, want)
		}
		opts.Branch, opts.Remote = "pages", "origin"
		r.publish(opts, site)
		r.git("remote", "rename", "origin", "upstream")
		opts.Branch, opts.Remote = "other", "upstream"
		if result := r.publish(opts, site); !result.Pushed {
			t.Errorf("to another remote: %+v", result)
		}
	})
}

// TestBrokenGit checks the errors if git cannot be run, or fails without a message.
func TestBrokenGit(t *testing.T) {
	t.Parallel()
	r := newRepo(t, "--object-format=sha256")
	opts := r.options()
	opts.Git = filepath.Join(r.Dir, "no-git")
	r.wantError(opts, tree("index.html", "x"), "no-git: no such file or directory")
	mute := filepath.Join(t.TempDir(), "git")
	if err := os.WriteFile(mute, []byte("#!/bin/sh\nexit 3\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	opts.Git = mute
	r.wantError(opts, tree("index.html", "x"), "git rev-parse: exit status 3")
}
