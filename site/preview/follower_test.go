package preview

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/project"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/serve"
	"github.com/pmsite/pmsite/themes"
)

// ours matches what the preview adds to a page.
var ours = regexp.MustCompile(`(?s)<script src="/-pmsite/[a-z]*.js"[^>]*></script>|<section class="pmsite-fault".*?</section>\n`)

// A previewed is a collection that is followed while a test changes it.
type previewed struct {
	t      *testing.T
	dir    string
	opener *project.Opener
	server *serve.Server
	said   *safeBuffer
}

// A safeBuffer is written by the preview while a test reads it.
type safeBuffer struct {
	mu  sync.Mutex
	buf strings.Builder
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// A textLog writes the events of a follower as text.
type textLog struct{ w io.Writer }

func (l textLog) Rebuilt(r Rebuilt) {
	for _, p := range r.NewProblems {
		fmt.Fprintln(l.w, p)
	}
	fmt.Fprintf(l.w, "%d post mortems in %d ms\n", r.PostMortems, r.Took.Milliseconds())
}

func (l textLog) Failed(err error) { fmt.Fprintln(l.w, "error:", err) }

func (l textLog) Warn(message string) { fmt.Fprintln(l.w, "warning:", message) }

func openerOf(dir string) *project.Opener {
	return &project.Opener{Dir: dir, Env: project.Env{Now: time.Now}}
}

// followed starts a preview of a folder.
func followed(t *testing.T, dir string) *previewed {
	t.Helper()
	p := &previewed{t: t, dir: dir, server: &serve.Server{}, said: &safeBuffer{}}
	p.opener = openerOf(dir)
	p.follow(newHistory())
	return p
}

// follow starts the preview with a way to find the history.
func (p *previewed) follow(past *history) {
	t := p.t
	t.Helper()
	f := &Follower{Opener: p.opener, Server: p.server, Log: textLog{p.said}, past: past}
	f.past.grace = time.Minute // the site is compared with a build
	if err := f.Show(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f.Follow(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func (p *previewed) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

func (p *previewed) write(name, text string) {
	_ = os.MkdirAll(filepath.Dir(p.path(name)), 0o755)
	_ = os.WriteFile(p.path(name), []byte(text), 0o600)
}

func (p *previewed) git(args ...string) {
	p.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=platform team", "-c", "user.email=platform@example.org", "-C", p.dir}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		p.t.Fatalf("git %v: %v: %s", args, err, out)
	}
}

// patience is how long tests wait for the preview. A busy machine with a slow disk takes many
// seconds for what is done at once elsewhere.
const patience = 2 * time.Minute

// awaitPage waits until a page contains a text.
func (p *previewed) awaitPage(name, text string) {
	p.t.Helper()
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(10 * time.Millisecond) {
		if w := ask(p.server, name); strings.Contains(w.Body.String(), text) {
			return
		}
	}
	p.t.Fatalf("%s never contains %q; the preview said:\n%s", name, text, p.said)
}

// document returns a document that differs for each n.
func document(n int) string {
	return fmt.Sprintf("---\ntitle: Title %d\nid: PM-2026-%04d\nservice: s%d\ndate: 2026-01-%02d\nstatus: draft\ntags: [t%d]\n---\n## Summary\nText %[1]d.\n", n, n, n%3, n%28+1, n%5)
}

// TestFollow changes files in bursts, thousands of times in all, as editors and
// git do. After each burst the preview must serve, byte for byte, what a build
// would write.
func TestFollow(t *testing.T) {
	t.Parallel()
	p := &previewed{t: t, dir: t.TempDir()}
	p.write("pmsite.yaml", "title: Follow\n")
	p.write("content/a/first.md", document(0))
	p.git("init", "-q", "-b", "main")
	p.git("add", ".")
	p.git("commit", "-q", "-m", "First")
	p = followed(t, p.dir)
	random := rand.New(rand.NewPCG(3, 4))
	n := 0
	for range 12 {
		for range 100 + random.IntN(200) {
			n++
			p.operate(random, n)
		}
		switch random.IntN(3) {
		case 0:
			p.git("add", "-A")
			p.git("commit", "-q", "-m", fmt.Sprint("Round ", n))
		case 1:
			p.git("stash", "-q", "-u")
		}
		p.awaitSame(func(string) bool { return true })
	}
}

// operate changes something at random.
func (p *previewed) operate(random *rand.Rand, n int) {
	folder := fmt.Sprintf("content/%c", 'a'+rune(random.IntN(4)))
	name := fmt.Sprintf("%s/f%d.md", folder, random.IntN(12))
	switch random.IntN(40) {
	case 0:
		_ = os.RemoveAll(p.path(folder))
	case 1:
		_ = os.Rename(p.path(folder), p.path(fmt.Sprintf("content/moved%d", n%7)))
	case 2:
		p.write("pmsite.yaml", fmt.Sprintf("title: Follow %d\n", n))
	case 3:
		p.write("theme/templates/notfound.html", fmt.Sprintf(`{{define "notfound.html"}}{{template "layout-start" .}}none %d{{template "layout-end" .}}{{end}}`, n))
	case 4:
		_ = os.RemoveAll(p.path("theme"))
	case 5, 6, 7, 8:
		_ = os.Remove(p.path(name))
	case 9, 10, 11:
		p.write(fmt.Sprintf("%s/deep/er/g%d.md", folder, random.IntN(5)), document(n))
	case 12, 13, 14, 15, 16: // vim and others
		p.write(name+".new", document(n))
		_ = os.Rename(p.path(name+".new"), p.path(name))
	case 17, 18: // emptied, then written in two steps
		p.write(name, "")
		p.write(name, document(n)[:40])
		p.write(name, document(n))
	case 19, 20: // renamed away and back
		_ = os.Rename(p.path(name), p.path(name+"~"))
		p.write(name, document(n))
		_ = os.Remove(p.path(name + "~"))
	case 21:
		p.write(folder+"/bundle/index.md", document(n))
		p.write(folder+"/bundle/plan.png", document(n))
	default:
		p.write(name, document(n))
	}
}

// TestFollowWithoutHistory checks that no save waits for a history that takes long after a cold start, and that it is added
// once it is known.
func TestFollowWithoutHistory(t *testing.T) {
	t.Parallel()
	p := &previewed{t: t, dir: t.TempDir(), server: &serve.Server{}, said: &safeBuffer{}}
	for i := range worthCaching {
		p.write(fmt.Sprintf("content/f%d.md", i), document(i))
	}
	p.git("init", "-q", "-b", "main")
	p.git("add", ".")
	p.git("commit", "-q", "-m", "First")
	p.opener = openerOf(p.dir)
	past := newHistory()
	find, started, finish := past.find, make(chan bool), make(chan bool)
	past.find = func(ctx context.Context, of *project.Project, posts func() map[string]*content.PostMortem) (map[string]*content.History, error) {
		close(started)
		<-finish
		return find(ctx, of, posts)
	}
	p.follow(past)
	<-started // a second after the start
	for n := range 2 {
		p.write("content/f7.md", document(200+n))
		p.awaitPage("postmortems/f7/index.html", fmt.Sprintf("Text %d.", 200+n))
	}
	close(finish)
	p.awaitPage("postmortems/f8/index.html", "Last changed")
	p.awaitSame(func(name string) bool { return strings.HasPrefix(name, "postmortems/f7/") })
}

// TestFollowCheckout checks out a branch on which a thousand files differ.
func TestFollowCheckout(t *testing.T) {
	t.Parallel()
	p := &previewed{t: t, dir: t.TempDir()}
	for i := range 1000 {
		p.write(fmt.Sprintf("content/%d/f%d.md", i%10, i), document(i))
	}
	p.git("init", "-q", "-b", "main")
	p.git("add", ".")
	p.git("commit", "-q", "-m", "First")
	p.git("checkout", "-q", "-b", "topic")
	for i := range 1000 {
		p.write(fmt.Sprintf("content/%d/f%d.md", i%10, i), document(i+2000))
	}
	p.git("commit", "-q", "-a", "-m", "Second")
	p = followed(t, p.dir)
	seen := len(p.said.String())
	some := func(name string) bool {
		return strings.HasSuffix(name, "/index.html") && strings.Contains(name, "f77") || strings.Count(name, "/") < 2
	}
	p.git("checkout", "-q", "main")
	p.awaitSame(some)
	if lines := strings.Count(p.said.String()[seen:], " ms"); lines == 0 || lines > 40 {
		t.Errorf("%d rebuilds:\n%s", lines, p.said.String()[seen:])
	}
}

// TestFollowWorktree follows the branch of a linked work tree, whose HEAD is
// elsewhere.
func TestFollowWorktree(t *testing.T) {
	t.Parallel()
	p := &previewed{t: t, dir: filepath.Join(t.TempDir(), "main")}
	p.write("content/one.md", document(1))
	p.git("init", "-q", "-b", "main")
	p.git("add", ".")
	p.git("commit", "-q", "-m", "First")
	p.git("worktree", "add", "-q", "../linked")
	p = followed(t, filepath.Join(filepath.Dir(p.dir), "linked"))
	p.git("commit", "-q", "--allow-empty", "-m", "Nothing", "--date", "2030-01-01T00:00:00Z")
	p.write("content/two.md", document(2))
	p.git("add", ".")
	p.git("commit", "-q", "-m", "Two")
	p.awaitPage("postmortems/two/index.html", "Last changed")
	p.awaitSame(func(string) bool { return true })
}

// TestFollowSurvives checks that the preview survives changes of folders and
// files: it shows errors where there are any, and continues.
func TestFollowSurvives(t *testing.T) {
	t.Parallel()
	p := &previewed{t: t, dir: t.TempDir()}
	for i := range 5 {
		p.write(fmt.Sprintf("content/f%d.md", i), document(i))
	}
	p = followed(t, p.dir)
	all := func(string) bool { return true }
	if os.Geteuid() != 0 { // root may read everything
		for _, mode := range []struct {
			mode os.FileMode
			text string
		}{{0, "permission denied"}, {0o600, "Text 4"}} {
			_ = os.Chmod(p.path("content/f4.md"), mode.mode)
			p.awaitPage("postmortems/f4/index.html", mode.text)
		}
	}
	for _, fault := range []struct {
		name       string
		do         func()
		page, text string
	}{
		{"a file replaced by a folder", func() {
			_ = os.Remove(p.path("content/f1.md"))
			p.write("content/f1.md/inner.md", document(11))
		}, "postmortems/inner/index.html", "Text 11"},
		{"a folder replaced by a file", func() {
			_ = os.RemoveAll(p.path("content/f1.md"))
			p.write("content/f1.md", document(12))
		}, "postmortems/f1/index.html", "Text 12"},
		{"a large document", func() {
			p.write("content/large.md", document(13))
			_ = os.Truncate(p.path("content/large.md"), 1<<30)
		}, "postmortems/large/index.html", "the file is larger than"},
		{"a large document gone", func() { _ = os.Remove(p.path("content/large.md")) }, "postmortems/large/index.html", "<title>Page not found"},
		{"the content folder deleted", func() { _ = os.Rename(p.path("content"), p.path("gone")) }, "index.html", "content folder"},
		{"the content folder restored", func() { _ = os.Rename(p.path("gone"), p.path("content")); p.write("content/f2.md", document(14)) }, "postmortems/f2/index.html", "Text 14"},
		{"saves during rebuilds", func() {
			for i := range 500 {
				p.write("content/f3.md", document(100+i))
			}
		}, "postmortems/f3/index.html", "Text 599"},
	} {
		t.Log(fault.name)
		fault.do()
		p.awaitPage(fault.page, fault.text)
	}
	p.awaitSame(all)
}

// awaitSame waits until every included path is served as in a fresh build.
func (p *previewed) awaitSame(included func(name string) bool) {
	t := p.t
	t.Helper()
	want, done := built(t, p.dir)
	defer done()
	names := slices.DeleteFunc(slices.Clone(want.Paths()), func(name string) bool { return !included(name) })
	different := ""
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(10 * time.Millisecond) {
		if different = firstDifference(t, want, names, p.server); different == "" {
			return
		}
	}
	t.Fatalf("%s never becomes what a build writes; the preview said:\n%s", different, p.said)
}

func firstDifference(t *testing.T, want *site.Site, names []string, server *serve.Server) string {
	t.Helper()
	for _, name := range names {
		var text strings.Builder
		if err := want.Render(&text, name); err != nil {
			t.Fatal(err)
		}
		if served(server, name) != text.String() {
			return name
		}
	}
	return ""
}

func ask(server *serve.Server, name string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/", nil)
	r.URL.Path = "/" + name
	server.ServeHTTP(w, r)
	return w
}

func served(server *serve.Server, name string) string {
	return ours.ReplaceAllString(ask(server, name).Body.String(), "")
}

// built returns a fresh site of a folder. It can be read until done is called.
func built(t *testing.T, dir string) (out *site.Site, done func()) {
	t.Helper()
	p, err := openerOf(dir).Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	asOf, err := p.AsOf("")
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.Load(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.AddHistory(t.Context(), c, false); err != nil {
		t.Fatal(err)
	}
	theme, err := themes.ForSite(p.Source.FS, p.Config.Theme)
	if err != nil {
		t.Fatal(err)
	}
	branches, err := p.Branches(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out, err = site.New(site.Input{
		Collection: c, Config: p.Config, Theme: theme, AsOf: asOf, Drafts: true, Branches: branches, LineURL: p.LineURL,
		ToWrite: func(c *collection.Collection, pm *content.PostMortem) []content.Problem {
			return p.ToWrite(t.Context(), c, pm)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, p.Close
}
