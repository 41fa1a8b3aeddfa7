package serve_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/site/serve"
)

// TestPolicies checks the headers of all responses: nothing is loaded from other
// origins, or by them, and nothing is cached without revalidation.
func TestPolicies(t *testing.T) {
	s := shown()
	for _, target := range []string{"/", "/a.css", "/nothing", "/tags", "/-pmsite/reload.js", "/-pmsite/preview.css"} {
		header := get(t, s, "GET", target, nil).Header
		for name, want := range map[string]string{
			"Content-Security-Policy":      "default-src 'self'; img-src 'self' blob:; object-src 'none'; worker-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Cache-Control":                "no-cache",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", target, name, got, want)
			}
		}
	}
}

// TestRefusals checks that refusals give a reason and reveal nothing of the site.
func TestRefusals(t *testing.T) {
	r := get(t, shown(), "GET", "/", map[string]string{"Host": "evil.example"})
	if text := body(t, r); r.StatusCode != 403 || text != "this preview only answers requests for its own host\n" {
		t.Errorf("a request for another host: %d %q", r.StatusCode, text)
	}
	r = get(t, shown(), "POST", "/", nil)
	if allow := r.Header.Get("Allow"); r.StatusCode != 405 || allow != "GET, HEAD" || strings.Contains(body(t, r), "home") {
		t.Errorf("POST: %d, Allow %q", r.StatusCode, allow)
	}
	for _, target := range []string{"/-pmsite/events", "/-pmsite/reload.js"} {
		if r := get(t, shown(), "GET", target, map[string]string{"Host": "evil.example"}); r.StatusCode != 403 {
			t.Errorf("%s for another host: %d", target, r.StatusCode)
		}
	}
	r = get(t, &serve.Server{}, "GET", "/", nil)
	if text := body(t, r); r.StatusCode != 503 || text != "the site is being built\n" {
		t.Errorf("before the first site: %d %q", r.StatusCode, text)
	}
}

// TestHosts checks that the server accepts the given host names, in any case, or
// all of them.
func TestHosts(t *testing.T) {
	for _, tc := range []struct {
		known, host string
		status      int
	}{
		{"Preview.example", "preview.EXAMPLE:80", 200},
		{"preview.example", "other.example", 403},
		{"preview.example", "preview.example.evil", 403},
		{"*", "anything", 200},
		{"*", "10.0.0.1:80", 200},
		{"192.168.1.2", "192.168.1.2:80", 200},
		{"192.168.1.2", "192.168.1.3", 403},
		{"", "::1", 200},
		{"", "[::1]", 200},
		{"", "[::2]:80", 403},
		{"", "0.0.0.0", 403},
		{"", "local", 403},
		{"", "localhost:80", 200},
	} {
		s := shown()
		if tc.known != "" {
			s.Hosts = []string{"first.example", tc.known}
		}
		if r := get(t, s, "GET", "/", map[string]string{"Host": tc.host}); r.StatusCode != tc.status {
			t.Errorf("a preview for %q responds to %q with %d, want %d", tc.known, tc.host, r.StatusCode, tc.status)
		}
	}
}

// ask requests a target as a browser writes it.
func ask(t *testing.T, s http.Handler, method, target string) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(method, "http://localhost"+target, nil))
	return w.Result()
}

// TestFolders checks that a folder redirects to its page, with the query, and
// never to another host.
func TestFolders(t *testing.T) {
	s := &serve.Server{}
	page := htmlPage("", "", "page")
	s.Show(serve.Snapshot{
		Site: fstest.MapFS{"a b/c?/index.html": page, "x/index.html": page},
		Base: &serve.Base{Site: fstest.MapFS{"x/index.html": page}, Changes: func(string) *serve.Changes { return nil }},
	})
	for target, want := range map[string]string{
		"/x": "/x/", "/x?q=1&r=a%20b": "/x/?q=1&r=a%20b", "/a%20b/c%3F": "/a%20b/c%3F/", "//x": "/x/", "/x/../x": "/x/",
		"/-pmsite/base/x?q=1": "/-pmsite/base/x/?q=1",
	} {
		if r := ask(t, s, "GET", target); r.StatusCode != 301 || r.Header.Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", target, r.StatusCode, r.Header.Get("Location"), want)
		}
	}
}

// TestMissing checks responses for missing files: HEAD has no body, and a site
// without a page for them gets a short text.
func TestMissing(t *testing.T) {
	r := ask(t, shown(), "HEAD", "/nothing")
	if text := body(t, r); r.StatusCode != 404 || text != "" || r.Header.Get("ETag") == "" {
		t.Errorf("HEAD of a missing file: %d %q, ETag %q", r.StatusCode, text, r.Header.Get("ETag"))
	}
	s := &serve.Server{}
	s.Show(serve.Snapshot{Site: fstest.MapFS{"index.html": htmlPage("", "", "home")}})
	for _, target := range []string{"/nothing", "/index.html/", "/404.html", "/none/"} {
		if r := ask(t, s, "GET", target); r.StatusCode != 404 || !strings.Contains(body(t, r), "404 page not found") {
			t.Errorf("%s on a site without a page for it: %d", target, r.StatusCode)
		}
	}
	for _, target := range []string{"/.", "/..", "/\xff", "/a\\b"} {
		if r := get(t, s, "GET", target, nil); r.StatusCode != 404 {
			t.Errorf("%q, which is not a valid file name: %d, want 404", target, r.StatusCode)
		}
	}
	if r := ask(t, shown(), "GET", "/404.html"); r.StatusCode != 200 {
		t.Errorf("the page for missing files, requested by its name: %d", r.StatusCode)
	}
	text := body(t, ask(t, shown(), "GET", "/x"))
	if strings.Count(text, "<base") != 1 || !strings.Contains(text, `<script src="/-pmsite/reload.js"`) {
		t.Errorf("the page for missing files must have one base and follow changes, but is %s", text)
	}
}

// TestUnreadable checks the error for a file that cannot be read and is not a
// page.
func TestUnreadable(t *testing.T) {
	s := &serve.Server{}
	s.Show(serve.Snapshot{Site: failing{pages, map[string]error{"a.css": errors.New("the style is broken")}}})
	r := ask(t, s, "GET", "/a.css")
	if text := body(t, r); r.StatusCode != 500 || !strings.Contains(text, "the style is broken") {
		t.Errorf("a file that cannot be read: %d %q", r.StatusCode, text)
	}
}

// TestContentTypes checks the content type of each kind of file. It is the same
// as on static hosts, the same on every system, and never executable for unknown
// kinds.
func TestContentTypes(t *testing.T) {
	site := fstest.MapFS{}
	types := map[string]string{
		"a.html": "text/html; charset=utf-8", "a.HTML": "text/html; charset=utf-8", "a.css": "text/css; charset=utf-8", "a.js": "text/javascript; charset=utf-8",
		"a.mjs": "text/javascript; charset=utf-8", "a.json": "application/json", "a.xml": "application/xml; charset=utf-8", "a.svg": "image/svg+xml",
		"a.md": "text/markdown; charset=utf-8", "a.txt": "text/plain; charset=utf-8", "a.log": "text/plain; charset=utf-8", "a.csv": "text/csv; charset=utf-8",
		"a.ics": "text/calendar; charset=utf-8", "a.png": "image/png", "a.PNG": "image/png", "a.jpg": "image/jpeg", "a.jpeg": "image/jpeg", "a.gif": "image/gif",
		"a.webp": "image/webp", "a.avif": "image/avif", "a.woff2": "font/woff2", "a.pdf": "application/pdf",
		"a.htm": "application/octet-stream", "a.xhtml": "application/octet-stream", "a.wasm": "application/wasm", "a.none": "application/octet-stream", "html": "application/octet-stream",
	}
	for name := range types {
		site[name] = &fstest.MapFile{Data: []byte("<script>run()</script>")}
	}
	s := &serve.Server{}
	s.Show(serve.Snapshot{Site: site})
	for name, want := range types {
		if got := ask(t, s, "GET", "/"+name).Header.Get("Content-Type"); got != want {
			t.Errorf("%s has the type %q, want %q", name, got, want)
		}
	}
}

// TestPreviewFiles checks the preview's own files, which are not part of the
// site.
func TestPreviewFiles(t *testing.T) {
	for target, want := range map[string][2]string{
		"/-pmsite/preview.css": {"text/css; charset=utf-8", ".pmsite-fault"}, "/-pmsite/reload.js": {"text/javascript; charset=utf-8", "EventSource"},
		"/-pmsite/notes.js": {"text/javascript; charset=utf-8", "pmsite:notes"}, "/-pmsite/marks.js": {"text/javascript; charset=utf-8", "pmsite-marks"},
	} {
		r := ask(t, &serve.Server{}, "GET", target)
		if text := body(t, r); r.StatusCode != 200 || r.Header.Get("Content-Type") != want[0] || !strings.Contains(text, want[1]) {
			t.Errorf("%s: %d %s", target, r.StatusCode, r.Header.Get("Content-Type"))
		}
	}
	if r := ask(t, shown(), "GET", "/-pmsite/other"); r.StatusCode != 404 {
		t.Errorf("a file that the preview does not have: %d", r.StatusCode)
	}
}

// TestScripts checks that the preview's scripts are at the end of a page's body,
// with the one that follows changes last, and that files that are not pages have
// none.
func TestScripts(t *testing.T) {
	s := &serve.Server{}
	site := fstest.MapFS{
		"index.html": {Data: []byte("<body><pre></body></pre></body></html>")}, "part.html": {Data: []byte("<p>part</p>")}, "a.svg": {Data: []byte("<svg></body></svg>")},
	}
	none := func(string) *serve.Changes { return nil }
	s.Show(serve.Snapshot{Site: site})
	sums := sumsOf(t, s, "/")
	script := func(name string) string {
		return fmt.Sprintf(`<script src="/-pmsite/%s.js" data-sums="%s"></script>`, name, sums)
	}
	for _, tc := range []struct {
		what     string
		snapshot serve.Snapshot
		want     string
	}{
		{"alone", serve.Snapshot{Site: site}, script("reload")},
		{"with a base", serve.Snapshot{Site: site, Base: &serve.Base{Site: site, Changes: none}}, script("marks") + script("reload")},
	} {
		s.Show(tc.snapshot)
		if got, want := body(t, ask(t, s, "GET", "/")), "<body><pre></body></pre>"+tc.want+"</body></html>"; got != want {
			t.Errorf("%s, the page is\n%s, want\n%s", tc.what, got, want)
		}
	}
	noting := noted("a", nil)
	noting.Site, noting.Base = site, &serve.Base{Site: site, Changes: none}
	s.Show(noting)
	if got, want := body(t, ask(t, s, "GET", "/")), script("notes")+script("marks")+script("reload")+"</body></html>"; !strings.HasSuffix(got, want) {
		t.Errorf("with notes, the page is\n%s, want at its end\n%s", got, want)
	}
	const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox; frame-ancestors 'none'"
	if got := ask(t, s, "GET", "/a.svg").Header.Get("Content-Security-Policy"); got != policy {
		t.Errorf("a picture has the policy %q, want %q", got, policy)
	}
	for _, target := range []string{"/part.html", "/a.svg"} {
		if got := body(t, ask(t, s, "GET", target)); strings.Contains(got, "<script") {
			t.Errorf("%s has a script: %s", target, got)
		}
	}
}

// TestPackedFiles checks that text from one kilobyte on is compressed, if the
// browser accepts it.
func TestPackedFiles(t *testing.T) {
	site := fstest.MapFS{}
	file := func(name string, size int) { site[name] = &fstest.MapFile{Data: []byte(strings.Repeat("x", size))} }
	packed := map[string]bool{"1023.txt": false, "1024.txt": true, "big.woff2": false, "big.pdf": false, "big.none": false}
	file("1023.txt", 1023)
	file("1024.txt", 1024)
	for _, ext := range []string{"html", "css", "js", "mjs", "json", "xml", "svg", "md", "txt", "log", "csv", "ics", "TXT"} {
		packed["big."+ext] = true
	}
	for name := range packed {
		if strings.HasPrefix(name, "big") {
			file(name, 5000)
		}
	}
	s := &serve.Server{}
	s.Show(serve.Snapshot{Site: site})
	plain := func(accepts string, name string) *http.Response {
		return get(t, s, "GET", "/"+name, map[string]string{"Accept-Encoding": accepts})
	}
	for name, want := range packed {
		r := plain("gzip", name)
		if got := r.Header.Get("Content-Encoding") == "gzip"; got != want {
			t.Errorf("%s is compressed: %v, want %v", name, got, want)
		}
		if varies := r.Header.Get("Vary") == "Accept-Encoding"; varies != want {
			t.Errorf("caches may use one %s for all browsers: %v", name, !varies)
		}
	}
	for accepts, want := range map[string]bool{
		"": false, "br": false, "gzip": true, "GZIP": true, " gzip ": true, "br, gzip": true, "gzip;q=0.5": true, "gzip; q = 1": true, "gzip;x=1": true,
		"gzip;q=0": false, "gzip; q=0.0": false, "gzip;q=": false, "gzip;q=x": false, "gzip;q=-1": false, "gzipped": false, "x-gzip": false, "br;q=0, gzip;q=0.1": true,
	} {
		r := plain(accepts, "big.txt")
		if got := r.Header.Get("Content-Encoding") == "gzip"; got != want {
			t.Errorf("for a browser that accepts %q, a file is compressed: %v, want %v", accepts, got, want)
		}
		if r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("caches may use the response to a browser that accepts %q for all browsers", accepts)
		}
	}
	missing := &serve.Server{}
	missing.Show(serve.Snapshot{Site: fstest.MapFS{"404.html": {Data: []byte(strings.Repeat("x", 5000))}}})
	if r := get(t, missing, "GET", "/x", map[string]string{"Accept-Encoding": "gzip"}); r.StatusCode != 404 || r.Header.Get("Content-Encoding") != "gzip" || len(body(t, r)) > 1000 {
		t.Errorf("the page for missing files: %d, encoding %q", r.StatusCode, r.Header.Get("Content-Encoding"))
	}
}

// TestTags checks that ETags differ if and only if the files differ.
func TestTags(t *testing.T) {
	tag := func(text string) string {
		s := &serve.Server{}
		s.Show(serve.Snapshot{Site: fstest.MapFS{"a.txt": {Data: []byte(text)}}})
		return ask(t, s, "GET", "/a.txt").Header.Get("ETag")
	}
	first, again, other := tag("a"), tag("a"), tag("b")
	if first != again || first == other || !strings.HasPrefix(first, `"`) {
		t.Errorf("the ETags of a, a and b are %s, %s, %s", first, again, other)
	}
}

// hiding is a site whose folders cannot be opened, as on some systems.
type hiding struct{ fstest.MapFS }

func (h hiding) ReadFile(name string) ([]byte, error) {
	if info, err := fs.Stat(h.MapFS, name); err == nil && info.IsDir() {
		return nil, errors.New("is a folder")
	}
	return h.MapFS.ReadFile(name)
}

// TestFolderIsNoError checks that a folder redirects to its page, whichever error
// the file system returns for it.
func TestFolderIsNoError(t *testing.T) {
	s := &serve.Server{}
	s.Show(serve.Snapshot{Site: hiding{fstest.MapFS{"x/index.html": htmlPage("", "", "x")}}})
	if r := ask(t, s, "GET", "/x"); r.StatusCode != 301 || r.Header.Get("Location") != "/x/" {
		t.Errorf("a folder: %d to %q", r.StatusCode, r.Header.Get("Location"))
	}
}

// TestStill checks that the pages of a site that stays the same are served as they are.
func TestStill(t *testing.T) {
	const page = "<html><body><main>home</main></body></html>"
	s := &serve.Server{Still: true}
	s.Show(serve.Snapshot{Site: fstest.MapFS{"index.html": {Data: []byte(page)}, "404.html": {Data: []byte("<head></head>missing")}}})
	if got := body(t, get(t, s, "GET", "/", nil)); got != page {
		t.Errorf("the page is %q, want %q", got, page)
	}
	r := get(t, s, "GET", "/a/b", nil)
	if got, want := body(t, r), `<head><base href="/"></head>missing`; got != want || r.StatusCode != 404 {
		t.Errorf("a missing page is %d %q, want %q", r.StatusCode, got, want)
	}
}

// TestRules checks that an address without a page leads where the site's rules for its host do.
func TestRules(t *testing.T) {
	s := &serve.Server{}
	s.Show(serve.Snapshot{Site: fstest.MapFS{
		"index.html": {Data: []byte("home")}, "here/index.html": {Data: []byte("here")},
		"_redirects": {Data: []byte("/id/PM-1/ /postmortems/a/ 301!\n/old.html /postmortems/a/ 301\n/tickets/T1/ /postmortems/a/#action-1 301\n/here/ /postmortems/a/ 301\n")},
	}})
	for target, want := range map[string]string{
		"/id/PM-1/": "/postmortems/a/", "/id/PM-1": "/postmortems/a/", "/old.html": "/postmortems/a/", "/tickets/T1/": "/postmortems/a/#action-1", "/here/": "", "/id/PM-2/": "",
	} {
		if got := ask(t, s, "GET", target).Header.Get("Location"); got != want {
			t.Errorf("%s leads to %q, want %q", target, got, want)
		}
	}
}
