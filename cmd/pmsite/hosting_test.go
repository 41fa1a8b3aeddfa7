package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/themes"
)

// hosted writes the sample's site for an address, or for none.
func hosted(t *testing.T, baseURL string) (s *site.Site, dir string) {
	t.Helper()
	c, err := collection.Load(t.Context(), content.Sample, collection.Options{Root: "postmortems"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	cfg := config.Default()
	cfg.BaseURL = baseURL
	s, err = site.New(site.Input{Collection: c, Config: cfg, Theme: theme, AsOf: content.Date{Year: 2026, Month: 11, Day: 23}})
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(t.TempDir(), "public")
	if _, err := s.Write(t.Context(), dir, site.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// server starts a program that serves a site, and waits until it responds.
func server(t *testing.T, address, dir, name string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = dir, &out, &out, time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s: %.2000s", name, out.String())
		}
	})
	for range 500 {
		if r, err := http.Get(address); err == nil {
			r.Body.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%s does not respond", name)
}

// answer is the part of a response that tests compare.
type answer struct {
	status int
	header http.Header
	body   string
}

func ask(t *testing.T, address string) answer {
	t.Helper()
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{r.StatusCode, r.Header, string(data)}
}

// everyFile checks that a server serves each file of a site as it is, under the address that pages link to.
func everyFile(t *testing.T, s *site.Site, address string) {
	t.Helper()
	for _, name := range s.Paths() {
		var want bytes.Buffer
		if err := s.Render(&want, name); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(name, ".") {
			continue
		}
		at := (&url.URL{Path: strings.TrimSuffix(name, "index.html")}).String()
		if got := ask(t, address+at); got.status != http.StatusOK || got.body != want.String() {
			t.Errorf("/%s is served with status %d, %d bytes, want %d", at, got.status, len(got.body), want.Len())
		}
	}
}

// TestNginx serves the sample with the configuration of the topic "hosting".
func TestNginx(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	address := fmt.Sprintf("http://127.0.0.1:%d/", port)
	s, dir := hosted(t, address)
	_, block, found := strings.Cut(hostingText, "\n  server {\n")
	block, _, ended := strings.Cut(block, "\n  }\n")
	if !found || !ended {
		t.Fatal("the topic has no configuration of nginx")
	}
	block = strings.NewReplacer("listen 80;", fmt.Sprintf("listen 127.0.0.1:%d;", port), "/srv/postmortems", dir).Replace(block)
	home := t.TempDir()
	folders := "access_log off; "
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		folders += fmt.Sprintf("%s_temp_path %s/%s; ", kind, home, kind)
	}
	conf := fmt.Sprintf("pid %s/pid; daemon off; master_process off; error_log stderr; events {} http { %s server {\n%s\n} }\n", home, folders, block)
	types, err := os.ReadFile("/etc/nginx/mime.types")
	if err != nil {
		t.Skipf("nginx is not installed as on Debian: %v", err)
	}
	for name, data := range map[string][]byte{"nginx.conf": []byte(conf), "mime.types": types} {
		if err := os.WriteFile(filepath.Join(home, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	server(t, address, home, "nginx", "-e", "stderr", "-p", home, "-c", filepath.Join(home, "nginx.conf"))
	everyFile(t, s, address)
	for path, want := range map[string]string{
		"": "text/html; charset=utf-8", "feed.xml": "application/atom+xml; charset=utf-8", "tags/dns/feed.xml": "application/atom+xml; charset=utf-8",
		"feed.json": "application/feed+json; charset=utf-8", "data/postmortems.csv": "text/csv", "action-items/due.ics": "text/calendar",
		"postmortems/2025-02-10-payments-connection-pool.md": "text/markdown", "sitemap.xml": "text/xml; charset=utf-8", "no/such/page": "text/html; charset=utf-8",
	} {
		got := ask(t, address+path)
		if got.header.Get("Content-Type") != want || got.header.Get("Content-Security-Policy") != "frame-ancestors 'none'" || got.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("/%s has the headers %v, want the type %s", path, got.header, want)
		}
	}
	asset := s.Paths()[slices.IndexFunc(s.Paths(), func(name string) bool { return strings.HasPrefix(name, "assets/style.") })]
	if got := ask(t, address+asset).header; got.Get("Cache-Control") != "max-age=31536000" || got.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("/%s has the headers %v, want a year of caching", asset, got)
	}
	missing := ask(t, address+"no/such/page")
	if missing.status != http.StatusNotFound || !strings.Contains(missing.body, `href="`+address+`assets/style.`) || !strings.Contains(missing.body, `<li><a href="`+address+`">Home</a>`) {
		t.Errorf("a missing page: %d\n%.2000s", missing.status, missing.body)
	}
	if got := ask(t, address+".pmsite").status; got != http.StatusNotFound {
		t.Errorf("/.pmsite has status %d", got)
	}
	if got := ask(t, address+"postmortems"); got.status != http.StatusMovedPermanently || got.header.Get("Location") != address+"postmortems/" {
		t.Errorf("/postmortems: %d %v", got.status, got.header)
	}
}

// TestPlainFileServer serves the sample with Python's file server. Scripts have a type that browsers accept.
func TestPlainFileServer(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	address := fmt.Sprintf("http://127.0.0.1:%d/", port)
	s, dir := hosted(t, "")
	server(t, address, dir, "python3", "-m", "http.server", "--bind", "127.0.0.1", fmt.Sprint(port))
	everyFile(t, s, address)
	for _, name := range s.Paths() {
		if filepath.Ext(name) == ".js" && !strings.Contains(ask(t, address+name).header.Get("Content-Type"), "javascript") {
			t.Errorf("/%s has no type of a script", name)
		}
	}
	if got := ask(t, address+"postmortems"); got.status != http.StatusMovedPermanently {
		t.Errorf("/postmortems: %d", got.status)
	}
}
