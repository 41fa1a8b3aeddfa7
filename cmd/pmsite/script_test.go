package main

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pmsite": func() { os.Exit(run()) }})
}

// TestScripts runs the commands as a person would type them. "status N pmsite …" runs a
// command and checks its exit status, "treesum FILE DIR" writes a checksum of every file
// below a folder, "wait-clean DIR" waits until a repository has a commit and no changes,
// "wait-page PATH TEXT" waits until a page of the preview at ADDR contains a text,
// "no-text PATH TEXT" checks that a page does not contain it, and "hostile DIR" fills a
// folder with files that txtar cannot hold, "zip FILE DIR [NAME]" writes a zip file of a folder, or of the folder
// NAME in it, "wiki DIR N" writes old documents of other forms, and "zoneinfo DIR RULE" writes a time zone
// database in which clocks everywhere follow one rule. THEME is the folder of the built-in theme.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("GORACE", "atexit_sleep_ms=0") // else each run with the race detector ends a second later
			env.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			for _, who := range []string{"AUTHOR", "COMMITTER"} {
				env.Setenv("GIT_"+who+"_NAME", "platform team")
				env.Setenv("GIT_"+who+"_EMAIL", "platform@example.org")
				env.Setenv("GIT_"+who+"_DATE", "2026-05-01T12:00:00Z")
			}
			theme, err := filepath.Abs("../../themes/default")
			if err != nil {
				return err
			}
			env.Setenv("THEME", theme)
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			env.Setenv("ADDR", listener.Addr().String())
			return listener.Close()
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "treesum": treesum, "wait-clean": waitClean, "hostile": hostile, "wait-page": waitPage, "no-text": noText, "zip": zipFolder, "zoneinfo": zoneinfo, "wiki": wiki},
	})
}

func status(ts *testscript.TestScript, _ bool, args []string) {
	want := args[0]
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = fmt.Sprint(err)
		if _, scanErr := fmt.Sscanf(got, "exit status %s", &got); scanErr != nil {
			ts.Fatalf("%v", err)
		}
	}
	if got != want {
		ts.Fatalf("exit status %s, want %s", got, want)
	}
}

func treesum(ts *testscript.TestScript, _ bool, args []string) {
	root := ts.MkAbs(args[1])
	out := ""
	ts.Check(filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		relative, _ := filepath.Rel(root, name)
		out += fmt.Sprintf("%x %s\n", sha256.Sum256(data), relative)
		return err
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(out), 0o600))
}

func waitClean(ts *testscript.TestScript, _ bool, args []string) {
	for range 1000 {
		// Before the first commit, and while files are missing, there is a difference.
		if exec.Command("git", "-C", ts.MkAbs(args[0]), "diff", "--quiet", "HEAD").Run() == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s is not a clean repository", args[0])
}

// waitPage requests a page of the preview at ADDR until it contains a text.
func waitPage(ts *testscript.TestScript, _ bool, args []string) {
	found := ""
	for range 2000 {
		found = page("http://" + ts.Getenv("ADDR") + args[0])
		if strings.Contains(found, args[1]) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s never contains %q:\n%s", args[0], args[1], found)
}

// noText checks that a page of the preview at ADDR does not contain a text.
func noText(ts *testscript.TestScript, _ bool, args []string) {
	if found := page("http://" + ts.Getenv("ADDR") + args[0]); !strings.Contains(found, "<html") || strings.Contains(found, args[1]) {
		ts.Fatalf("%s contains %q, or is not a page:\n%s", args[0], args[1], found)
	}
}

func page(address string) string {
	r, err := http.Get(address)
	if err != nil {
		return err.Error()
	}
	defer r.Body.Close()
	data, _ := io.ReadAll(r.Body)
	return string(data)
}

func zipFolder(ts *testscript.TestScript, _ bool, args []string) {
	root := ts.MkAbs(args[1])
	file, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	archive := zip.NewWriter(file)
	ts.Check(filepath.WalkDir(filepath.Join(append([]string{root}, args[2:]...)...), func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") { // as upload-artifact does
			return err
		}
		relative, _ := filepath.Rel(root, name)
		data, err := os.ReadFile(name)
		ts.Check(err)
		w, err := archive.Create(filepath.ToSlash(relative))
		ts.Check(err)
		_, err = w.Write(data)
		return err
	}))
	ts.Check(archive.Close())
	ts.Check(file.Close())
}

func hostile(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	front := "---\ntitle: T\nservice: s\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-01-02\nstatus: completed\nauthors: [platform team]\n---\n## Summary\n"
	ts.Check(os.MkdirAll(dir, 0o755))
	for name, text := range map[string]string{
		"bom.md":      "\xef\xbb\xbf" + front,
		"crlf.md":     strings.ReplaceAll(front+"Text.\n", "\n", "\r\n"),
		"binary.md":   front + "a\x00b",
		"latin1.md":   "---\ntitle: caf\xe9\n---\n",
		"utf16.md":    "\xff\xfe" + strings.Join(strings.Split(front, ""), "\x00") + "\x00",
		"huge.md":     front + strings.Repeat("word ", 4<<20),
		"bomb.md":     "---\na: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\ntitle: *c\n---\n",
		"keys.md":     "---\ntitle: One\ntitle: Two\n---\n",
		"none.md":     "# A title\n\nNo front matter.\n",
		"nested.md":   front + strings.Repeat("> ", 100000) + "deep\n",
		"brackets.md": front + strings.Repeat("[a](", 100000),
	} {
		ts.Check(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	ts.Check(os.Symlink("/etc/hostname", filepath.Join(dir, "link.md")))
}
