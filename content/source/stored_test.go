package source

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// storedIn returns the content of a file as git stores it.
func storedIn(t *testing.T, fsys fs.FS, name string) []byte {
	t.Helper()
	f, err := fsys.(interface {
		OpenStored(name string) (fs.File, error)
	}).OpenStored(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestStoredMatchesGit compares what git stores of files with git hash-object, for many attributes and settings.
func TestStoredMatchesGit(t *testing.T) {
	t.Parallel()
	contents := []string{
		"", "one\r\ntwo\r\n", "one\ntwo\r\n", "one\r\ntwo", "\r\n", "one\rtwo\r\n", "nul\x00\r\n", "ends\r", "dos\r\n\x1a", "\x01\x02\r\n", strings.Repeat("x", 300) + "\x01\r\n",
		strings.Repeat("x", 100) + "\x01\r\n", "$Id$ $Id: abc$\r\n", "$Id: a\n$ $Id: b$Id: c$ $Id:$ $Id: open", "$Id:", "\xff\xfea\x00\r\x00\n\x00", "\xfe\xff\x00a\x00\r\x00\n", "gr\xfc\xdfe\r\n",
	}
	attributes := []string{
		"", "* text", "* -text", "* text=auto", "* text eol=crlf", "* text=auto eol=lf", "* eol=crlf", "* eol=lf -text", "* crlf", "* -crlf", "* crlf=input", "* crlf=auto", "* text=other crlf",
		"* ident", "* ident text", "* binary", "* text\n* -text", "* -text\n* text", "* text -text", "* text\n* !text", "[attr]windows text eol=crlf\n* windows", "[attr]windows text\n* windows -windows",
		"*.t text\n", "d/*.t text", "/f0.t text\n", "**/f1.t text", "\"f2.t\" text", "d/ text", "!*.t text", "*.T text", "f[0-3].t text", "  * text  # no comment", "# * text", "* text=auto\n*.u -text\nd/*.u text",
		"* working-tree-encoding=UTF-16 text", "* text working-tree-encoding=latin1",
	}
	for i, text := range attributes {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			r := gittest.New(t)
			var names []string
			for i, content := range contents {
				for _, dir := range []string{"", "d/"} {
					for _, ext := range []string{".t", ".u"} {
						name := fmt.Sprintf("%sf%d%s", dir, i, ext)
						names = append(names, name)
						r.Write(name, content)
					}
				}
			}
			for _, name := range names { // so that git trusts the times in its index
				if err := os.Chtimes(filepath.Join(r.Dir, name), gittest.Start, gittest.Start); err != nil {
					t.Fatal(err)
				}
			}
			r.Git("add", "f1.t", "d/f2.u", "f6.t", "f9.u", "d/f9.u") // with CRLF
			r.Git("commit", "-q", "-m", "one")
			r.Write("f9.u", "changed\r\n", "d/f9.u", "changed\r\n")
			for _, config := range []string{"core.autocrlf=false", "core.autocrlf=true", "core.autocrlf=input", "core.eol=crlf", "core.ignoreCase=true"} {
				key, value, _ := strings.Cut(config, "=")
				r.Git("config", key, value)
				for _, file := range []string{".gitattributes", ".git/info/attributes", "d/.gitattributes"} {
					if file != ".gitattributes" && value != "false" {
						continue
					}
					r.Write(file, text+"\n")
					compareStored(t, r, names, fmt.Sprintf("%q in %s with %s", text, file, config))
					r.Write(file, "-")
				}
			}
		})
	}
}

func compareStored(t *testing.T, r *gittest.Repo, names []string, what string) {
	t.Helper()
	want := map[string]string{}
	if strings.Contains(what, "encoding") { // git add stops at a file that is not in it
		tracked := strings.Fields(r.Git("ls-files"))
		for _, name := range names {
			if slices.Contains(tracked, name) {
				continue
			}
			if out, err := r.Try("", "hash-object", "--", name); err == nil {
				want[name] = strings.TrimSpace(out)
			}
		}
	} else {
		at, index := r.In(r.Dir), filepath.Join(t.TempDir(), "index")
		data, err := os.ReadFile(filepath.Join(r.Dir, ".git", "index"))
		if err == nil {
			err = os.WriteFile(index, data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		at.Env = append(gittest.Environ(), "GIT_INDEX_FILE="+index)
		at.Git("add", "-A")
		for line := range strings.SplitSeq(at.Git("ls-files", "-z", "--stage"), "\x00") {
			if about, name, ok := strings.Cut(line, "\t"); ok {
				want[name] = strings.Fields(about)[1]
			}
		}
	}
	s := mustTree(t, r.Dir)
	compared := 0
	for _, name := range names {
		data := storedIn(t, s.FS, name)
		if got := git.ObjectID(git.KindBlob, data, 20).String(); want[name] != "" && got != want[name] {
			t.Errorf("%s: of %s %q is stored, which git does not", what, name, data)
		}
		if want[name] != "" {
			compared++
		}
	}
	if compared < 4 {
		t.Errorf("%s: git stores only %d files", what, compared)
	}
}
