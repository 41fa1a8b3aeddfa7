package markdown

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestLikeGitHub compares each construct of testdata/github.txtar with what GitHub shows. A comment before each pair of
// files says in words what that is, and where the site differs. The links of a page are filled in as in [shown].
func TestLikeGitHub(t *testing.T) {
	const name = "testdata/github.txtar"
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+2 < len(archive.Files); i += 3 {
		source, words, want := archive.Files[i], archive.Files[i+1], &archive.Files[i+2]
		if len(strings.TrimSpace(string(words.Data))) == 0 {
			t.Errorf("%s: no words say what GitHub shows", words.Name)
		}
		got := strings.TrimSpace(shown(t, string(source.Data))) + "\n"
		if *update {
			want.Data = []byte(got)
		} else if got != string(want.Data) {
			t.Errorf("%s: %s\nis shown as\n%s\nwant\n%s", source.Name, words.Data, got, want.Data)
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
