package themes_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/index"
	"github.com/pmsite/pmsite/site/feed"
)

// TestScripts runs the tests of the default theme's scripts in Node.js. Scripts that
// change a page use the small DOM of testdata/scripts/dom.mjs. What needs a real
// browser is tested in site/browser.
func TestScripts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, from := range []string{"default/assets", "testdata/scripts"} {
		if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	// This makes Node treat the files as modules.
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type": "module"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	writeIndex(t, filepath.Join(dir, "index"))
	writeFigures(t, filepath.Join(dir, "figures.json"))
	tests, err := filepath.Glob(filepath.Join(dir, "*.test.mjs"))
	if err != nil || len(tests) == 0 {
		t.Fatalf("no tests of scripts: %v", err)
	}
	for _, test := range tests {
		t.Run(strings.TrimSuffix(filepath.Base(test), ".test.mjs"), func(t *testing.T) {
			t.Parallel()
			node := exec.Command("node", "--test-reporter=spec", test)
			node.Env = append(os.Environ(), "TZ=America/New_York", "NO_COLOR=1")
			if out, err := node.CombinedOutput(); err != nil {
				t.Errorf("%v; make tools installs Node.js\n%s", err, out)
			}
		})
	}
}

// writeFigures writes the input of the dashboard's script for a site without post
// mortems, which has the panels only.
func writeFigures(t *testing.T, name string) {
	t.Helper()
	var data bytes.Buffer
	if err := feed.NewColumns(nil, metrics.Settings{Vocabularies: content.BuiltinVocabularies()}, strings.ToLower, strings.ToLower).Write(&data); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// writeIndex writes the files of a site's search.
func writeIndex(t *testing.T, dir string) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/searched.txtar")
	if err != nil {
		t.Fatal(err)
	}
	docs, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	c, err := collection.Load(t.Context(), docs, collection.Options{Root: "postmortems"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range index.NewExport(c.PostMortems, content.Options{}).Files() {
		path := filepath.Join(dir, filepath.FromSlash(name))
		var data bytes.Buffer
		if err := write(&data); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
