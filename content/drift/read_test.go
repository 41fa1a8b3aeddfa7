package drift_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/drift"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var states = content.BuiltinVocabularies().ActionState

// describe writes a ticket as a line.
func describe(t drift.Ticket) string {
	line := fmt.Sprintf("%s %s %s", t.Key, t.URL, t.Outcome)
	if t.Word != "" {
		line += fmt.Sprintf(" (%s)", t.Word)
	}
	if !t.Closed.IsZero() {
		line += " closed " + t.Closed.Format(time.RFC3339)
	}
	if !t.Updated.IsZero() {
		line += " updated " + t.Updated.Format(time.RFC3339)
	}
	if t.KnowsAssignees {
		line += fmt.Sprintf(" assigned to %+v", t.Assignees)
	}
	return line
}

// TestRead compares exports with the tickets that are wanted: testdata/read/*.txtar has a file by its name, and want.
func TestRead(t *testing.T) {
	files, _ := filepath.Glob("testdata/read/*.txtar")
	if len(files) == 0 {
		t.Fatal("no files")
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in := archive.Files[0]
		e, err := drift.Read(in.Name, in.Data, states)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		got := fmt.Sprintf("list: %v\n", e.List)
		for _, ticket := range e.Tickets {
			got += describe(ticket) + "\n"
		}
		if *update {
			archive.Files = []txtar.File{in, {Name: "want", Data: []byte(got)}}
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want := string(archive.Files[1].Data); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", file, got, want)
		}
	}
}

// TestRefused says what is wrong, where, and what to do.
func TestRefused(t *testing.T) {
	const gh, any = "gh issue list --state all", "gh issue list"
	for _, c := range []struct{ src, want, hint string }{
		{"", "f:1:1: the file is empty", any},
		{"  \n", "f:1:1: the file is empty", any},
		{"PK\x03\x04", "f:1:1: it seems to be an archive or a workbook", "Export > CSV"},
		{"<html>", "f:1:1: it seems to be a web page or XML", any},
		{"\xff\xfe[\x00", "f:1:1: the file is in UTF-16, not in UTF-8", ""},
		{"\nShowing 3 of 3 open issues in acme/web\n", "f:1:1: it seems to be what gh or glab prints for people", any},
		{"no issues match your search", "f:1:1: it seems to be what gh or glab prints for people", any},
		{"[\n {\"a\": é}]", "f:2:8: invalid JSON: ", any},
		{"[{}]\n[{]", "f:1:2: it seems to be JSON with nothing in it", any},
		{"[]\n é [{]", "f:2:2: invalid JSON: ", any},
		{"[1", "f:1:3: invalid JSON: unexpected EOF", "ends too early"},
		{"[\n\"ä\", 1]", "f:2:1: it is not a ticket, but a text", any},
		{"[[]]", "f:1:2: it is not a ticket, but a list", any},
		{"[1]", "f:1:2: it is not a ticket, but a number", any},
		{"[null]", "f:1:2: it seems to be JSON with nothing in it", any},
		{"[true]", "f:1:2: it is not a ticket, but true or false", any},
		{`{"b":1,"a":2,"c":3,"d":4,"e":5,"f":6}`, `f:1:1: it seems to be JSON with "a", "b", "c", "d", "e"`, any},
		{`{"errorMessages":["x"]}`, `f:1:1: it seems to be JSON with "errorMessages"`, any},
		{`[{"number":1,"url":"x"}]`, `f:1:2: the issue has no "state"`, gh},
		{`[{"number":1,"state":"OPEN"}]`, `f:1:2: the issue has no "url"`, gh},
		{`[{"number":1,"state":"open","html_url":"x"}]`, `f:1:2: it seems to be an answer of GitHub's API`, gh},
		{`[{"number":1,"state":"ajar","url":"https://github.com/a/b/issues/1"}]`, `f:1:2: the ticket cannot be read: state: "ajar" is neither OPEN, CLOSED nor MERGED`, any},
		{`[{"number":1,"state":"OPEN","url":"https://github.com/a/b"}]`, `f:1:2: the ticket cannot be read: url: it is not the address of an issue`, any},
		{`[{"number":1,"state":"OPEN","url":"https://$(id)/a/b/issues/1"}]`, `f:1:2: the ticket cannot be read: url: it is not the address of an issue`, any},
		{`[{"number":1,"state":"OPEN","url":"https://a@github.com/a/b/issues/1"}]`, `f:1:2: the ticket cannot be read: url: it is not the address of an issue`, any},
		{`[{"number":1,"state":1,"url":"x"}]`, `f:1:2: the ticket's "state" is number`, any},
		{`[{"iid":1,"state":"x","web_url":"https://gitlab.com/a/b/-/issues/1"}]`, `f:1:2: the ticket cannot be read: state: "x" is neither opened, closed nor merged`, any},
		{`[{"iid":1,"state":"opened"}]`, `f:1:2: the ticket cannot be read: web_url: it is not the address of an issue`, any},
		{`{"issues": [{"key":"OPS-1","fields":{}}, 2]}`, `f:1:13: the ticket cannot be read: it has no status; ask for the fields status,`, any},
		{`{"issues": [{"key":"a b","fields":{"status":{}}}]}`, `f:1:13: the ticket cannot be read: key: "a b" is not a key such as OPS-12`, any},
		{`{"key":"OPS-1","fields":{"status":{},"assignee":1}}`, `f:1:1: the ticket's "" is number`, any},
		{"Summary,Status\nx,y\n", `f:1:1: it seems to be a table without the column "Issue key" of Jira`, "with English as your language"},
		{"Issue key,Stat\nx,y\n", `f:1:1: it seems to be a table without the column "Status" of Jira`, "Export > CSV"},
		{"Issue key,Status\nOPS-1,Done\nOPS-2,Done,x\n", "f:3:1: the row has 3 cells, but the header has 2", "export it again"},
		{"Summary,Issue key,Status\né,ops 1,Done\n", `f:2:3: "ops 1" is not a key such as OPS-12`, "Export > CSV"},
		{"Issue key,Status\n\"OPS-1,Done\n", "f:3:1: invalid CSV: extraneous or missing \" in quoted-field", "export it again"},
		{"Issue key,Status\né\"OPS-1,Done\n", "f:2:2: invalid CSV: bare \" in non-quoted-field", "export it again"},
	} {
		_, err := drift.Read("f", []byte(c.src), states)
		var bad *drift.ReadError
		if !errors.As(err, &bad) || !strings.HasPrefix(err.Error(), c.want) || !strings.Contains(bad.Hint(), c.hint) {
			t.Errorf("%q:\n%v\nwant\n%s", c.src, err, c.want)
		}
	}
}

// FuzzRead checks that every error has a place within the file, and that what may become part of a command is harmless.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/read/*.txtar")
	for _, file := range files {
		if archive, err := txtar.ParseFile(file); err == nil {
			f.Add(archive.Files[0].Data)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		e, err := drift.Read("f", src, states)
		var bad *drift.ReadError
		switch {
		case errors.As(err, &bad):
			if bad.Pos.Line < 1 || bad.Pos.Column < 1 || bad.Pos.Line > strings.Count(strings.ReplaceAll(string(src), "\r", "\n"), "\n")+1 {
				t.Errorf("%q: %v", src, err)
			}
			return
		case err != nil:
			t.Fatalf("%q: %v is no ReadError", src, err)
		}
		for _, ticket := range e.Tickets {
			if strings.ContainsAny(ticket.Key, " \"'`$;&|<>()\n") || ticket.Outcome == "" {
				t.Errorf("%q: %+v", src, ticket)
			}
		}
	})
}
