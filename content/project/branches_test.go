package project_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/content/review"
)

// inReview returns the branches in review, one per line: the name, the documents with what
// happened to them, and the number of findings.
func inReview(t *testing.T, p *project.Project) string {
	t.Helper()
	branches, err := p.Branches(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, b := range branches {
		line := b.Name
		for _, d := range b.Documents {
			line += " " + describe(d)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func describe(d review.Proposal) string {
	switch {
	case d.New:
		return fmt.Sprintf("+%s(%d)", d.Path, d.Findings)
	case d.Removed:
		return "-" + d.Path
	}
	return fmt.Sprintf("~%s(%d)", d.Path, d.Findings)
}

// TestBranches checks which branches are in review, newest first: those that add, change or
// remove post mortems relative to the default branch. Each post mortem lacks four sections;
// a committer's name is a fifth finding.
func TestBranches(t *testing.T) {
	t.Parallel()
	site := commit("gh-pages", 9, files("content/site.md", text("Site")))
	removed := commit("removes", 4, nil)
	removed.Delete = []string{"content/a.md"}
	dir := repository(
		t, commit("", 0, files("content/a.md", text("A"), "pmsite.yaml", "title: T\n")), commit("", 1, files("content/b.md", text("B"))),
		commit("adds", 2, files("content/new.md", text("New"))), commit("changes", 3, files("content/a.md", append(text("A"), "\nAda Lovelace did.\n"...))),
		removed, commit("other", 5, files("README.md", "Read me")), commit("fix-ada-lovelace", 6, files("content/new.md", text("New"))), site,
		commit("old-site", 7, files(".pmsite", "index.html\n", "content/x.md", text("X"))),
	)
	o, heard := opener(dir, nil)
	p := open(t, o, "")
	if got := inReview(t, p); got != "" {
		t.Errorf("without patterns, in review are\n%s", got)
	}
	p.Config.Review.Branches = []string{"**"}
	want := "old-site +content/x.md(1)\nfix-a… +content/new.md(1)\nremoves -content/a.md\nchanges ~content/a.md(2)\nadds +content/new.md(1)"
	if got := inReview(t, p); got != want {
		t.Errorf("in review are\n%s\nwant\n%s", got, want)
	}
	p.Config.Review.Branches = []string{"a*", "r?moves"}
	if got, want := inReview(t, p), "removes -content/a.md\nadds +content/new.md(1)"; got != want {
		t.Errorf("of the branches that the config names, in review are\n%s\nwant\n%s", got, want)
	}
	p.Config.Review.Branches = []string{"**"}
	p.Config.Repository.Branch = "adds"
	if got := inReview(t, p); strings.Contains(got, "adds ") {
		t.Errorf("the default branch is in review:\n%s", got)
	}
	if len(heard.warnings) > 0 {
		t.Errorf("warnings %q", heard.warnings)
	}
}

// TestBranchesOfRemovals checks that a branch which leaves a tombstone removes the post mortem, and one that only gives
// another reason does nothing.
func TestBranchesOfRemovals(t *testing.T) {
	t.Parallel()
	tombstone := func(reason string) string { return "---\nremoved: 2026-05-12\nreason: " + reason + "\n---\n" }
	dir := repository(
		t, commit("", 0, files("content/a.md", text("A"), "content/gone.md", tombstone("It was one."))), commit("removes", 1, files("content/a.md", tombstone("It was one, too."))),
		commit("restores", 2, files("content/gone.md", text("Gone"))), commit("explains", 3, files("content/gone.md", tombstone("It was another."))),
	)
	o, _ := opener(dir, nil)
	p := open(t, o, "")
	p.Config.Review.Branches = []string{"*"}
	if got, want := inReview(t, p), "restores +content/gone.md(1)\nremoves -content/a.md"; got != want {
		t.Errorf("in review are\n%s\nwant\n%s", got, want)
	}
}

// TestUnrelatedBranch checks that a branch without a common ancestor is left out with a
// warning, unless it is a published site.
func TestUnrelatedBranch(t *testing.T) {
	t.Parallel()
	dir := repository(t, commit("", 0, files("content/a.md", text("A"))))
	for branch, name := range map[string]string{"alien": "content/x.md", "pages": ".pmsite"} {
		script := "git checkout -q --orphan " + branch + " && git rm -rqf . && mkdir -p content && echo x >" + name + " && git add . && git -c user.name=a -c user.email=a@example.org commit -qm x && git checkout -q main"
		cmd := exec.Command("sh", "-c", script)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
	}
	o, heard := opener(dir, nil)
	p := open(t, o, "")
	p.Config.Review.Branches = []string{"*"}
	if got := inReview(t, p); got != "" {
		t.Errorf("in review are\n%s", got)
	}
	if len(heard.warnings) != 1 || !strings.HasPrefix(heard.warnings[0], "the branch alien is not shown: ") {
		t.Errorf("warnings %q", heard.warnings)
	}
}
