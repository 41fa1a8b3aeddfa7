package assist_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist"
	"github.com/pmsite/pmsite/content/config"
)

var update = flag.Bool("update", false, "write the answers into the files")

// cursor marks the position in a document of the test data.
const cursor = "‸"

// TestAssist asks at the cursor of each document NAME.complete, NAME.hover or
// NAME.silence, and compares the answer with the file "want" that follows. pmsite.yaml is
// the config; *.md files are the collection.
func TestAssist(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no test data", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			k := knowledge(t, archive)
			for i, file := range archive.Files {
				kind := strings.TrimPrefix(filepath.Ext(file.Name), ".")
				if kind != "complete" && kind != "hover" && kind != "silence" {
					continue
				}
				want := &archive.Files[i+1]
				got := answer(t, kind, string(file.Data), k)
				if *update {
					want.Data = []byte(got)
				} else if got != string(want.Data) {
					t.Errorf("%s: got\n%swant\n%s", file.Name, got, want.Data)
				}
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func knowledge(t *testing.T, archive *txtar.Archive) assist.Knowledge {
	t.Helper()
	cfg := config.Default()
	words := map[string]assist.Words{}
	for _, file := range archive.Files {
		switch {
		case file.Name == "pmsite.yaml":
			var problems []content.Problem
			if cfg, problems = config.Parse(file.Name, file.Data); len(problems) > 0 {
				t.Fatal(problems)
			}
		case filepath.Ext(file.Name) == ".md":
			pm, problems := content.Parse(file.Name, file.Data, cfg.Options())
			if pm == nil {
				t.Fatal(problems)
			}
			words[file.Name] = assist.WordsOf(pm)
		}
	}
	return assist.NewKnowledge(cfg, words)
}

func answer(t *testing.T, kind, marked string, k assist.Knowledge) string {
	t.Helper()
	before, after, found := strings.Cut(marked, cursor)
	if !found {
		t.Fatalf("no cursor in %q", marked)
	}
	at := content.Pos{Line: strings.Count(before, "\n") + 1, Column: utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1}
	src := before + after
	switch kind {
	case "complete":
		c := assist.Complete([]byte(src), at, k)
		var out strings.Builder
		if len(c.Items) > 0 {
			fmt.Fprintf(&out, "%d:%d-%d replaces %q\n", c.Line, c.From, c.To, part(src, c.Line, c.From, c.To))
		}
		if but, suffix, ok := allKeys(c.Items); ok {
			fmt.Fprintf(&out, "%s => %q\n", strings.TrimSuffix("every key but "+strings.Join(but, ", "), " but "), "KEY"+suffix)
			return out.String()
		}
		for _, item := range c.Items {
			fmt.Fprintf(&out, "%s => %q\n", item.Label, item.Text)
		}
		return out.String()
	case "hover":
		note := assist.Explain("a.md", []byte(src), at, k)
		if note == (assist.Note{}) {
			return ""
		}
		return fmt.Sprintf("%q\n%s\n", part(src, note.Line, note.From, note.To), strings.TrimSpace(note.Markdown))
	}
	edit, ok := assist.Silence([]byte(src), at, "person-name")
	if !ok {
		return "none\n"
	}
	line := []rune(strings.Split(src, "\n")[edit.Line-1])
	return string(line[:edit.From-1]) + edit.Text + string(line[edit.To-1:]) + "\n"
}

// allKeys reports whether the items are the front-matter keys in order. It returns the
// keys that are missing, and the text inserted after each.
func allKeys(items []assist.Item) (but []string, suffix string, ok bool) {
	for _, key := range content.Keys() {
		switch {
		case len(items) == 0 || items[0].Label != key.Name:
			but = append(but, key.Name)
			continue
		case suffix == "":
			suffix = strings.TrimPrefix(items[0].Text, key.Name)
		case items[0].Text != key.Name+suffix:
			return nil, "", false
		}
		items = items[1:]
	}
	return but, suffix, len(items) == 0 && len(but) < len(content.Keys())
}

func part(src string, line, from, to int) string {
	return string([]rune(strings.Split(src, "\n")[line-1])[from-1 : to-1])
}

// FuzzAssist checks that no answer is outside of the text, for any text and position.
func FuzzAssist(f *testing.F) {
	f.Add("---\ntags: [dns, ]\nseverity: 'lo\n---\n## Timeline\n| Time | Metadata |\n|-|-|\n| 14:05 | Ou |\n", 2, 13)
	f.Add("---\n]\n", 2, 1)
	f.Add("---\n  - '\n", 2, 6)
	f.Add("## Action items\n\n| Owner |\n|-|\n||\n", 5, 2)
	k := assist.NewKnowledge(config.Default(), map[string]assist.Words{"a.md": {"service": {"a: b"}, "authors": {"é|"}, "tags": {"t"}}})
	f.Fuzz(func(t *testing.T, src string, line, column int) {
		if !utf8.ValidString(src) {
			return
		}
		at := content.Pos{Line: line, Column: column}
		lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(strings.TrimPrefix(src, "\ufeff"), "\r\n", "\n"), "\r", "\n"), "\n")
		within := func(line, from, to int) {
			t.Helper()
			if line < 1 || line > len(lines) || from < 1 || to < from || to > utf8.RuneCountInString(lines[line-1])+1 {
				t.Errorf("%d:%d-%d is out of %q", line, from, to, src)
			}
		}
		if c := assist.Complete([]byte(src), at, k); len(c.Items) > 0 {
			within(c.Line, c.From, c.To)
		}
		if note := assist.Explain("a.md", []byte(src), at, k); note != (assist.Note{}) {
			within(note.Line, note.From, note.To)
		}
		if edit, ok := assist.Silence([]byte(src), at, "x"); ok {
			within(edit.Line, edit.From, edit.To)
		}
	})
}
