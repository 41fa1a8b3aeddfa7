package lsp_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

// TestSilenceHolds checks that the offered comment works once it has a reason, and breaks
// nothing around it.
func TestSilenceHolds(t *testing.T) {
	const front = "---\ntitle: Late\nservice: shop\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-03-05\nstatus: draft\n"
	for _, src := range []string{
		front + "summary: Ada Lovelace was late.\n---\n",
		front + "tags: # as of 2026\n  - Ada Lovelace\n---\n",
		front + "---\nThe ship Ada Lovelace\nwas late.\n",
		front + "---\n- The ship Ada Lovelace\n",
		front + "---\n## About Ada Lovelace\n",
		front + "---\n## Timeline\n| Time | Metadata | Notes |\n| --- | --- | --- |\n| 14:00 | Outage begins | Ada Lovelace left. |\n",
		front + "---\n## Timeline\n| Time | Metadata | Notes |\n| --- | --- | --- |\n| 14:00 | Ada Lovelace | |  \n",
	} {
		in := check.Input{
			Collection: &collection.Collection{FS: os.DirFS(t.TempDir())}, Config: config.Default(),
			People: []check.Person{{Name: "Ada Lovelace"}},
		}
		found := check.RunText(t.Context(), "content/a.md", []byte(src), in)
		if len(found) != 1 || found[0].Rule != "person-name" || !check.Silenceable(found[0]) {
			t.Errorf("%s: found %v", src, found)
			continue
		}
		edit, ok := assist.Silence([]byte(src), content.Pos{Line: found[0].Line, Column: found[0].Column}, found[0].Rule)
		if !ok {
			t.Errorf("%s: cannot be silenced", src)
			continue
		}
		lines := strings.Split(src, "\n")
		line := lines[edit.Line-1]
		if edit.To-1 > utf8.RuneCountInString(line) {
			t.Fatalf("%v is out of %q", edit, line)
		}
		lines[edit.Line-1] = line[:edit.From-1] + strings.Replace(edit.Text, "person-name: ", "person-name: the ship is called so", 1) + line[edit.To-1:]
		if left := check.RunText(t.Context(), "content/a.md", []byte(strings.Join(lines, "\n")), in); len(left) > 0 {
			t.Errorf("%s: left %v", strings.Join(lines, "\n"), left)
		}
	}
}
