package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestQuestionsInReadme checks that the README has the questions and answers as the help has them.
func TestQuestionsInReadme(t *testing.T) {
	if !strings.Contains(readme(t), "\n## Questions of the first week\n") || !strings.Contains(readme(t), "\n"+questionsText+"\n## ") {
		t.Error("the README does not have the text of cmd/pmsite/questions.md")
	}
}

// asked are the questions of a first week as people type them, by the beginning of the heading whose section answers them.
var asked = map[string][]string{
	"How do I install":           {"install", "how to install pmsite", "download the binary", "get pmsite on my laptop, brew or go install"},
	"Which labels":               {"labels", "which labels are there", "timeline labels", "what can I write in the Metadata column", "list of timeline events"},
	"What is overdue":            {"overdue", "what is overdue today", "list open action items that are late", "overdue follow-ups by owner"},
	"How do I hide one":          {"keep a post mortem internal", "hide a post mortem", "private", "internal only", "do not publish one post mortem", "confidential post mortem"},
	"How do we use our own":      {"SEV1", "sev words", "SEV1 SEV2 SEV3", "our own severities", "P1 priority instead of critical", "custom severity levels"},
	"How do I rename":            {"rename", "rename a file", "I renamed a file and the link is broken", "rename service", "move a post mortem", "split a service in two"},
	"How do I keep post mortems": {"monorepo", "use it in a monorepo", "post mortems in a folder of another repository", "docs/postmortems folder"},
	"How do I check only":        {"check changed files", "only the files that changed", "changed files only", "check just the pull request's changes", "check one file"},
	"How do I show a field":      {"own key on a page", "show a custom field", "own front matter key on the page", "add a field to the page template"},
	"How do I delete a post":     {"delete", "delete a post mortem", "erase a name", "remove a name from history", "purge a person's name", "remove a secret from git history", "GDPR delete"},
}

// TestQuestionsAreFound searches the README, and the help, for the words of questions. The section that answers a
// question must come first.
func TestQuestionsAreFound(t *testing.T) {
	a := &app{getenv: os.Getenv}
	help := a.helpSections(a.root())
	var pages []helpSection
	for part := range strings.SplitSeq(strings.ReplaceAll(readme(t), "\n### ", "\n## "), "\n## ") {
		title, text, _ := strings.Cut(part, "\n")
		pages = append(pages, helpSection{"README", title, text})
	}
	if len(asked) != 10 || len(questions()) != 10 || len(pages) < 20 || len(help) < 60 {
		t.Fatalf("%d questions are asked, %d have answers; %d sections in the README, %d in the help", len(asked), len(questions()), len(pages), len(help))
	}
	for heading, all := range asked {
		for _, words := range all {
			for name, sections := range map[string][]helpSection{"the README": pages, "the help": help} {
				found := searchHelp(sections, words)
				var titles []string
				for _, s := range found[:min(3, len(found))] {
					titles = append(titles, s.command+": "+s.title)
				}
				if len(found) == 0 || !strings.HasPrefix(found[0].title, heading) && (found[0].title != "Install" || heading != "How do I install") {
					t.Errorf("%q: in %s, the first of %d are %q", words, name, len(found), titles)
				}
			}
		}
	}
}

// TestAnswers runs the commands of each answer in a repository of its own, of a team that has published a post mortem.
func TestAnswers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	run := func(folder, script string) string {
		t.Helper()
		cmd := exec.Command("sh", "-euc", script)
		cmd.Dir = filepath.Join(dir, folder)
		cmd.Env = append(os.Environ(), "HOME="+dir, "GIT_CONFIG_GLOBAL="+os.DevNull)
		for _, who := range []string{"AUTHOR", "COMMITTER"} {
			cmd.Env = append(cmd.Env, "GIT_"+who+"_NAME=platform team", "GIT_"+who+"_EMAIL=platform@example.org")
		}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v:\n%s\n%s", err, script, out)
		}
		return string(out)
	}
	file := filepath.Join(dir, "document.md")
	if err := os.WriteFile(file, []byte(answered), 0o600); err != nil {
		t.Fatal(err)
	}
	run("", `git init -q -b main team; cd team; mkdir -p content/postmortems/2026
		mv ../document.md content/postmortems/2026/2026-03-05-gates-offline.md
		printf 'title: Gates\nroles: [platform team]\n' > pmsite.yaml; printf '/public/\n' > .gitignore; git add .; git commit -qm start
		git init -q --bare -b main ../origin.git; git remote add origin ../origin.git; git push -q origin main; pmsite publish --push`)
	const page = "public/postmortems/2026-03-05-gates-offline/index.html"
	then := map[string]string{ // what shows that an answer is true
		"Which labels":           "pmsite help format | grep 'Outage begins'",
		"What is overdue":        "pmsite due | grep 'Oil the gates'",
		"How do I hide one":      "test ! -e " + page,
		"How do I rename":        "git commit -qam 'A file'; pmsite build; grep -q gates-stuck " + page,
		"How do I keep post":     "test -e .github/workflows/postmortems.yml; test -e docs/postmortems/public/index.html",
		"How do I show a field":  "sed -i '/template \"facts\"/a <!-- -->{{with .PM.Params.region}}<p>Region: {{.}}</p>{{end}}' theme/templates/postmortem.html; pmsite build; grep 'Region: north' " + page,
		"How do I delete a post": "test $(git rev-list --count origin/gh-pages) = 1; pmsite build; grep -q 'same outage' " + page,
		"How do I check only":    "",
	}
	for heading, proof := range then {
		for part := range strings.SplitSeq(questionsText, "### ") {
			if !strings.HasPrefix(part, heading) {
				continue
			}
			commands := ""
			for _, block := range shellBlock.FindAllStringSubmatch(part, -1) {
				commands += block[1]
			}
			run("", "cp -r team work; cd work\n"+commands+proof+"\ncd ..; rm -rf work")
			delete(then, heading)
		}
	}
	if len(then) > 0 {
		t.Errorf("no question begins with these: %v", then)
	}
}

const answered = `---
title: Gates offline
id: PM-2026-0001
service: gates
impact: availability
severity: high
detection: manual
date: 2026-03-05
status: review
authors: [platform team]
region: north
---

## Summary

The gates did not open.

## Timeline

| Date | Time | Metadata | Notes |
| --- | --- | --- | --- |
| 2026-03-05 | 14:00 | Outage begins | |
| | 14:06 | Outage detected | |
| | 14:45 | Outage ends | |

## Review

### Action Items

| Action Item | Type | Owner | Tracking information | Due | Status |
| --- | --- | --- | --- | --- | --- |
| Oil the gates | Preventative | platform team | OPS-1 | 2026-03-31 | open |
`
