package serve

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestScripts runs the preview's scripts in Node.js, with the DOM that the
// theme's scripts are tested with. What needs a real browser is tested in
// site/browser.
func TestScripts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"reload.js", "notes.js", "marks.js", "../../themes/testdata/scripts/dom.mjs", "testdata/scripts/preview.test.mjs"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// This makes Node treat the files as modules.
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type": "module"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "--test-reporter=spec", filepath.Join(dir, "preview.test.mjs"))
	node.Env = append(os.Environ(), "NO_COLOR=1")
	if out, err := node.CombinedOutput(); err != nil {
		t.Errorf("%v; make tools installs Node.js\n%s", err, strings.TrimSpace(string(out)))
	}
}
