package publish

import (
	"context"
	"strings"
	"testing"
)

// below returns options for a preview.
func (r *repo) below(prefix string) Options {
	opts := r.options()
	opts.Prefix = prefix
	return opts
}

func (r *repo) remove(prefix string) Result {
	r.T.Helper()
	result, err := Remove(context.Background(), r.below(prefix))
	if err != nil {
		r.T.Fatal(err)
	}
	return result
}

// TestPrefix publishes previews beside a site, updates both, and removes the previews. Each leaves the rest as it is.
func TestPrefix(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.publish(r.options(), tree("index.html", "one", "tags/index.html", "one"))
	r.byHand("gh-pages", func(pages *repo) { pages.put("CNAME", "own.example") })
	first := r.publish(r.below("pr/12"), tree("index.html", "twelve", "tags/index.html", "twelve", "CNAME", "other.example"))
	if got := changes(first); got != "A[pr/12/.pmsite pr/12/CNAME pr/12/index.html pr/12/tags/index.html] M[] D[]" {
		t.Errorf("the first preview's changes are %s", got)
	}
	if first.Files != 4 {
		t.Errorf("the preview has %d files, want 4", first.Files)
	}
	r.publish(r.below("pr/3"), tree("index.html", "three"))
	if got := changes(r.publish(r.below("pr/12"), tree("index.html", "new", "CNAME", "other.example"))); got != "A[] M[pr/12/.pmsite pr/12/index.html] D[pr/12/tags/index.html]" {
		t.Errorf("the second preview's changes are %s", got)
	}
	if again := r.publish(r.below("pr/12"), tree("index.html", "new", "CNAME", "other.example")); !again.Unchanged {
		t.Error("a preview without changes is a commit")
	}
	if got := changes(r.publish(r.options(), tree("index.html", "two"))); got != "A[] M[.pmsite index.html] D[tags/index.html]" {
		t.Errorf("the site's changes are %s", got)
	}
	if got, want := r.files("gh-pages"), "100644:.pmsite 100644:CNAME 100644:index.html 100644:pr/12/.pmsite 100644:pr/12/CNAME 100644:pr/12/index.html 100644:pr/3/.pmsite 100644:pr/3/index.html"; got != want {
		t.Errorf("the files are\n%s, want\n%s", got, want)
	}
	if got := r.git("show", "gh-pages:CNAME"); got != "own.example" {
		t.Errorf("CNAME is %q", got)
	}
	if got := changes(r.remove("pr/12")); got != "A[] M[] D[pr/12/.pmsite pr/12/CNAME pr/12/index.html]" {
		t.Errorf("the removal's changes are %s", got)
	}
	if !r.remove("pr/12").Unchanged || !r.remove("other/x").Unchanged {
		t.Error("a preview that does not exist is removed")
	}
	r.remove("pr/3")
	if got, want := r.files("gh-pages"), "100644:.pmsite 100644:CNAME 100644:index.html"; got != want {
		t.Errorf("without previews, the files are\n%s, want\n%s", got, want)
	}
	r.checkSound()
}

// TestPrefixPushed publishes and removes previews from two clones, one of which has not seen the other's.
func TestPrefixPushed(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	remote := r.newRemote()
	other := remote.clone()
	pushed := func(r *repo, prefix string) Options {
		opts := r.below(prefix)
		opts.Push = true
		return opts
	}
	r.publish(pushed(r, ""), tree("index.html", "one"))
	other.publish(pushed(other, "pr/1"), tree("index.html", "pr1"))
	r.publish(pushed(r, "pr/2"), tree("index.html", "pr2"))
	if _, err := Remove(context.Background(), pushed(r, "pr/1")); err != nil {
		t.Fatal(err)
	}
	other.publish(pushed(other, ""), tree("index.html", "two"))
	if got, want := remote.files("gh-pages"), "100644:.pmsite 100644:index.html 100644:pr/2/.pmsite 100644:pr/2/index.html"; got != want {
		t.Errorf("the remote's files are\n%s, want\n%s", got, want)
	}
	if result, err := Remove(context.Background(), func() Options { o := pushed(r, "pr/2"); o.Branch = "none"; return o }()); err != nil || !result.Unchanged {
		t.Errorf("on a branch that does not exist: %v %v", result, err)
	}
	remote.checkSound()
}

// TestPrefixRefused checks where no preview can be published.
func TestPrefixRefused(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	preview := tree("index.html", "preview")
	r.wantError(r.below("pr/12"), preview, "it has no site beside which a preview can be published")
	if got := r.hintFor(r.below("pr/12"), preview); got != "publish the site first: pmsite publish" {
		t.Errorf("the hint is %q", got)
	}
	r.publish(r.options(), tree("index.html", "one", "tags/index.html", "one"))
	r.publish(r.below("pr/12"), preview)
	r.byHand("gh-pages", func(pages *repo) {
		pages.folder("own/a")
		pages.put("own/a/x", "own")
		pages.put("file", "own")
	})
	before := r.git("rev-parse", "gh-pages")
	for prefix, want := range map[string]string{
		"tags/x": `its "tags" is a part of the site`, "tags": `its "tags" is a part of the site`, "index.html": `its "index.html" is a part of the site`,
		"pr/12/a": `its "pr/12" is a preview, in which there can be no other`, "pr": `its "pr" was not made by pmsite`, "own": `its "own" was not made by pmsite`,
		"own/a": `its "own/a" was not made by pmsite`, "file/x": `its "file" is a file`,
		"..": "is not a folder for a preview", "/pr": "is not a folder for a preview", "pr/": "is not a folder for a preview", "pr//1": "is not a folder for a preview",
		"pr/.git": "is not a folder for a preview", "pr/../tags": "is not a folder for a preview", ".pmsite": "is not a folder for a preview", "pr 1": "is not a folder for a preview", "pr\n1": "is not a folder for a preview",
		"PR/1": "is not a folder for a preview", "pr/con": "is not a folder for a preview", "con.x/1": "is not a folder for a preview", "pr.": "is not a folder for a preview", strings.Repeat("x", 300): "is not a folder for a preview",
	} {
		if _, err := Branch(context.Background(), r.below(prefix), preview); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("below %q: %v, want %s", prefix, err, want)
		}
		if _, err := Remove(context.Background(), r.below(prefix)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("remove %q: %v, want %s", prefix, err, want)
		}
	}
	if _, err := Remove(context.Background(), r.options()); err == nil {
		t.Error("the whole site is removed")
	}
	r.wantError(r.options(), tree("index.html", "two", "pr/index.html", "x"), `its "pr" was not made by pmsite, but the new tree has one, too`)
	if after := r.git("rev-parse", "gh-pages"); after != before {
		t.Errorf("the branch has moved from %s to %s", before, after)
	}
}
