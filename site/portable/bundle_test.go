package portable

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestBundle runs a bundle of modules that use the same names, and checks which scripts are bundled.
func TestBundle(t *testing.T) {
	t.Parallel()
	scripts := map[string][]byte{
		"a/entry.js":   []byte("import { one, two as second } from \"./parts.js\";\nimport * as all from \"../b/more.js\";\nimport \"./effect.js\";\nconst word = \"entry\";\nexport const text = [word, one(), second, all.word, globalThis.effect].join();\n"),
		"a/parts.js":   []byte("import { word } from \"../b/more.js\";\nconst own = \"part\";\nexport function one() { return own + word; }\nexport const two = 2;\n"),
		"b/more.js":    []byte("export const word = \"more\";\n"),
		"a/effect.js":  []byte("import { word } from \"../b/more.js\";\nglobalThis.effect = word;\n"),
		"a/plain.js":   []byte("alone();\n"),
		"a/later.js":   []byte("import { word } from \"../b/more.js\";\nimport(\"./plain.js\");\n"),
		"a/circle.js":  []byte("import { other } from \"./other.js\";\nexport const circle = 1;\n"),
		"a/other.js":   []byte("import { circle } from \"./circle.js\";\nexport const other = 1;\n"),
		"a/outer.js":   []byte("import { other } from \"./other.js\";\n"),
		"a/missing.js": []byte("import { nothing } from \"../b/more.js\";\n"),
	}
	bundles := Bundle(scripts)
	if names := slices.Sorted(maps.Keys(bundles)); strings.Join(names, " ") != "a/entry.js" {
		t.Fatalf("bundled are %v, want only a/entry.js", names)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"entry.mjs": string(bundles["a/entry.js"]), "run.mjs": "import { text } from \"./entry.mjs\";\nconsole.log(text);\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("node", filepath.Join(dir, "run.mjs")).CombinedOutput()
	if got := strings.TrimSpace(string(out)); err != nil || got != "entry,partmore,2,more,more" {
		t.Errorf("the bundle says %q, %v; make tools installs Node.js\n%s", got, err, bundles["a/entry.js"])
	}
	if _, err := Modules(bundles); err != nil {
		t.Errorf("a bundle does not work in a folder: %v", err)
	}
}
