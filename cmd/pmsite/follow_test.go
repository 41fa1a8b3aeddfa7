package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/serve"
)

// ours is what the preview adds to a page.
var ours = regexp.MustCompile(`(?s)<script src="/-pmsite/[a-z]*.js"[^>]*></script>|<section class="pmsite-fault".*?</section>\n`)

// TestFollow changes files in bursts, as editors and git do: each time the
// preview comes to serve, byte for byte, what a build would write.
func TestFollow(t *testing.T) {
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(3, 4))
	n := 0
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		_ = os.MkdirAll(filepath.Dir(path), 0o755)
		_ = os.WriteFile(path, []byte(text), 0o600)
	}
	document := func() string {
		n++
		return fmt.Sprintf("---\ntitle: Title %d\nid: PM-2026-%04d\nservice: s%d\ndate: 2026-01-%02d\nstatus: draft\ntags: [t%d]\n---\n## Summary\nText %[1]d.\n", n, n, n%3, n%28+1, n%5)
	}
	write("pmsite.yaml", "title: Follow\n")
	write("content/a/first.md", document())
	a := &app{stdout: io.Discard, stderr: io.Discard, getenv: func(string) string { return "" }, now: time.Now, dir: dir}
	server := &serve.Server{}
	f := &follower{app: a, server: server}
	if err := f.rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.follow(ctx, false) }()
	for range 12 {
		for range 1 + random.IntN(40) {
			folder := fmt.Sprintf("content/%c", 'a'+rune(random.IntN(4)))
			name := fmt.Sprintf("%s/f%d.md", folder, random.IntN(12))
			switch random.IntN(10) {
			case 0:
				_ = os.RemoveAll(filepath.Join(dir, folder))
			case 1:
				_ = os.Rename(filepath.Join(dir, folder), filepath.Join(dir, "content", fmt.Sprintf("moved%d", n)))
			case 2:
				_ = os.Remove(filepath.Join(dir, name))
			case 3:
				write(fmt.Sprintf("%s/deep/er/g%d.md", folder, random.IntN(5)), document())
			case 4:
				write(name+".new", document())
				_ = os.Rename(filepath.Join(dir, name+".new"), filepath.Join(dir, name))
			case 5:
				write("pmsite.yaml", fmt.Sprintf("title: Follow %d\n", n))
			default:
				write(name, document())
			}
		}
		awaitSame(t, a, server)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// awaitSame waits until every path of a fresh build is served as it is.
func awaitSame(t *testing.T, a *app, server *serve.Server) {
	t.Helper()
	fresh := app{stdout: io.Discard, stderr: io.Discard, getenv: a.getenv, now: a.now, dir: a.dir}
	p, err := fresh.open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	asOf, err := fresh.asOf(p, "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := fresh.load(t.Context(), p, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := fresh.addHistory(t.Context(), p, c, false); err != nil {
		t.Fatal(err)
	}
	want, err := fresh.site(t.Context(), p, c, asOf, true)
	if err != nil {
		t.Fatal(err)
	}
	different := ""
	for range 100 {
		if different = firstDifference(want, server); different == "" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s is never what a build writes", different)
}

func firstDifference(want *site.Site, server *serve.Server) string {
	for _, name := range want.Paths() {
		var text strings.Builder
		if err := want.Render(&text, name); err != nil {
			return err.Error()
		}
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/", nil)
		r.URL.Path = "/" + name
		server.ServeHTTP(w, r)
		if got := ours.ReplaceAllString(w.Body.String(), ""); got != text.String() {
			return name
		}
	}
	return ""
}
