package config_test

import (
	"testing"

	"github.com/pmsite/pmsite/content/config"
)

// TestWithFormat adds the format to configs, and checks that everything else stays.
func TestWithFormat(t *testing.T) {
	for text, want := range map[string]string{
		"":                                      "format: 1\n",
		"title: a":                              "format: 1\ntitle: a",
		"\ufefftitle: a\r\n":                    "\ufeffformat: 1\r\ntitle: a\r\n",
		"# Ours.\n\n# The name.\ntitle: a\n":    "# Ours.\n\nformat: 1\n# The name.\ntitle: a\n",
		"# Nothing yet.\n":                      "format: 1\n# Nothing yet.\n",
		"---\ntitle: a # b\nrules: {}\n":        "---\nformat: 1\ntitle: a # b\nrules: {}\n",
		"title: |\n  a\n  # b\ncontent: ../a\n": "format: 1\ntitle: |\n  a\n  # b\ncontent: ../a\n",
		"{title: a}":                            "",
		"format: 1\ntitle: a\n":                 "",
		"title: [\n":                            "",
	} {
		got, ok := config.WithFormat([]byte(text))
		if ok != (want != "") || ok && string(got) != want {
			t.Errorf("%q becomes %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestNewerFormat(t *testing.T) {
	for text, want := range map[string]string{
		"":                                 "",
		"format: 1":                        "",
		"format: [2":                       "",
		"format: two":                      "",
		"\ufeff# A.\nold: &x 1\nformat: 2": `a/pmsite.yaml:3:9: error: this collection is written in format 2, and the newest that this pmsite reads is 1 [config]`,
	} {
		problem, newer := config.NewerFormat("a/pmsite.yaml", []byte(text))
		if newer != (want != "") || newer && problem.String() != want {
			t.Errorf("%q: %v, want %q", text, problem, want)
		}
	}
}
