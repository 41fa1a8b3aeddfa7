package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// byHand changes files on a branch in a work tree, and commits them.
func (r *repo) byHand(branch string, change func(pages *repo)) {
	r.T.Helper()
	pages := repoAt(r.T, filepath.Join(r.T.TempDir(), "pages"))
	r.git("worktree", "add", "-q", pages.Dir, branch)
	change(pages)
	pages.git("add", "-A")
	pages.git("commit", "-q", "-m", "by hand")
	r.git("worktree", "remove", "--force", pages.Dir)
}

// folder makes a folder of a work tree.
func (r *repo) folder(name string) {
	r.T.Helper()
	if err := os.MkdirAll(filepath.Join(r.Dir, name), 0o755); err != nil {
		r.T.Fatal(err)
	}
}

// TestKeptFolder checks that everything below a kept path stays, including executable files and links, even if the new
// site has the same files, and that nothing else stays.
func TestKeptFolder(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	first := tree("assets/site.css", "one", "assets/fonts/a.woff2", "one", "index.html", "one")
	r.publish(r.options(), first)
	r.byHand("gh-pages", func(pages *repo) {
		pages.folder("assets/fonts/sub")
		pages.put("assets/fonts/own.woff2", "own")
		pages.put("assets/fonts/sub/run", "own")
		pages.put("assets/gone.css", "own")
		if err := os.Chmod(filepath.Join(pages.Dir, "assets/fonts/sub/run"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("own.woff2", filepath.Join(pages.Dir, "assets/fonts/link")); err != nil {
			t.Fatal(err)
		}
	})
	opts := r.options()
	opts.Keep = []string{"assets/fonts", "assets/none", "none/x", "index.html/x"}
	result := r.publish(opts, tree("assets/site.css", "two", "assets/fonts/a.woff2", "two", "index.html", "two"))
	if got, want := r.files("gh-pages"), "100644:.pmsite 100644:assets/fonts/a.woff2 120000:assets/fonts/link 100644:assets/fonts/own.woff2 100755:assets/fonts/sub/run 100644:assets/site.css 100644:index.html"; got != want {
		t.Errorf("with assets/fonts kept, there are\n%s, want\n%s", got, want)
	}
	if got := r.git("show", "gh-pages:assets/fonts/a.woff2", "gh-pages:assets/site.css"); got != "onetwo" {
		t.Errorf("the kept and the replaced file contain %q", got)
	}
	if got := changes(result); got != "A[] M[assets/site.css index.html] D[assets/gone.css]" {
		t.Errorf("the changes are %s", got)
	}
	r.checkSound()
}

// TestDomainStays checks that CNAME stays by default, even if the new site has one, and that such a site is refused if
// nothing is to be kept.
func TestDomainStays(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.publish(r.options(), tree("index.html", "one"))
	r.byHand("gh-pages", func(pages *repo) { pages.put("CNAME", "own.example") })
	site := tree("index.html", "two", "CNAME", "new.example")
	opts := r.options()
	opts.Keep = []string{}
	r.wantError(opts, site, `its "CNAME" was not made by pmsite, but the new tree has one, too`)
	if got := r.hintFor(opts, site); got != "remove it from the branch (a preview with pmsite publish --prefix NAME --remove), or rename the one to be published" {
		t.Errorf("the hint is %q", got)
	}
	r.publish(opts, tree("index.html", "two"))
	if got := r.git("show", "gh-pages:CNAME"); got != "own.example" {
		t.Errorf("after a site without CNAME, it is %q", got)
	}
	r.publish(r.options(), site)
	if got := r.git("show", "gh-pages:CNAME"); got != "own.example" {
		t.Errorf("by default, CNAME is %q", got)
	}
}

// TestEditedMarker publishes to a branch whose marker was edited: with other line endings, with comments, and without
// its own name. Names that it lists are replaced, and all others stay.
func TestEditedMarker(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.publish(r.options(), tree("index.html", "one", "old/x", "x", "stays", "x"))
	r.byHand("gh-pages", func(pages *repo) { pages.put(Marker, "# changed by hand\r\n\r\n  index.html \r\nold\r\nnone\r\n") })
	r.publish(r.options(), tree("index.html", "two"))
	if got := r.files("gh-pages"); got != "100644:.pmsite 100644:index.html 100644:stays" {
		t.Errorf("the files are %s, want those that the marker does not list, too", got)
	}
	r.checkSound()
}

// TestNoMarker checks that a branch is refused if its marker is missing, a folder, executable, or not at the top.
func TestNoMarker(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	for what, change := range map[string]func(pages *repo){
		"gone": func(pages *repo) { pages.git("rm", "-q", Marker) },
		"a folder": func(pages *repo) {
			pages.git("rm", "-q", Marker)
			pages.folder(Marker)
			pages.put(Marker+"/x", "index.html\n")
		},
		"executable": func(pages *repo) {
			if err := os.Chmod(filepath.Join(pages.Dir, Marker), 0o755); err != nil {
				t.Fatal(err)
			}
		},
		"elsewhere": func(pages *repo) {
			pages.folder("sub")
			pages.git("mv", Marker, "sub/"+Marker)
		},
	} {
		opts := r.options()
		opts.Branch = strings.ReplaceAll(what, " ", "-")
		r.publish(opts, tree("index.html", "one"))
		r.byHand(opts.Branch, change)
		r.wantError(opts, tree("index.html", "two"), `it was not made by pmsite: it has files, but no ".pmsite"`)
		if got, want := r.hintFor(opts, tree("index.html", "two")), "choose another one with --branch or, if nothing on it is needed, start over: git branch -D "+opts.Branch; got != want {
			t.Errorf("marker %s: the hint is %q, want %q", what, got, want)
		}
	}
}

// TestFileBecomesFolder replaces a file by a folder of the same name, and the other way round.
func TestFileBecomesFolder(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	file, folder := tree("a", "x", "a-b", "x", "a.b", "x", "a0", "x"), tree("a/x", "x", "a/y/z", "x", "a-b", "x", "a.b", "x", "a0", "x")
	r.publish(r.options(), file)
	for _, tc := range []struct {
		site fstest.MapFS
		want string
	}{{folder, "A[a/x a/y/z] M[] D[a]"}, {file, "A[a] M[] D[a/x a/y/z]"}} {
		if got := changes(r.publish(r.options(), tc.site)); got != tc.want {
			t.Errorf("the changes are %s, want %s", got, tc.want)
		}
		sameFiles(t, r.site("gh-pages"), tc.site)
		r.checkSound()
	}
}

// objects returns the number of objects in the repository's own packs.
func (r *repo) objects() (packed int) {
	r.T.Helper()
	for line := range strings.Lines(r.git("count-objects", "-v")) {
		_, _ = fmt.Sscanf(line, "in-pack: %d", &packed)
	}
	return packed
}

// TestWritesOnlyNewObjects checks that objects which a repository has or borrows, in any form, are not written again.
// An additional file is four objects, and equal files are one.
func TestWritesOnlyNewObjects(t *testing.T) {
	t.Parallel()
	files := []string{"index.html", "x", "sub/a", "same", "sub/b", "same", "sub/c", "other"}
	for what, prepare := range map[string]func(r *repo) *repo{
		"in a pack of ours":  func(r *repo) *repo { return r },
		"in a pack of git's": func(r *repo) *repo { r.git("repack", "-adq"); return r },
		"borrowed": func(r *repo) *repo {
			clone := repoAt(r.T, filepath.Join(r.T.TempDir(), "clone"))
			r.git("clone", "-q", "--shared", ".", clone.Dir)
			return clone
		},
		"borrowed from one that borrows, with comments": func(r *repo) *repo {
			one, two := repoAt(r.T, filepath.Join(r.T.TempDir(), "one")), repoAt(r.T, filepath.Join(r.T.TempDir(), "two"))
			r.git("clone", "-q", "--shared", ".", one.Dir)
			one.git("clone", "-q", "--shared", ".", two.Dir)
			two.git("fetch", "-q", r.Dir, "gh-pages:gh-pages")
			two.put(".git/objects/info/alternates", "# by hand\n\n"+filepath.Join(one.Dir, ".git/objects")+"\n")
			return two
		},
		"loose": func(r *repo) *repo {
			dir := filepath.Join(r.T.TempDir(), "packs")
			if err := os.Rename(filepath.Join(r.Dir, ".git/objects/pack"), dir); err != nil {
				r.T.Fatal(err)
			}
			packs, err := filepath.Glob(filepath.Join(dir, "*.pack"))
			if err != nil || len(packs) != 1 {
				r.T.Fatal(packs, err)
			}
			if err := os.Mkdir(filepath.Join(r.Dir, ".git/objects/pack"), 0o755); err != nil {
				r.T.Fatal(err)
			}
			r.feed(packs[0], "unpack-objects", "-q")
			return r
		},
	} {
		for _, format := range []string{"sha1", "sha256"} {
			if format == "sha256" && strings.HasPrefix(what, "borrowed") {
				continue // the same code as for SHA-1
			}
			r := newRepo(t, "--object-format="+format)
			r.publish(r.options(), tree(files...))
			if packed := r.objects(); packed != 7 { // index.html, same, other, the marker, two trees, a commit
				t.Errorf("%s: a first site of five files is %d objects, want 7", format, packed)
			}
			r = prepare(r)
			before := r.objects()
			r.publish(r.options(), tree(append(files, "sub/d", "new")...))
			if after := r.objects(); after-before != 4 { // a file, two trees, a commit
				t.Errorf("%s: with existing objects %s, an additional file is %d objects, want 4", format, what, after-before)
			}
			r.checkSound()
		}
	}
}

// feed runs git with a file as its standard input.
func (r *repo) feed(file string, args ...string) {
	r.T.Helper()
	in, err := os.Open(file)
	if err != nil {
		r.T.Fatal(err)
	}
	defer in.Close()
	cmd := r.Command(args...)
	cmd.Stdin = in
	if out, err := cmd.CombinedOutput(); err != nil {
		r.T.Fatalf("git %v: %v %s", args, err, out)
	}
}

// TestSizes publishes files whose lengths have encodings of different sizes in a pack.
func TestSizes(t *testing.T) {
	t.Parallel()
	var files []string
	for _, size := range []int{0, 1, 15, 16, 17, 2047, 2048, 2049, 1<<18 - 1, 1 << 18, 3 << 18} {
		files = append(files, fmt.Sprint(size), strings.Repeat("x", size))
	}
	r, site := newRepo(t), tree(files...)
	r.publish(r.options(), site)
	sameFiles(t, r.site("gh-pages"), site)
	r.checkSound()
	written, err := filepath.Glob(filepath.Join(filepath.Dir(r.Dir), "*", ".git", "objects", "pack", "*"))
	if err != nil || len(written) != 2 {
		t.Fatalf("the written files are %q (%v), want a pack and its index", written, err)
	}
	for _, name := range written {
		if info, err := os.Stat(name); err != nil || info.Mode() != 0o444 {
			t.Errorf("%s has the mode %v, %v; want read-only", filepath.Base(name), info.Mode(), err)
		}
	}
}

// TestForeignPacks publishes to repositories with packs whose index has version 1 or does not exist yet, and checks
// that the error for a damaged index names it.
func TestForeignPacks(t *testing.T) {
	t.Parallel()
	old := newRepo(t)
	old.git("-c", "pack.indexVersion=1", "repack", "-adq")
	old.publish(old.options(), tree("source.md", "source\n"))
	sameFiles(t, old.site("gh-pages"), tree("source.md", "source\n"))
	old.checkSound()
	r := newRepo(t)
	r.publish(r.options(), tree("index.html", "one"))
	r.put(".git/objects/pack/pack-00.pack", "unfinished")
	r.put(".git/objects/pack/tmp_pack_00.pack", "another's")
	r.put(".git/objects/pack/tmp_pack_00.idx", "\xfftOc\x00\x00\x00\x02"+"another's")
	site := tree("index.html", "two")
	if got := changes(r.publish(r.options(), site)); got != "A[] M[index.html] D[]" {
		t.Errorf("the changes are %s", got)
	}
	sameFiles(t, r.site("gh-pages"), site)
	r.put(".git/objects/pack/pack-00.idx", "\xfftOc\x00\x00\x00\x02"+"short")
	r.wantError(r.options(), tree("index.html", "three"), `objects/pack/pack-00.idx": damaged pack index`)
}
