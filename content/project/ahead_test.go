package project_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestToWrite checks what is still to be written in a draft: fields that are missing, and what the review asks for, by line,
// and where a forge shows a line. There is nothing to write in what is no draft.
func TestToWrite(t *testing.T) {
	t.Parallel()
	draft := strings.Replace(string(text("A")), "status: review", "status: draft", 1) + "TODO: ask Ada Lovelace\n"
	draft = strings.Replace(draft, "severity: low\n", "", 1)
	dir := repository(t, commit("", 0, files("content/a.md", []byte(draft), "content/b.md", append(text("B"), "TODO\n"...),
		"pmsite.yaml", []byte("repository: {url: https://git.example.org/x, branch: main}\n"))))
	o, _ := opener(dir, nil)
	p := open(t, o, "")
	c, err := p.Load(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, pm := range c.PostMortems {
		for _, found := range p.ToWrite(t.Context(), c, pm) {
			got[pm.Path] += fmt.Sprint(found.Pos.Line, " ", found.Rule, ";")
		}
	}
	if want := map[string]string{"content/a.md": "7 section-missing;10 missing-field;15 placeholder;"}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("to be written is %v, want %v", got, want)
	}
	if line, want := p.LineURL("content/a.md", 15), "https://git.example.org/x/blob/"+p.Source.Commit+"/content/a.md#L15"; line != want {
		t.Errorf("line 15 is at %s, want %s", line, want)
	}
	bare, _ := opener(t.TempDir(), nil)
	if line := open(t, bare, "").LineURL("content/a.md", 15); line != "" {
		t.Errorf("without a repository, line 15 is at %s", line)
	}
}
