package config_test

import (
	"testing"

	"github.com/pmsite/pmsite/content/config"
)

// TestPlaces checks that paths are relative to the folder of the config.
func TestPlaces(t *testing.T) {
	t.Parallel()
	const root = "/home/repo"
	for _, test := range []struct {
		at, text                string
		folder, content, output string
		problem                 string
	}{
		{root, "", ".", "content", "public", ""},
		{root + "/docs/pm", "", "docs/pm", "docs/pm/content", "docs/pm/public", ""},
		{root + "/docs/pm", "content: .\noutput: ../../site", "docs/pm", "docs/pm", "site", ""},
		{root + "/sites", "content: ../docs/ops\noutput: /srv/ops", "sites", "docs/ops", "/srv/ops", ""},
		{root + "/sites", "output: ../../ops", "sites", "sites/content", "../ops", ""},
		{root + "/sites", "content: ../../ops", "sites", "content", "sites/public", `ops.yaml:1:10: error: "../../ops" is outside of the repository [config] - name a folder in the repository; paths are relative to the folder of ops.yaml`},
		{"/home/team", "", ".", "content", "public", ""},
		{"/home/team", "content: ../repo/docs\noutput: out", ".", "docs", "../team/out", ""},
		{"/home/team", "content: docs", ".", "content", "public", `ops.yaml:1:10: error: "docs" is outside of the repository [config] - name a folder in the repository; paths are relative to the folder of ops.yaml`},
		{"/home/team", "sources: [{url: https://example.org/a, content: docs}]", ".", "content", "public", ""}, // relative to the other repository
	} {
		c, problems := config.ParseAt(config.Place{Root: root, Folder: test.at}, "ops.yaml", []byte(test.text))
		got := ""
		for _, p := range problems {
			got += p.String() + " - " + p.Hint
		}
		if c.Folder != test.folder || c.Content != test.content || c.Output != test.output || got != test.problem {
			t.Errorf("at %s, %q: folder %s, content %s, output %s, %q; want %s, %s, %s, %q", test.at, test.text, c.Folder, c.Content, c.Output, got, test.folder, test.content, test.output, test.problem)
		}
	}
}

// TestAddressesInFolder checks the addresses of files of a tree that is a folder of the repository.
func TestAddressesInFolder(t *testing.T) {
	t.Parallel()
	r := config.Repository{URL: "https://github.com/a/b", Branch: "main", Folder: "docs/pm"}
	for _, got := range [][2]string{
		{r.EditURL("content/a.md"), "https://github.com/a/b/edit/main/docs/pm/content/a.md"},
		{r.FileURL("abc", "content/a b.md"), "https://github.com/a/b/blob/abc/docs/pm/content/a%20b.md"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s, want %s", got[0], got[1])
		}
	}
}
