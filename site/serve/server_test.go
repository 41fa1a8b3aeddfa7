package serve_test

import (
	"bufio"
	"context"
	"io"
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
	s.Show(pages)
	return s
}

// TestAnswers asks for files, folders, and what is not there.
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
			t.Errorf("%s: leads to %q", test.target, location)
		}
	}
}

// TestReloadScript stands at the end of pages, and the missing page finds its
// files from any depth.
func TestReloadScript(t *testing.T) {
	s := shown()
	if text := body(t, get(t, s, "GET", "/", nil)); !strings.Contains(text, `<script src="/-pmsite/reload.js" defer></script></body>`) {
		t.Errorf("home: %s", text)
	}
	if text := body(t, get(t, s, "GET", "/x/y/", nil)); !strings.Contains(text, `<head><base href="/">`) {
		t.Errorf("missing page: %s", text)
	}
	if text := body(t, get(t, s, "GET", "/-pmsite/reload.js", nil)); !strings.Contains(text, "EventSource") {
		t.Errorf("script: %s", text)
	}
}

// TestHost answers for its own names only: a page elsewhere whose name was
// pointed at this machine reads nothing.
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

// TestManners: GET and HEAD only, not modified, not yet.
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
	if r := get(t, &serve.Server{}, "GET", "/", nil); r.StatusCode != 503 {
		t.Errorf("before the first site: %d", r.StatusCode)
	}
}

// TestEvents tells the build on show, then each later one, and lets go of a
// browser that went away.
func TestEvents(t *testing.T) {
	s := shown()
	web := httptest.NewServer(s)
	defer web.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, "GET", web.URL+"/-pmsite/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	lines := bufio.NewScanner(r.Body)
	next := func() string {
		for lines.Scan() {
			if id, found := strings.CutPrefix(lines.Text(), "data: "); found {
				return id
			}
		}
		t.Fatalf("no event: %v", lines.Err())
		return ""
	}
	first := next()
	s.Show(pages)
	if second := next(); second == first {
		t.Errorf("two builds have the id %s", first)
	}
	cancel()
}
