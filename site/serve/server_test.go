package serve_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/site/serve"
)

var pages = fstest.MapFS{
	"index.html":      {Data: []byte("<html><head></head><body>home</body></html>")},
	"404.html":        {Data: []byte("<html><head></head><body>missing</body></html>")},
	"tags/index.html": {Data: []byte("<html><body>tags</body></html>")},
	"a.css":           {Data: []byte("body {}")},
	"notes.md":        {Data: []byte("<script>alert(1)</script>")},
	"strange.zzz":     {Data: []byte("<script>alert(1)</script>")},
}

func get(t *testing.T, s http.Handler, method, target string, header map[string]string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:1414/", nil)
	r.URL.Path = target
	for name, value := range header {
		if name == "Host" {
			r.Host = value
		} else {
			r.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func shown() *serve.Server {
	s := &serve.Server{}
	s.Show(serve.Snapshot{Site: pages})
	return s
}

// TestAnswers requests files, folders, and missing paths.
func TestAnswers(t *testing.T) {
	s := shown()
	for _, test := range []struct {
		target      string
		status      int
		contentType string
		text        string
	}{
		{"/", 200, "text/html; charset=utf-8", "home"},
		{"/tags/", 200, "text/html; charset=utf-8", "tags"},
		{"/tags", 301, "", ""},
		{"/a.css", 200, "text/css; charset=utf-8", "body {}"},
		{"/notes.md", 200, "text/markdown; charset=utf-8", "<script>"},
		{"/strange.zzz", 200, "application/octet-stream", "<script>"},
		{"/nothing", 404, "text/html; charset=utf-8", "missing"},
		{"/../../../etc/passwd", 404, "text/html; charset=utf-8", "missing"},
		{"/tags/../../index.html", 200, "text/html; charset=utf-8", "home"},
		{"//evil.example/", 404, "text/html; charset=utf-8", "missing"},
	} {
		r := get(t, s, "GET", test.target, nil)
		if r.StatusCode != test.status || test.contentType != "" && r.Header.Get("Content-Type") != test.contentType || !strings.Contains(body(t, r), test.text) {
			t.Errorf("%s: %d %s", test.target, r.StatusCode, r.Header.Get("Content-Type"))
		}
		if policy := r.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'self'") {
			t.Errorf("%s: policy %q", test.target, policy)
		}
		if location := r.Header.Get("Location"); test.status == 301 && location != "/tags/" {
			t.Errorf("%s: redirects to %q", test.target, location)
		}
	}
}

// TestReloadScript checks that the script is at the end of pages, and that the
// page for missing files finds its files at any depth.
func TestReloadScript(t *testing.T) {
	s := shown()
	if text := body(t, get(t, s, "GET", "/", nil)); !strings.Contains(text, `<script src="/-pmsite/reload.js" data-sums="`) {
		t.Errorf("home: %s", text)
	}
	if text := body(t, get(t, s, "GET", "/x/y/", nil)); !strings.Contains(text, `<head><base href="/">`) {
		t.Errorf("missing page: %s", text)
	}
	if text := body(t, get(t, s, "GET", "/-pmsite/reload.js", nil)); !strings.Contains(text, "EventSource") {
		t.Errorf("script: %s", text)
	}
}

// TestHost checks that only requests for accepted hosts are answered, so that a
// page elsewhere whose name was pointed at this machine reads nothing.
func TestHost(t *testing.T) {
	s := shown()
	s.Hosts = []string{"preview.example"}
	for host, status := range map[string]int{
		"127.0.0.1:1414": 200, "localhost": 200, "LOCALHOST:80": 200, "[::1]:1414": 200, "127.9.9.9": 200, "preview.example:1": 200,
		"evil.example": 403, "127.0.0.1.evil.example": 403, "": 403, "10.0.0.1": 403, "localhost.evil.example:1414": 403,
	} {
		if r := get(t, s, "GET", "/", map[string]string{"Host": host}); r.StatusCode != status {
			t.Errorf("host %q: %d, want %d", host, r.StatusCode, status)
		}
	}
}

// TestManners checks that only GET and HEAD are allowed, and the responses for an
// unmodified file and before the first site.
func TestManners(t *testing.T) {
	s := shown()
	for method, status := range map[string]int{"GET": 200, "HEAD": 200, "POST": 405, "PUT": 405, "DELETE": 405, "OPTIONS": 405} {
		if r := get(t, s, method, "/", nil); r.StatusCode != status {
			t.Errorf("%s: %d, want %d", method, r.StatusCode, status)
		}
	}
	tag := get(t, s, "GET", "/a.css", nil).Header.Get("ETag")
	if r := get(t, s, "GET", "/a.css", map[string]string{"If-None-Match": tag}); tag == "" || r.StatusCode != 304 {
		t.Errorf("ETag %s: %d", tag, r.StatusCode)
	}
	if r := get(t, s, "HEAD", "/-pmsite/events", nil); r.StatusCode != 200 || r.Header.Get("Content-Type") != "text/event-stream" {
		t.Errorf("HEAD of the events: %d", r.StatusCode)
	}
	if r := get(t, &serve.Server{}, "GET", "/", nil); r.StatusCode != 503 {
		t.Errorf("before the first site: %d", r.StatusCode)
	}
}

// A browser listens to the events of one page.
type browser struct {
	t     *testing.T
	lines *bufio.Scanner
}

func listen(t *testing.T, server, page, sums string) *browser {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, "GET", server+"/-pmsite/events?page="+page+"&sums="+sums, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Body.Close() })
	return &browser{t, bufio.NewScanner(r.Body)}
}

// next returns the kind of the next event.
func (b *browser) next() string {
	b.t.Helper()
	for b.lines.Scan() {
		if kind, found := strings.CutPrefix(b.lines.Text(), "event: "); found {
			return kind
		}
	}
	b.t.Fatalf("no event: %v", b.lines.Err())
	return ""
}

// data returns the data of the next event, which must be of a kind.
func (b *browser) data(kind string) (text string) {
	b.t.Helper()
	if got := b.next(); got != kind {
		b.t.Fatalf("event %s, want %s", got, kind)
	}
	for b.lines.Scan() {
		if data, found := strings.CutPrefix(b.lines.Text(), "data: "); found {
			if err := json.Unmarshal([]byte(data), &text); err != nil {
				b.t.Fatal(err)
			}
			break
		}
	}
	return text
}

func htmlPage(style, nav, main string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(`<html><head><link rel="stylesheet" href="` + style + `"></head><body>` + nav + `<main>` + main + `</main></body></html>`)}
}

// TestEvents checks that a browser learns of changes of its page, and of nothing
// else. A browser that shows the current page gets no event, not even from a
// restarted server.
func TestEvents(t *testing.T) {
	s := &serve.Server{}
	show := func(a, b *fstest.MapFile) {
		s.Show(serve.Snapshot{Site: fstest.MapFS{"a/index.html": a, "b/index.html": b}})
	}
	other := htmlPage("1.css", "nav", "b")
	show(htmlPage("1.css", "nav", "a"), other)
	web := httptest.NewServer(s)
	t.Cleanup(web.CloseClientConnections)
	sums := func(page string) string {
		_, after, _ := strings.Cut(body(t, get(t, s, "GET", page, nil)), `data-sums="`)
		text, _, _ := strings.Cut(after, `"`)
		return text
	}
	a, b := listen(t, web.URL, "/a/", sums("/a/")), listen(t, web.URL, "/b/", sums("/b/"))
	for _, change := range []struct {
		page *fstest.MapFile
		want string
	}{
		{htmlPage("1.css", "nav", "new text"), "main"},
		{htmlPage("2.css", "nav", "new text"), "style"},
		{htmlPage("2.css", "new nav", "new text"), "reload"},
		{htmlPage("2.css", "new nav", "<script>run()</script>"), "reload"},
		{htmlPage("2.css", "new nav", "<script>runs()</script>"), "reload"},
	} {
		show(change.page, other)
		if got := a.next(); got != change.want {
			t.Errorf("event %s, want %s", got, change.want)
		}
	}
	show(htmlPage("2.css", "nav", "a"), htmlPage("1.css", "nav", "the last"))
	if got := b.next(); got != "main" {
		t.Errorf("the other page gets the event %s", got)
	}
	stale := listen(t, web.URL, "/a/", "1-2-3")
	if got := stale.next(); got != "reload" {
		t.Errorf("an outdated page: %s", got)
	}
}

// TestGzip checks that text of some size is compressed, if the browser accepts it.
func TestGzip(t *testing.T) {
	s := &serve.Server{}
	long := strings.Repeat("text ", 1000)
	s.Show(serve.Snapshot{Site: fstest.MapFS{"a.css": {Data: []byte(long)}, "a.png": {Data: []byte(long)}, "short.css": {Data: []byte("text")}}})
	for _, test := range []struct {
		target, accepts string
		packed          bool
	}{
		{"/a.css", "deflate, gzip;q=1.0, br", true},
		{"/a.css", "gzip", true},
		{"/a.css", "gzip;q=0", false},
		{"/a.css", "identity", false},
		{"/a.png", "gzip", false},
		{"/short.css", "gzip", false},
	} {
		r := get(t, s, "GET", test.target, map[string]string{"Accept-Encoding": test.accepts})
		if packed := r.Header.Get("Content-Encoding") == "gzip"; packed != test.packed {
			t.Errorf("%s, %s: compressed %v", test.target, test.accepts, packed)
			continue
		}
		if !test.packed {
			continue
		}
		unpacked, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		if data, err := io.ReadAll(unpacked); err != nil || string(data) != long || r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: %d bytes, Vary %q, %v", test.target, len(data), r.Header.Get("Vary"), err)
		}
		tag := r.Header.Get("ETag")
		if again := get(t, s, "GET", test.target, map[string]string{"Accept-Encoding": "gzip", "If-None-Match": tag}); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s: %d for its own ETag", test.target, again.StatusCode)
		}
		if plain := get(t, s, "GET", test.target, map[string]string{"If-None-Match": tag}); plain.StatusCode != http.StatusOK {
			t.Errorf("%s: the uncompressed file has the ETag of the compressed one", test.target)
		}
	}
}

// TestFaults checks that the faults of a page are shown above its last good
// version, or on an empty page, and those of the whole site on every page.
func TestFaults(t *testing.T) {
	s := &serve.Server{}
	good := fstest.MapFS{"404.html": htmlPage("", "", "missing"), "a/index.html": htmlPage("", "", "good"), "b/index.html": htmlPage("", "", "other")}
	bad := fstest.MapFS{"404.html": good["404.html"], "b/index.html": good["b/index.html"]}
	faults := []serve.Fault{
		{Page: "a/index.html", File: "a.md", Message: "a <fault>", Hint: "mend it", Source: []serve.Line{{1, "---", false}, {2, "<x", true}}},
		{Page: "new/index.html", File: "new.md", Message: "another"},
	}
	s.Show(serve.Snapshot{Site: good})
	for range 2 {
		s.Show(serve.Snapshot{Site: bad, Faults: faults})
	}
	for _, test := range []struct {
		page string
		want []string
	}{
		{"/a/", []string{"a.md: a &lt;fault&gt;", "Hint: mend it", `class="faulty">   2  &lt;x`, "last good version", "good"}},
		{"/new/", []string{"new.md: another", "missing"}},
		{"/b/", []string{"<main>other"}},
	} {
		text := body(t, get(t, s, "GET", test.page, nil))
		for _, want := range test.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", test.page, want, text)
			}
		}
	}
	s.Fail(serve.Fault{Message: "the theme is very broken"})
	s.Fail(serve.Fault{Message: "the theme is broken"})
	if text := body(t, get(t, s, "GET", "/b/", nil)); strings.Count(text, "the theme is") != 1 || !strings.Contains(text, "other") {
		t.Errorf("every page: %s", text)
	}
	s.Show(serve.Snapshot{Site: good})
	if text := body(t, get(t, s, "GET", "/a/", nil)); strings.Contains(text, "fault") {
		t.Errorf("after a good build: %s", text)
	}
}

// failing is a site some of whose pages cannot be rendered.
type failing struct {
	fs.FS
	pages map[string]error
}

func (f failing) Open(name string) (fs.File, error) {
	if err := f.pages[name]; err != nil {
		return nil, err
	}
	return f.FS.Open(name)
}

// TestUnmadePage checks that an error in rendering a page is shown above its last
// good version if there is one, and else on a page of its own.
func TestUnmadePage(t *testing.T) {
	s := &serve.Server{}
	site := fstest.MapFS{"a/index.html": htmlPage("", "", "good"), "b/index.html": htmlPage("", "", "unseen")}
	s.Show(serve.Snapshot{Site: site})
	get(t, s, "GET", "/a/", nil)
	broken := failing{site, map[string]error{"a/index.html": errors.New("oh"), "b/index.html": errors.New("no")}}
	explain := func(err error) serve.Fault {
		return serve.Fault{File: "a.html", Link: "vscode://file/a.html:2:1", Message: err.Error(), Source: []serve.Line{{2, "{{x", true}, {3, "after", false}}}
	}
	for range 2 {
		s.Show(serve.Snapshot{Site: broken, Explain: explain})
	}
	text := body(t, get(t, s, "GET", "/a/", nil))
	for _, want := range []string{`<a href="vscode://file/a.html:2:1">a.html</a>: oh`, "   2  {{x</span>\n<span>   3  after", "last good version", "good"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	r := get(t, s, "GET", "/b/", nil)
	if text := body(t, r); r.StatusCode != 500 || !strings.Contains(text, ": no") || strings.Contains(text, "as it was") {
		t.Errorf("a page not seen before: %d\n%s", r.StatusCode, text)
	}
	s.Fail(serve.Fault{Message: "newer"})
	if text := body(t, get(t, s, "GET", "/a/", nil)); !strings.Contains(text, "newer") || strings.Contains(text, ": oh") || !strings.Contains(text, "good") {
		t.Errorf("with a newer fault:\n%s", text)
	}
}

// TestNotes checks that the notes on a page are sent after the page, if they have
// changed, and removed if there are none.
func TestNotes(t *testing.T) {
	s := &serve.Server{}
	page := htmlPage("", "", "a")
	show := func(notes *serve.Notes) {
		s.Show(serve.Snapshot{Site: fstest.MapFS{"a/index.html": page}, Notes: func(_ context.Context, page string) *serve.Notes {
			if page != "a/index.html" {
				t.Errorf("the notes of %q were requested", page)
			}
			return notes
		}})
	}
	show(nil)
	if text := body(t, get(t, s, "GET", "/a/", nil)); !strings.Contains(text, `<script src="/-pmsite/notes.js"`) {
		t.Errorf("no script: %s", text)
	}
	web := httptest.NewServer(s)
	t.Cleanup(web.CloseClientConnections)
	_, after, _ := strings.Cut(body(t, get(t, s, "GET", "/a/", nil)), `data-sums="`)
	sums, _, _ := strings.Cut(after, `"`)
	b := listen(t, web.URL, "/a/", sums)
	show(&serve.Notes{File: "a.md", Link: "idea://open?file=a.md", List: []serve.Note{
		{Line: 3, Link: "vscode://file/a.md:3:1", Level: "error", Message: "<bad>", Hint: "mend it", Name: "rule"}, {Line: 4, Level: "warning"}, {Line: 5, Level: "warning"},
	}})
	text := b.data("notes")
	for _, want := range []string{"1 error, 2 warnings", `href="idea://open?file=a.md"`, `href="vscode://file/a.md:3:1">line 3`, "&lt;bad&gt;", "mend it", "<code>rule</code>"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	show(&serve.Notes{File: "a.md"})
	if text := b.data("notes"); !strings.Contains(text, "No findings") {
		t.Errorf("without notes: %s", text)
	}
	page = htmlPage("", "", "other")
	show(nil)
	b.data("main")
	if text := b.data("notes"); text != "" {
		t.Errorf("for a page without notes: %s", text)
	}
}

// TestCompare checks that a page shows its changes and links to its version in the
// base.
func TestCompare(t *testing.T) {
	s := &serve.Server{}
	now := fstest.MapFS{"index.html": htmlPage("", "", "home"), "a/index.html": htmlPage("", "", "now"), "new/index.html": htmlPage("", "", "new"), "same/index.html": htmlPage("", "", "same")}
	then := fstest.MapFS{"a/index.html": htmlPage("", "", "then"), "gone/index.html": htmlPage("", "", "gone"), "a/data.json": {Data: []byte("{}")}}
	changes := map[string]*serve.Changes{
		"index.html":     {Title: "Two", List: []serve.Change{{Kind: "removed", Text: "G", Page: "gone/index.html", Gone: true}, {Kind: "new", Text: "N", Page: "new/index.html"}}, Figures: []serve.Change{{Text: "count", From: "1", To: "2"}}},
		"a/index.html":   {Title: "Changed", BasePage: "a/index.html", List: []serve.Change{{Text: "status", To: "<b>"}, {Text: "text edited"}}},
		"new/index.html": {Title: "New"},
	}
	s.Show(serve.Snapshot{Site: now, Base: &serve.Base{Name: "main", Site: then, Changes: func(page string) *serve.Changes { return changes[page] }}})
	for _, test := range []struct {
		page        string
		want, never []string
	}{
		{"/", []string{`removed: <a href="/-pmsite/base/gone/">G</a>`, `new: <a href="/new/">N</a>`, "count: <del>1</del>", "home"}, []string{"data-base"}},
		{"/a/", []string{`data-base="/-pmsite/base/a/"`, "status: <del>none</del>", "<ins>&lt;b&gt;</ins>", "<li>text edited</li>", "now", "/-pmsite/marks.js"}, nil},
		{"/new/", []string{"<strong>New</strong>"}, []string{"/-pmsite/base"}},
		{"/same/", []string{"/-pmsite/marks.js"}, []string{"pmsite-compare"}},
		{"/-pmsite/base/a/", []string{"version on main", `<a href="/a/">`, "then"}, []string{"<script"}},
		{"/-pmsite/base/gone/", []string{"gone"}, nil},
	} {
		text := body(t, get(t, s, "GET", test.page, nil))
		for _, want := range test.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", test.page, want, text)
			}
		}
		for _, never := range test.never {
			if strings.Contains(text, never) {
				t.Errorf("%s: %q in\n%s", test.page, never, text)
			}
		}
	}
	if text := body(t, get(t, s, "GET", "/-pmsite/base/a/data.json", nil)); text != "{}" {
		t.Errorf("data of the base: %s", text)
	}
	if r := get(t, s, "GET", "/-pmsite/base/a", nil); r.StatusCode != 301 || r.Header.Get("Location") != "/-pmsite/base/a/" {
		t.Errorf("a folder of the base: %d to %q", r.StatusCode, r.Header.Get("Location"))
	}
	s.Show(serve.Snapshot{Site: now})
	if r := get(t, s, "GET", "/-pmsite/base/a/", nil); r.StatusCode != 404 {
		t.Errorf("without a base: %d", r.StatusCode)
	}
}
