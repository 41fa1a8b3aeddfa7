package git

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestMailmapMatchesGit compares what people are mapped to with git check-mailmap.
func TestMailmapMatchesGit(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	lines := []string{
		"Ada King <ada@example.org> Ada Lovelace <old@example.org>", "Bo <bo@example.org>", "<cy@example.org> <CY@old.example.org>",
		"Dee <dee@example.org> <d1@example.org>", "Dee Two <d2@example.org> Dee <d1@example.org>", "Eve <e1@example.org> <e2@example.org> # a comment",
		"  Fay   <fay@example.org>\t<f1@example.org>  ", "# Gus <gus@example.org>", "broken <", "Hal hal@example.org", "<> <i@example.org>", "Jo <jo@example.org> <>",
		"First <k@example.org>", "<k2@example.org> <k@example.org>", "Last <k@example.org>", "Lou C# <lou@example.org>", "", "Mia <mia@example.org>\r", "Ünal <u@example.org> ÜNAL <u2@example.org>",
	}
	r.Write(".mailmap", strings.Join(lines, "\n")+"\n")
	var m Mailmap
	m.Add(strings.Join(lines, "\n"))
	for _, email := range []string{
		"old@example.org", "OLD@example.org", "bo@example.org", "cy@old.example.org", "d1@example.org", "dee@example.org", "e2@example.org", "e1@example.org", "f1@example.org",
		"gus@example.org", "hal@example.org", "i@example.org", "k@example.org", "k2@example.org", "lou@example.org", "mia@example.org", "u2@example.org", "none@example.org",
	} {
		for _, name := range []string{"Ada Lovelace", "ada LOVELACE", "Dee", "Somebody", "ünal", "ÜNAL"} {
			want := strings.TrimSpace(r.Git("check-mailmap", name+" <"+email+">"))
			p := m.Map(Person{name, email})
			if got := p.Name + " <" + p.Email + ">"; got != want {
				t.Errorf("%s <%s> is %s, git says %s", name, email, got, want)
			}
		}
	}
}

// TestMailmapPeople checks that the identities of each line are read, and comments are skipped.
func TestMailmapPeople(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]Person{
		"Ada King <ada@example.org> Ada Lovelace <old@example.org>": {{"Ada King", "ada@example.org"}, {"Ada Lovelace", "old@example.org"}},
		"Ada King <ada@example.org> <old@example.org>":              {{"Ada King", "ada@example.org"}, {"Ada King", "old@example.org"}},
		"<ada@example.org> <old@example.org>":                       {{"", "ada@example.org"}, {"", "old@example.org"}},
		"  Ada King   < ada@example.org >\r":                        {{"Ada King", "ada@example.org"}},
		"Ada King <ada@example.org> # as Bo <bo@example.org>":       {{"Ada King", "ada@example.org"}},
		"# Bo <bo@example.org>":                                     nil,
		"Ada King ada@example.org":                                  nil,
		"Ada King <ada@example.org":                                 nil,
		"Ada King <ada@example.org> Bo <bo@example.org":             {{"Ada King", "ada@example.org"}},
		"": nil,
	} {
		var m Mailmap
		if m.Add("\n" + line + "\n"); !slices.Equal(m.People(), want) {
			t.Errorf("the line %q has %q, want %q", line, m.People(), want)
		}
	}
}

// TestConfiguredMailmaps checks the settings mailmap.blob and mailmap.file.
func TestConfiguredMailmaps(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "maps/blob", "<b@example.org> <a@example.org>\n")
	r.Write("file", "<c@example.org> <b@example.org>\n")
	id := strings.TrimSpace(r.Git("rev-parse", "HEAD:maps/blob"))
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("outside"), 0o600); err != nil {
		t.Fatal(err)
	}
	blob, file := "<b@example.org> <a@example.org>\n", "<c@example.org> <b@example.org>\n"
	for _, tc := range []struct {
		blob, file string
		want       []string
	}{
		{"HEAD:maps/blob", "", []string{blob}},
		{id, "", []string{blob}},
		{"HEAD:maps/blob", "file", []string{blob, file}},
		{"", outside, []string{"outside"}},
		{"HEAD:none", "none", []string{"", ""}},
		{"none:maps/blob", "", []string{""}},
		{strings.Repeat("0", 40), "", []string{""}},
	} {
		r.Write(".git/config", "[mailmap]\n")
		for key, value := range map[string]string{"mailmap.blob": tc.blob, "mailmap.file": tc.file} {
			if value != "" {
				r.Git("config", key, value)
			}
		}
		if got, err := opened(t, r.Dir).ConfiguredMailmaps(); err != nil || !slices.Equal(got, tc.want) {
			t.Errorf("with the blob %q and the file %q: %q, %v", tc.blob, tc.file, got, err)
		}
	}
	r.Git("config", "mailmap.blob", "HEAD:maps")
	if _, err := opened(t, r.Dir).ConfiguredMailmaps(); err == nil || !strings.HasPrefix(err.Error(), `git config mailmap.blob: "HEAD:maps" is a tree`) {
		t.Errorf("a folder: %v", err)
	}
}

func FuzzMailmap(f *testing.F) {
	f.Add("Ada King <ada@example.org> Ada Lovelace <old@example.org>", "Ada Lovelace", "old@example.org")
	f.Fuzz(func(_ *testing.T, text, name, email string) {
		var m Mailmap
		m.Add(text)
		m.Map(Person{name, email})
	})
}
