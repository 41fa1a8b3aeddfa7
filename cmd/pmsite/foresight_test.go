package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
)

// TestCheckForeseesBuild makes collections at random, most of them broken: addresses that
// collide, links to all kinds of files, drafts, bundles, pictures and files with surprising
// names. If a build fails, warns or leaves something out, check must have a finding with a
// place for it.
func TestCheckForeseesBuild(t *testing.T) {
	t.Parallel()
	rounds := 150
	if testing.Short() {
		rounds = 30
	}
	built := 0
	for seed := range rounds {
		c := newRandomCollection(uint64(seed))
		dir := t.TempDir()
		for name, text := range c.files {
			write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
		}
		f := foresight{t, seed, dir, c, findingsOf(t, dir)}
		out := t.TempDir()
		got := at(t, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), map[string]string{"HOME": dir}, "build", "-v", "-C", dir, "-o", out)
		f.foresees(got)
		if got.status == 0 {
			built++
			f.misses(out)
		}
	}
	if built < rounds/5 || built > rounds*4/5 {
		t.Errorf("%d of %d collections can be built, which tests only one side", built, rounds)
	}
}

// A foresight compares the findings in a collection with what a build makes of it.
type foresight struct {
	t    *testing.T
	seed int
	dir  string
	*randomCollection
	findings []check.Finding
}

func findingsOf(t *testing.T, dir string) []check.Finding {
	t.Helper()
	got := at(t, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), map[string]string{"HOME": dir}, "check", "-C", dir, "--format", "json")
	var report struct {
		Findings []struct {
			File, Level, Rule, Message string
			Line                       int
		}
	}
	if err := json.Unmarshal([]byte(got.stdout), &report); err != nil {
		t.Fatalf("%v: %s%s", err, got.stdout, got.stderr)
	}
	out := make([]check.Finding, len(report.Findings))
	for i, f := range report.Findings {
		out[i] = check.Finding{File: f.File, Line: f.Line, Rule: f.Rule, Message: f.Message}
		out[i].Level, _ = content.ParseLevel(f.Level)
	}
	return out
}

// found reports whether there is a finding with a place in a file, for which ok holds.
func (f *foresight) found(file string, ok func(check.Finding) bool) bool {
	return slices.ContainsFunc(f.findings, func(g check.Finding) bool { return g.File == file && g.Line > 0 && ok(g) })
}

func (f *foresight) errorf(format string, args ...any) {
	f.t.Helper()
	var list strings.Builder
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		if path.Ext(name) == ".md" {
			fmt.Fprintf(&list, "-- %s --\n%s", name, f.files[name])
		} else {
			fmt.Fprintf(&list, "-- %s --\n", name)
		}
	}
	for _, g := range f.findings {
		fmt.Fprintf(&list, "%s:%d: %s: %s [%s]\n", g.File, g.Line, g.Level, g.Message, g.Rule)
	}
	f.t.Errorf("seed %d: %s\n%s", f.seed, fmt.Sprintf(format, args...), &list)
}

var problemForm = regexp.MustCompile(`(?m)^(\S.*):\d+:\d+: (error|warning): (.*) \[[a-z-]+\]$`)

// foresees checks that each problem that a build prints is a finding, and that a build that
// fails has printed one with a place.
func (f *foresight) foresees(build result) {
	f.t.Helper()
	located := false
	for _, m := range problemForm.FindAllStringSubmatch(build.stderr, -1) {
		located = located || m[2] == "error"
		// To a build, an error in a draft that it hides is a warning.
		said := func(g check.Finding) bool {
			return g.Message == m[3] && (g.Level.String() == m[2] || g.Level == content.Error && m[2] == "warning")
		}
		if !f.found(m[1], said) {
			f.errorf("check does not find what build says: %s", m[0])
		}
	}
	if build.status != 0 && !located {
		f.errorf("build fails, and says nothing that check could find:\n%s", build.stderr)
	}
}

// misses checks that whatever is not in the site is a finding: links without an address, and
// the files of bundles.
func (f *foresight) misses(out string) {
	f.t.Helper()
	published := map[string]bool{}
	_ = filepath.WalkDir(filepath.Join(out, "postmortems"), func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			text, _ := os.ReadFile(name)
			published[string(text)] = true
		}
		return nil
	})
	for name, links := range f.links {
		page, err := os.ReadFile(filepath.Join(out, "postmortems", content.SlugOf(name), "index.html"))
		if err != nil {
			continue // a hidden draft
		}
		for line, dest := range links {
			mark := fmt.Sprintf("L%d", line)
			if strings.Contains(string(page), `">`+mark+"</a>") || strings.Contains(string(page), `alt="`+mark+`">`) {
				continue
			}
			target := (&content.PostMortem{Path: name}).Target(dest)
			if !f.found(name, func(g check.Finding) bool { return g.Line == line }) && !f.found(target, func(check.Finding) bool { return true }) {
				f.errorf("the page of %s has no link to %s, and check does not say so for line %d", name, dest, line)
			}
		}
		if path.Base(name) != "index.md" {
			continue
		}
		for file, text := range f.files {
			if strings.HasPrefix(file, path.Dir(name)+"/") && path.Ext(file) != ".md" && !strings.Contains(file, "/_") && !published[text] &&
				!slices.ContainsFunc(f.findings, func(g check.Finding) bool { return g.File == file || strings.Contains(g.Message, `"`+file+`"`) }) {
				f.errorf("the file %s of a bundle is not published as it is, and check does not say so", file)
			}
		}
	}
}

// A randomCollection is a folder of documents and files.
type randomCollection struct {
	*rand.Rand
	files map[string]string
	links map[string]map[int]string // destinations by document and line
}

func newRandomCollection(seed uint64) *randomCollection {
	c := &randomCollection{rand.New(rand.NewPCG(seed, 18)), map[string]string{}, map[string]map[int]string{}}
	documents := []string{"a.md", "b.md", "sub/c.md", "x/index.md", "x/d.md", "y/index.md"}
	for _, odd := range []string{"a.md.md", "index.html.md", "page.md", "sub/A.md", "b c.md", "b-c.md", "E.MD", "f.markdown", "_g.md", "sub/README.md", "x/y/index.md"} {
		if c.IntN(24) == 0 {
			documents = append(documents, odd)
		}
	}
	for _, name := range attachments {
		if c.IntN(4) > 0 {
			c.files["content/"+name] = c.attachment(name)
		}
	}
	c.files["tools/probe.txt"] = "tools/probe.txt"
	c.files["top.md"] = "# Top\n"
	for _, name := range documents {
		c.files["content/"+name] = c.document("content/" + name)
	}
	return c
}

// attachments are files beside documents. The text of each is its name, unless it is a picture.
var attachments = []string{
	"p.png", "P.png", "q.log", "q.html", "q", "Makefile", ".q.log", "_q.log", "sub/p.png", "x/p.png", "x/q.exe", "x/index.json", "x/index.html/p.png", "x/q.log/r.log", "x/sub/r.svg",
	"y/clean.svg", "y/script.svg", "y/broken.svg", "y/_hidden/p.png", "sub/pointer.png", "sub/" + longName, "x/" + longName, "folder/p.png",
}

var longName = strings.Repeat("n", 246) + ".txt"

func (c *randomCollection) attachment(name string) string {
	const open = `<svg xmlns="http://www.w3.org/2000/svg">`
	switch path.Base(name) {
	case "clean.svg", "r.svg":
		return open + "<desc>" + name + "</desc></svg>"
	case "script.svg":
		return open + "<script>1</script></svg>"
	case "pointer.png":
		return "version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("0", 64) + "\nsize 1\n"
	}
	return name
}

func (c *randomCollection) document(name string) string {
	lines := []string{"---", "title: " + path.Base(name), "service: shop", "impact: latency", "detection: manual", "authors: [on-call engineer]"}
	maybe := func(oneIn int, line string) {
		if c.IntN(oneIn) == 0 {
			lines = append(lines, line)
		}
	}
	maybe(6, "id: "+c.one("PM-1", "PM-2", "pm-1", "'PM 1'", "'PM.1'", "PM-3", "PM-4", "PM-5"))
	maybe(12, "aliases: ['"+c.one(aliases...)+"', '"+c.one(aliases...)+"']")
	maybe(4, "prevented_by: ["+c.one("PM-1", "PM-2#action-1", "b", "PM-9")+"]")
	lines = append(lines, "status: "+c.one("draft", "review", "review", "completed"), "severity: "+c.rarely("hihg", "high"), "date: "+c.rarely("2026-13-01", "2026-03-05"))
	if lines = append(lines, c.rarely("{", "---"), "## Summary"); lines[0] != "---" {
		return strings.Join(lines, "\n")
	}
	c.links[name] = map[int]string{}
	for range c.IntN(5) {
		dest := c.one(destinations...)
		lines = append(lines, fmt.Sprintf("%s[L%d](%s)", c.one("", "!"), len(lines)+1, dest), "")
		c.links[name][len(lines)-1] = dest
	}
	return strings.Join(lines, "\n") + "\n"
}

// aliases are former addresses: some are free, some are those of other documents or of the site.
var aliases = []string{
	"/old/", "/old/one/", "/OLD/", "/old.html", "/old.html/below/", "/2024/a/", "/2024/b/", "/postmortems/was/", "/postmortems/b/", "/postmortems/x/p.png", "/postmortems/a.md", "/postmortems/", "/postmortems/page/2/",
	"/id/PM-1/", "/id/pm-2", "/id/old/", "/tags/", "/services/shop/", "/search/", "/feed.xml", "/index.html", "/assets/x", "/404.html", "/.git/", "/CNAME", "/a:b/", "/free/1/", "/free/2/", "/free/3/", "/free/4/", "/free/5/",
	"/" + strings.Repeat("n", 300), "/" + strings.Repeat("long/", 100), "/.pmsite", "/.nojekyll/", "/review.html", "/dashboard/2026/",
}

var destinations = []string{
	"a.md", "b.md", "../a.md", "../x/", "x/", "x/d.md", "y/index.md#summary", "sub/c.md", "gone.md", "gone.png", "p.png", "P.png", "../p.png", "q.log", "q.html", "q", "Makefile", ".q.log", "_q.log",
	"sub/p.png", "x/p.png", "../x/q.exe", "x/q.exe", "index.json", "x/index.json", "index.html/p.png", "x/q.log/r.log", "y/script.svg", "y/broken.svg", "y/clean.svg", "clean.svg", "script.svg", "y/_hidden/p.png",
	"sub/pointer.png", "sub/" + longName, "x/" + longName, "../tools/probe.txt", "../top.md", "../../outside.txt", "folder/", "folder", "sub/README.md", "_g.md", "E.MD", "f.markdown", "<b c.md>", "https://example.org/a.html",
}

func (c *randomCollection) one(of ...string) string { return of[c.IntN(len(of))] }

// rarely returns one word seldom, and another one otherwise.
func (c *randomCollection) rarely(one, other string) string {
	if c.IntN(80) == 0 {
		return one
	}
	return other
}
