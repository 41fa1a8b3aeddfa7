package drift_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/drift"
)

// wanted returns differences for the lines "action-1: done" of a comment.
func wanted(pm *content.PostMortem, comment string) (out []drift.Difference) {
	for line := range strings.Lines(comment) {
		anchor, state, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for i := range pm.ActionItems {
			if pm.ActionItems[i].Anchor == anchor {
				out = append(out, drift.Difference{Finding: drift.ClosedThere, PM: pm, Item: &pm.ActionItems[i], State: state})
			}
		}
	}
	return out
}

// TestFix compares what is written with what is wanted: testdata/fix/*.txtar has the states in its comment, the text
// before and after, and the edits. With Windows' line ends and a mark at the beginning, the text differs in these only.
func TestFix(t *testing.T) {
	files, _ := filepath.Glob("testdata/fix/*.txtar")
	if len(files) == 0 {
		t.Fatal("no files")
	}
	windows := func(text []byte) []byte {
		return []byte("\ufeff" + strings.ReplaceAll(string(text), "\n", "\r\n"))
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		before, after := archive.Files[0].Data, archive.Files[1].Data
		pm, _ := content.Parse("a.md", before, content.Options{})
		out, edits := drift.Fix("a.md", before, content.Options{}, wanted(pm, string(archive.Comment)))
		got := ""
		for _, e := range edits {
			if e.Not != "" {
				got += fmt.Sprintf("%d not: %s\n", e.Line, e.Not)
				continue
			}
			got += fmt.Sprintf("%d %q %q\n", e.Line, e.From, e.To)
		}
		if *update {
			archive.Files[1].Data, archive.Files[2].Data = out, []byte(got)
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if string(out) != string(after) || got != string(archive.Files[2].Data) {
			t.Errorf("%s:\n%s\n%s\nwant\n%s\n%s", file, out, got, after, archive.Files[2].Data)
		}
		pm, _ = content.Parse("a.md", windows(before), content.Options{})
		if out, _ := drift.Fix("a.md", windows(before), content.Options{}, wanted(pm, string(archive.Comment))); string(out) != string(windows(after)) {
			t.Errorf("%s: on Windows\n%q\nwant\n%q", file, out, windows(after))
		}
	}
}

// TestFixDoubt writes nothing that is not certain, and nothing of which a parser would read more.
func TestFixDoubt(t *testing.T) {
	const src = "---\ntitle: a\n---\n## Action Items\n| Action Item | Status |\n|--|--|\n| One | open |\n"
	pm, _ := content.Parse("a.md", []byte(src), content.Options{})
	d := drift.Difference{Finding: drift.ClosedThere, PM: pm, Item: &pm.ActionItems[0], Doubt: "OPS-1 was moved"}
	out, edits := drift.Fix("a.md", []byte(src), content.Options{}, []drift.Difference{d})
	if string(out) != src || len(edits) != 1 || edits[0].Not != "OPS-1 was moved" {
		t.Errorf("%s %+v", out, edits)
	}
	d.Doubt, d.State = "", "no such state"
	out, edits = drift.Fix("a.md", []byte(src), content.Options{}, []drift.Difference{d})
	if string(out) != src || edits[0].Not != "it cannot be written without changing something else" {
		t.Errorf("%s %+v", out, edits)
	}
	list := "---\ntitle: a\n---\n## Action Items\n- One (Mitigation; open\n- [ ] Two\n"
	pm, _ = content.Parse("a.md", []byte(list), content.Options{})
	both := wanted(pm, "action-1: done\naction-2: done\n")
	out, edits = drift.Fix("a.md", []byte(list), content.Options{}, both)
	if string(out) != strings.Replace(list, "[ ]", "[x]", 1) || edits[0].Not == "" || edits[1].Not != "" {
		t.Errorf("%s %+v", out, edits)
	}
	d.State = content.Done
	lone := strings.ReplaceAll(src, "\n", "\r")
	if out, edits = drift.Fix("a.md", []byte(lone), content.Options{}, []drift.Difference{d}); string(out) != lone || edits[0].Not == "" {
		t.Errorf("%q %+v", out, edits)
	}
	short := src[:strings.Index(src, "| One")]
	if out, edits = drift.Fix("a.md", []byte(short), content.Options{}, []drift.Difference{d}); string(out) != short || edits[0].Not == "" {
		t.Errorf("%q %+v", out, edits)
	}
}

// FuzzFix checks that whatever is written changes states only, and can be read back.
func FuzzFix(f *testing.F) {
	files, _ := filepath.Glob("testdata/fix/*.txtar")
	for _, file := range files {
		if archive, err := txtar.ParseFile(file); err == nil {
			f.Add(archive.Files[0].Data)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 1<<14 {
			t.Skip("large files are slow, not different")
		}
		pm, _ := content.Parse("a.md", src, content.Options{})
		if pm == nil {
			return
		}
		var all []drift.Difference
		for i := range pm.ActionItems {
			if item := &pm.ActionItems[i]; !item.Closed() {
				all = append(all, drift.Difference{PM: pm, Item: item, State: content.Done})
			}
		}
		out, edits := drift.Fix("a.md", src, content.Options{}, all)
		after, _ := content.Parse("a.md", out, content.Options{})
		for _, e := range edits {
			for i := range after.ActionItems {
				item := after.ActionItems[i]
				if item.Anchor == e.Difference.Item.Anchor && (item.State == content.Done) != (e.Not == "") {
					t.Errorf("%q became %q: %+v", src, out, e)
				}
			}
		}
	})
}
