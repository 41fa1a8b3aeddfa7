package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A safeBuffer can be read while a command writes to it.
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

// A serving is a running serve command.
type serving struct {
	t       *testing.T
	address string // as printed
	stderr  *safeBuffer
	stop    func() int
}

var printedAddress = regexp.MustCompile(`^(http://\S+/) shows the site; stop with Ctrl-C\n$`)

// startServe starts serve in a folder and waits for its address.
func startServe(t *testing.T, dir string, env map[string]string, args ...string) *serving {
	t.Helper()
	out, stdout := io.Pipe()
	p := &serving{t: t, stderr: &safeBuffer{}}
	a := &app{stdin: strings.NewReader(""), stdout: stdout, stderr: p.stderr, getenv: func(name string) string { return env[name] }, now: time.Now}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- a.run(ctx, append([]string{"serve", "-C", dir}, args...))
		_ = stdout.Close()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	m := printedAddress.FindStringSubmatch(line)
	if m == nil {
		cancel()
		t.Fatalf("serve prints %q, %v; status %d: %s", line, err, <-ended, p.stderr)
	}
	p.address = m[1]
	p.stop = func() int {
		cancel()
		status := <-ended
		ended <- status
		return status
	}
	t.Cleanup(func() { p.stop() })
	return p
}

// get requests a page with the given Host header.
func (p *serving) get(path, host string) (status int, text string) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.address+strings.TrimPrefix(path, "/"), nil)
	if err != nil {
		p.t.Fatal(err)
	}
	r.Host = host
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func aCollection(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content", "one.md"), document(1))
	return dir
}

// TestServeForThisMachine checks that a preview by default accepts only this machine's
// own names, and that it ends cleanly.
func TestServeForThisMachine(t *testing.T) {
	t.Parallel()
	p := startServe(t, aCollection(t), nil, "--addr", "127.0.0.1:0")
	if !strings.HasPrefix(p.address, "http://127.0.0.1:") {
		t.Errorf("the preview is at %s", p.address)
	}
	if status, text := p.get("/postmortems/one/", ""); status != 200 || !strings.Contains(text, "Text 1.") {
		t.Errorf("a draft is answered with %d:\n%s", status, text)
	}
	if status, _ := p.get("/", "evil.example"); status != 403 {
		t.Errorf("a request for evil.example is answered with %d, want 403", status)
	}
	if strings.Contains(p.stderr.String(), "anybody") {
		t.Errorf("a preview that nobody else can reach warns: %s", p.stderr)
	}
	if status := p.stop(); status != 0 {
		t.Errorf("a stopped preview ends with status %d", status)
	}
}

// TestServeForOthers checks that a preview that others can reach warns about it, and
// accepts any name for it. A host name in --addr accepts only itself.
func TestServeForOthers(t *testing.T) {
	t.Parallel()
	dir := aCollection(t)
	for _, addr := range []string{"0.0.0.0:0", ":0"} {
		p := startServe(t, dir, nil, "--addr", addr)
		if !strings.HasPrefix(p.address, "http://localhost:") {
			t.Errorf("--addr %s: the preview is at %s, want an address that a browser can open", addr, p.address)
		}
		if status, _ := p.get("/", "preview.example"); status != 200 {
			t.Errorf("--addr %s: preview.example is answered with %d", addr, status)
		}
		if want := "warning: anybody who can reach " + addr + " can read the preview, including drafts\n"; !strings.Contains(p.stderr.String(), want) {
			t.Errorf("--addr %s: no warning in %s", addr, p.stderr)
		}
	}
	p := startServe(t, dir, nil, "--addr", "localhost:0")
	if status, _ := p.get("/", "localhost"); status != 200 {
		t.Errorf("localhost is answered with %d", status)
	}
	if status, _ := p.get("/", "evil.example"); status != 403 {
		t.Errorf("with --addr localhost:0, evil.example is answered with %d, want 403", status)
	}
	if strings.Contains(p.stderr.String(), "anybody") {
		t.Errorf("localhost warns: %s", p.stderr)
	}
}

// TestServePortTaken checks that the next free port is used, with a message.
func TestServePortTaken(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, first, _ := net.SplitHostPort(taken.Addr().String())
	p := startServe(t, aCollection(t), nil, "--addr", "127.0.0.1:"+first)
	_, port, _ := net.SplitHostPort(strings.TrimSuffix(strings.TrimPrefix(p.address, "http://"), "/"))
	got, _ := strconv.Atoi(port)
	if want, _ := strconv.Atoi(first); got <= want || got > want+10 {
		t.Errorf("port %d is in use; the preview is at %d, want one of the next ten", want, got)
	}
	if want := "port " + first + " is in use\n"; !strings.HasPrefix(p.stderr.String(), want) {
		t.Errorf("serve says %q, want %q first", p.stderr, want)
	}
}

// TestServeUsage checks the errors for invalid flags.
func TestServeUsage(t *testing.T) {
	t.Parallel()
	dir := aCollection(t)
	for _, test := range []struct {
		args []string
		env  map[string]string
		want string
	}{
		{[]string{"--addr", "nowhere"}, nil, "error: address nowhere: missing port in address\nhint: --addr takes host:port, such as 127.0.0.1:1414; with port 0, it takes any free one\n"},
		{[]string{"--addr", "127.0.0.1:nonsense"}, nil, "hint: --addr takes host:port, such as 127.0.0.1:1414; with port 0, it takes any free one\n"},
		{[]string{"--addr", "192.0.2.1:0"}, nil, "hint: --addr takes host:port, such as 127.0.0.1:1414; with port 0, it takes any free one\n"},
		{
			[]string{"--editor", "ed"},
			nil,
			"error: --editor: unknown editor \"ed\"\nhint: it takes cursor, idea, none, vscode, vscodium, zed, or an address such as vscode://file{path}:{line}:{column}\n",
		},
		{nil, map[string]string{"PMSITE_EDITOR": "ed"}, "unknown editor \"ed\"\n"},
		{[]string{"--addr", "127.0.0.1:0", "--ref", "main"}, nil, "not a git repository\n"},
		{[]string{"--addr", "127.0.0.1:0", "--compare", "main"}, nil, "error: --compare: "},
	} {
		got := at(t, time.Now(), test.env, append([]string{"serve", "-C", dir}, test.args...)...)
		if got.status != 2 || got.stdout != "" || !strings.Contains(got.stderr, test.want) {
			t.Errorf("serve %v ends with %d and says\n%swant 2 and\n%s", test.args, got.status, got.stderr, test.want)
		}
	}
}

// TestServeFaults checks what a preview shows for unreadable documents: three lines
// before and after the error, and a link to its position.
func TestServeFaults(t *testing.T) {
	t.Parallel()
	dir := aCollection(t)
	write(t, filepath.Join(dir, "content", "bad.md"), "---\ntitle: Bad\n# 3\n# 4\n# 5\nid: [\n# 7\n---\n## Nine\nten\neleven\n")
	p := startServe(t, dir, map[string]string{"PMSITE_EDITOR": "zed"}, "--addr", "127.0.0.1:0", "--editor", "idea")
	_, text := p.get("/postmortems/bad/", "")
	for _, want := range []string{">   4  # 4<", ">   5  # 5<", ">   6  id: [<", `class="faulty">   7  # 7<`, ">   8  ---<", ">   9  ## Nine<", ">  10  ten<"} {
		if !strings.Contains(text, want) {
			t.Errorf("the error does not show the line %q:\n%s", want, text)
		}
	}
	for _, line := range []string{">   3  # 3<", ">  11  eleven<"} {
		if strings.Contains(text, line) {
			t.Errorf("the error shows %q, more than three lines away", line)
		}
	}
	if !strings.Contains(text, "idea://open?file=") || strings.Contains(text, "zed://") {
		t.Error("--editor idea opens another editor")
	}
	if _, text := p.get("/postmortems/one/", ""); strings.Contains(text, "faulty") {
		t.Error("a good document shows the error of another")
	}
}

// TestServeManyFaults checks that a preview shows at most fifty errors.
func TestServeManyFaults(t *testing.T) {
	t.Parallel()
	dir := aCollection(t)
	for i := range 52 {
		write(t, filepath.Join(dir, "content", fmt.Sprintf("bad%02d.md", i)), "---\ntitle: [\n---\n")
	}
	p := startServe(t, dir, nil, "--addr", "127.0.0.1:0")
	shown := 0
	for i := range 52 {
		if _, text := p.get(fmt.Sprintf("/postmortems/bad%02d/", i), ""); strings.Contains(text, `class="faulty"`) {
			shown++
		}
	}
	if shown != 50 {
		t.Errorf("of 52 documents that cannot be read, %d show why, want 50", shown)
	}
}
