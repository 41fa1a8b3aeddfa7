package lsp

import "testing"

func TestFileOf(t *testing.T) {
	for uri, want := range map[string]string{
		"file:///repo/content/a.md":                 "/repo/content/a.md",
		"file:///repo/post%20mortems/%C3%A9.md":     "/repo/post mortems/é.md",
		"file://localhost/repo/../repo/./a.md":      "/repo/a.md",
		"file:///c%3A/repo/a.md":                    "c:/repo/a.md",
		"untitled:Untitled-1":                       "",
		"https://example.org/a.md":                  "",
		"file:///repo/%00":                          "",
		"file:///repo/%zz":                          "",
		"file:":                                     "",
		"vscode-notebook-cell:/repo/content/a.md#1": "",
	} {
		if got, ok := fileOf(uri); got != want || ok != (want != "") {
			t.Errorf("%s: %q, %v", uri, got, ok)
		}
	}
}
