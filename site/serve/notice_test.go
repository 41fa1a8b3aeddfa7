package serve_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/site/serve"
)

// onPage returns what a page's main part has before its own text.
func onPage(t *testing.T, s *serve.Server, target string) string {
	t.Helper()
	_, after, _ := strings.Cut(body(t, ask(t, s, "GET", target)), "<main>")
	before, _, _ := strings.Cut(after, "</main>")
	return before
}

// TestFaultsAreWritten checks how a fault is shown: the place, the message, the
// hint, and the lines around it.
func TestFaultsAreWritten(t *testing.T) {
	for want, fault := range map[string]serve.Fault{
		"<p><strong>broken</strong></p>\n":                                                     {Message: "broken"},
		"<p><strong>a.md: broken</strong></p>\n":                                               {File: "a.md", Message: "broken"},
		`<p><strong><a href="x:a">a.md</a>: broken</strong></p>` + "\n":                        {File: "a.md", Link: "x:a", Message: "broken"},
		"broken</strong></p>\n<p>Hint: mend it</p>\n</section>":                                {Message: "broken", Hint: "mend it"},
		"<pre><span>   9  a</span>\n<span class=\"faulty\">  10  b</span>\n</pre>\n</section>": {Source: []serve.Line{{Number: 9, Text: "a"}, {Number: 10, Text: "b", Faulty: true}}},
		`<link rel="stylesheet" href="/-pmsite/preview.css">`:                                  {Message: "styled"},
		`role="alert"`: {Message: "heard"},
	} {
		s := &serve.Server{}
		s.Show(serve.Snapshot{Site: fstest.MapFS{"index.html": htmlPage("", "", "home")}, Faults: []serve.Fault{fault}})
		if got := onPage(t, s, "/"); !strings.Contains(got, want) || !strings.HasSuffix(got, "home") {
			t.Errorf("home does not have %q at the top:\n%s", want, got)
		}
	}
}

// TestFaultsOfPages checks that the faults of a page are shown on that page only,
// that faults of no page are shown on every page, in their order, and that files
// that are not pages have none.
func TestFaultsOfPages(t *testing.T) {
	s := &serve.Server{}
	site := fstest.MapFS{"a/index.html": htmlPage("", "", "a"), "b/index.html": htmlPage("", "", "b"), "a.json": {Data: []byte("<main></main>")}}
	s.Fail(serve.Fault{Message: "too early"})
	if r := ask(t, s, "GET", "/a/"); r.StatusCode != 503 {
		t.Errorf("with a fault before the first site: %d", r.StatusCode)
	}
	s.Show(serve.Snapshot{Site: site, Faults: []serve.Fault{{Message: "first"}, {Page: "a/index.html", Message: "second"}, {Message: "third"}}})
	s.Fail(serve.Fault{Message: "fourth"}, serve.Fault{Page: "b/index.html", Message: "fifth"})
	for target, want := range map[string]string{"/a/": "first second third fourth", "/b/": "first third fourth fifth", "/a.json": ""} {
		text := body(t, ask(t, s, "GET", target))
		var got []string
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("<> \n", r) }) {
			if strings.Contains(" first second third fourth fifth ", " "+word+" ") {
				got = append(got, word)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s has the faults %q, want %q", target, got, want)
		}
		if strings.Contains(text, "last good version") {
			t.Errorf("%s exists, but is said to be its last good version", target)
		}
	}
	s.Show(serve.Snapshot{Site: site})
	if got := onPage(t, s, "/b/"); got != "b" {
		t.Errorf("after a good build, a page has %q", got)
	}
}

// TestPageAtFaultStays checks that the last good version of a page is served, as a
// page, through several bad builds.
func TestPageAtFaultStays(t *testing.T) {
	s := &serve.Server{}
	fault := []serve.Fault{{Page: "a/index.html", Message: "broken"}}
	s.Show(serve.Snapshot{Site: fstest.MapFS{}, Faults: fault})
	if r := ask(t, s, "GET", "/a/"); r.StatusCode != 404 {
		t.Errorf("a page that was never good: %d", r.StatusCode)
	}
	s.Show(serve.Snapshot{Site: fstest.MapFS{"a/index.html": htmlPage("", "", "older")}})
	s.Show(serve.Snapshot{Site: fstest.MapFS{"a/index.html": htmlPage("", "", "old")}})
	for range 3 {
		s.Show(serve.Snapshot{Site: fstest.MapFS{}, Faults: fault})
		r := ask(t, s, "GET", "/a/")
		if text := body(t, r); r.StatusCode != 200 || r.Header.Get("Content-Type") != "text/html; charset=utf-8" ||
			!strings.Contains(text, "broken") || !strings.Contains(text, "<p>Below is the last good version of this page.</p>") || !strings.Contains(text, "</section>\nold</main>") {
			t.Errorf("a faulty page: %d\n%s", r.StatusCode, text)
		}
	}
	s.Show(serve.Snapshot{Site: fstest.MapFS{}, Faults: []serve.Fault{{Message: "all is broken"}}})
	if r := ask(t, s, "GET", "/a/"); r.StatusCode != 404 {
		t.Errorf("a removed page without a fault of its own: %d", r.StatusCode)
	}
	s.Show(serve.Snapshot{Site: fstest.MapFS{"a/index.html": htmlPage("", "", "new")}, Faults: fault})
	if got := onPage(t, s, "/a/"); !strings.HasSuffix(got, "new") || strings.Contains(got, "last good version") {
		t.Errorf("a page that exists in spite of its fault is\n%s", got)
	}
}

// TestPageAtFaultFromAMissingOne checks that the page for missing files does not
// count as the last good version of a page.
func TestPageAtFaultFromAMissingOne(t *testing.T) {
	s := &serve.Server{}
	s.Show(serve.Snapshot{Site: fstest.MapFS{"404.html": htmlPage("", "", "missing")}, Faults: []serve.Fault{{Page: "a/index.html", Message: "broken"}}})
	r := ask(t, s, "GET", "/a/")
	if text := body(t, r); r.StatusCode != 404 || !strings.Contains(text, "broken") || !strings.Contains(text, "missing") {
		t.Errorf("a page that never existed: %d\n%s", r.StatusCode, text)
	}
}

// TestUnmadePageSays checks that a page that cannot be rendered shows the error's
// own text if there is no explanation, on a page of its own.
func TestUnmadePageSays(t *testing.T) {
	s := &serve.Server{}
	missing := fstest.MapFS{"404.html": htmlPage("", "", "missing")}
	s.Show(serve.Snapshot{Site: missing})
	ask(t, s, "GET", "/a/")
	s.Show(serve.Snapshot{Site: failing{missing, map[string]error{"a/index.html": errors.New("no <such> thing")}}})
	r := ask(t, s, "GET", "/a/")
	text := body(t, r)
	if strings.Contains(text, "missing") {
		t.Errorf("a page that cannot be rendered claims to have been another one before:\n%s", text)
	}
	if r.StatusCode != 500 || !strings.Contains(text, "<strong>no &lt;such&gt; thing</strong>") || !strings.Contains(text, "<title>Error</title>") || !strings.Contains(text, "/-pmsite/reload.js") {
		t.Errorf("a page that cannot be rendered: %d\n%s", r.StatusCode, text)
	}
	s.Fail(serve.Fault{Message: "newer"})
	r = ask(t, s, "GET", "/a/")
	if text := body(t, r); r.StatusCode != 500 || !strings.Contains(text, "newer") || strings.Contains(text, "such") {
		t.Errorf("a page that cannot be rendered, with a newer fault: %d\n%s", r.StatusCode, text)
	}
}

// TestPagesRemembered checks that the 32 pages that were requested last are
// remembered.
func TestPagesRemembered(t *testing.T) {
	s := &serve.Server{}
	site, broken := fstest.MapFS{"a.css": {Data: []byte("css")}}, map[string]error{}
	address := func(i int) string { return fmt.Sprintf("/%d/", i) }
	for i := range 34 {
		name := fmt.Sprintf("%d/index.html", i)
		site[name], broken[name] = htmlPage("", "", "good"), errors.New("broken")
	}
	s.Show(serve.Snapshot{Site: site})
	for i := range 33 {
		ask(t, s, "GET", address(i))
		ask(t, s, "GET", "/a.css")
		ask(t, s, "GET", address(1)) // again and again
		ask(t, s, "GET", "/none/")
	}
	s.Show(serve.Snapshot{Site: failing{site, broken}})
	for i, kept := range map[int]bool{0: false, 1: true, 2: true, 32: true, 33: false} {
		r := ask(t, s, "GET", address(i))
		if got := strings.Contains(body(t, r), "good"); got != kept || (r.StatusCode == 200) != kept {
			t.Errorf("page %d of 33, now broken, is shown in its last good version: %v, %d; want %v", i, got, r.StatusCode, kept)
		}
	}
	s.Show(serve.Snapshot{Site: fstest.MapFS{"1/index.html": htmlPage("", "", "better")}})
	ask(t, s, "GET", "/1/")
	s.Show(serve.Snapshot{Site: failing{site, broken}})
	if got := onPage(t, s, "/1/"); !strings.HasSuffix(got, "better") {
		t.Errorf("a page that was requested twice does not show its last good version:\n%s", got)
	}
}

// TestChangesAreWritten checks how the changes of a page are shown.
func TestChangesAreWritten(t *testing.T) {
	then := fstest.MapFS{"index.html": htmlPage("", "", "then"), "old/a.html": htmlPage("", "", "old")}
	for _, tc := range []struct {
		what    string
		changes serve.Changes
		want    string
	}{
		{"a title alone", serve.Changes{Title: "Changed"}, `<section class="pmsite-compare" aria-label="Compared with main">
<link rel="stylesheet" href="/-pmsite/preview.css">
<p><strong>Changed</strong></p>
</section>
home`},
		{"a page that was elsewhere", serve.Changes{Title: "Moved", BasePage: "old/a.html"}, `<section class="pmsite-compare" aria-label="Compared with main" data-base="/-pmsite/base/old/a.html">
<link rel="stylesheet" href="/-pmsite/preview.css">
<p><strong>Moved</strong> <a href="/-pmsite/base/old/a.html">Show the version on main</a></p>
</section>
home`},
		{"changes and figures", serve.Changes{
			Title: "Changed", List: []serve.Change{{Text: "edited"}, {Kind: "new", Text: "N", Page: "n/index.html"}, {Kind: "removed", Text: "G", Page: "g/index.html", Gone: true}, {Text: "H", Page: "index.html"}},
			Figures: []serve.Change{{Text: "x", From: "1"}, {Text: "y", To: "2"}, {Text: "z", From: "1", To: "2"}},
		}, `<section class="pmsite-compare" aria-label="Compared with main">
<link rel="stylesheet" href="/-pmsite/preview.css">
<p><strong>Changed</strong></p>
<ul>
<li>edited</li>
<li>new: <a href="/n/">N</a></li>
<li>removed: <a href="/-pmsite/base/g/">G</a></li>
<li><a href="/">H</a></li>
</ul>
<p class="figures">x: <del>1</del> <span aria-hidden="true">→</span> <ins>none</ins> · y: <del>none</del> <span aria-hidden="true">→</span> <ins>2</ins> · z: <del>1</del> <span aria-hidden="true">→</span> <ins>2</ins></p>
</section>
home`},
	} {
		s := &serve.Server{}
		s.Show(serve.Snapshot{Site: fstest.MapFS{"index.html": htmlPage("", "", "home")}, Base: &serve.Base{Name: "main", Site: then, Changes: func(string) *serve.Changes { return &tc.changes }}})
		if got := onPage(t, s, "/"); got != tc.want {
			t.Errorf("%s: got\n%s, want\n%s", tc.what, got, tc.want)
		}
	}
}

// TestChangesOnPagesOnly checks that no changes are shown for files that are
// missing, cannot be rendered or are not pages, and that faults are above changes.
func TestChangesOnPagesOnly(t *testing.T) {
	s := &serve.Server{}
	site := failing{fstest.MapFS{
		"404.html": htmlPage("", "", "missing"), "index.html": htmlPage("", "", "home"), "a.md": {Data: []byte("<main>a</main>")},
	}, map[string]error{"b/index.html": errors.New("broken")}}
	var requested []string
	base := &serve.Base{Name: "main", Site: fstest.MapFS{"a.md": {Data: []byte("<main>base</main>")}, "404.html": htmlPage("", "", "missing in the base")}, Changes: func(page string) *serve.Changes {
		requested = append(requested, page)
		return &serve.Changes{Title: "Changed"}
	}}
	s.Show(serve.Snapshot{Site: site, Base: base})
	for target, want := range map[string]string{"/none": "missing", "/a.md": "a"} {
		if got := onPage(t, s, target); got != want {
			t.Errorf("%s has %q, want only %q", target, got, want)
		}
	}
	if text := body(t, ask(t, s, "GET", "/b/")); strings.Contains(text, "Changed") {
		t.Errorf("a page that cannot be rendered is compared:\n%s", text)
	}
	s.Fail(serve.Fault{Message: "broken"})
	text := onPage(t, s, "/")
	if fault, change := strings.Index(text, "broken"), strings.Index(text, "Changed"); fault < 0 || change < fault {
		t.Errorf("a fault is below the changes in\n%s", text)
	}
	if fmt.Sprint(requested) != "[index.html]" {
		t.Errorf("the changes of %q were requested, want only those of the home page", requested)
	}
	for target, want := range map[string]string{"/-pmsite/base/a.md": "base", "/-pmsite/base/none/": `<section class="pmsite-compare" aria-label="Version on main">
<link rel="stylesheet" href="/-pmsite/preview.css">
<p><strong>This is the version on main.</strong> <a href="/none/">Back to your version</a></p>
</section>
missing in the base`} {
		if got := onPage(t, s, target); got != want {
			t.Errorf("%s is\n%s, want\n%s", target, got, want)
		}
	}
	if r := ask(t, s, "GET", "/-pmsite/base/none/"); r.StatusCode != 404 {
		t.Errorf("a page that the base does not have: %d", r.StatusCode)
	}
}
