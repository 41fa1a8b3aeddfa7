package portable

import "testing"

func TestCompact(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "",
		"// A comment.\n\n\tconst a = 1; // kept\n": "const a = 1; // kept\n",
		"\tconst url = \"//host\";\n\t// gone\n":    "const url = \"//host\";\n",
		"const a = `${b}`;\n\t// gone":              "const a = `${b}`;\n",
		"const a = `x\n// stays\n`;\n":              "const a = `x\n// stays\n`;\n",
		"const a = `x ${b ? `\n// stays\n` : 1}`;":  "const a = `x ${b ? `\n// stays\n` : 1}`;",
		"const a = \"x\\\n// stays\";\n":            "const a = \"x\\\n// stays\";\n",
	} {
		if got := compact(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
