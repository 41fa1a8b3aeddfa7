package portable_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site/portable"
)

// TestModules checks what becomes of the statements of modules: the rest stays the same, on the same lines.
func TestModules(t *testing.T) {
	t.Parallel()
	got, err := portable.Modules(map[string][]byte{
		"a/all.js": []byte(`// All forms.
import { one, two as second,
	three } from "./some.js";
import * as rest from "../b/rest.js";
import "./some.js";
export { one } from "./some.js";
export { second as deux };
export const x = 1, y = x / 2; // two, in one
export const z = f("a, b = 1");
export async function f(a) {
	return import(a); // not pkg.import(a)
}
export class C {}
`),
		"a/some.js":   []byte("export let one = 1, two = 2;\nexport function* three() {}"),
		"b/rest.js":   []byte("export const r = (a, b) => a;\n"),
		"classic.js":  []byte("const imported = 'no import here';\n"),
		"dynamic.js":  []byte("import(\"./b/rest.js\").then(() => {});\n"),
		"exported.js": []byte("export {};\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"a/all.js": `"use strict"; pmsite.define(["./some.js", "../b/rest.js", "./some.js", "./some.js"], async ({ one, two: second, three }, rest, pmsiteModule2, pmsiteModule3) => { // All forms.






const x = 1, y = x / 2; // two, in one
const z = f("a, b = 1");
async function f(a) {
	return pmsite.import(a); // not pkg.import(a)
}
class C {}
return { get one() { return pmsiteModule3.one; }, get deux() { return second; }, get x() { return x; }, get y() { return y; }, get z() { return z; }, get f() { return f; }, get C() { return C; } };
});
`,
		"a/some.js": `"use strict"; pmsite.define([], async () => { let one = 1, two = 2;
function* three() {}
return { get one() { return one; }, get two() { return two; }, get three() { return three; } };
});
`,
		"b/rest.js": `"use strict"; pmsite.define([], async () => { const r = (a, b) => a;
return { get r() { return r; } };
});
`,
		"dynamic.js":  "\"use strict\"; pmsite.define([], async () => { pmsite.import(\"./b/rest.js\").then(() => {});\nreturn {  };\n});\n",
		"exported.js": "\"use strict\"; pmsite.define([], async () => { \nreturn {  };\n});\n",
	}
	for name, text := range want {
		if string(got[name]) != text {
			t.Errorf("%s became\n%s\nwant\n%s", name, got[name], text)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d scripts are modules, want %d", len(got), len(want))
	}
}

func TestModulesRefused(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"\nexport default 1;":                     `a.js:2: "export default 1;" is not supported in a portable site`,
		"import x from \"./b.js\";":               `a.js:1: "import x from \"./b.js\";" is not supported in a portable site`,
		"import { x } from \"lib\";":              `a.js:1: "import { x } from \"lib\";" is not supported in a portable site`,
		"export * from \"./b.js\";":               `a.js:1: "export * from \"./b.js\";" is not supported in a portable site`,
		"export {};\nf(import.meta.url)":          "a.js:2: import.meta is not supported in a portable site",
		"import { x } from \"./c.js\";":           `a.js:1: there is no module "./c.js"`,
		"\nimport { x, y as z } from \"./b.js\";": `a.js:2: "./b.js" does not export y in a statement of its own`,
	} {
		if _, err := portable.Modules(map[string][]byte{"a.js": []byte(src), "b.js": []byte("export const x = 1;\n")}); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", src, err, want)
		}
	}
}

func FuzzModules(f *testing.F) {
	f.Add("import { a } from \"./a.js\";\nexport const b = 1, c = 2;\nexport { b as d };\nimport(x)")
	f.Fuzz(func(t *testing.T, src string) {
		out, err := portable.Modules(map[string][]byte{"a.js": []byte(src)})
		if err == nil && out["a.js"] != nil && strings.Count(string(out["a.js"]), "\n") < strings.Count(strings.TrimRight(src, "\n"), "\n") {
			t.Errorf("%q has lost lines: %q", src, out["a.js"])
		}
	})
}

func TestData(t *testing.T) {
	t.Parallel()
	src := []byte("</script>\x00\"")
	if got, want := string(portable.Data(src)), `pmsite.give("`+base64.StdEncoding.EncodeToString(src)+"\");\n"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
