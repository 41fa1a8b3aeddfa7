package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/assist"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/review"
)

// TestEveryKeyIsUsed adds each front-matter key to a document of its own, on a branch,
// and checks that every feature handles it as its entry in the table says. It fails for a
// new key that a feature does not know.
func TestEveryKeyIsUsed(t *testing.T) {
	t.Parallel()
	plain, s := newKeySite(t), newKeySite(t)
	before := plain.pages()
	s.git("init", "-q", "-b", "main")
	s.commit("main")
	for _, key := range content.Keys() {
		plain.add(key)
		s.add(key)
	}
	s.git("switch", "-qc", "keys")
	s.commit("keys")
	after, changes, records, rows := plain.pages(), s.diff(), s.records(), s.rows()
	for _, key := range content.Keys() {
		t.Run(key.Name, func(t *testing.T) {
			slug := slugOf(key)
			read(t, key)
			name := key.DiffName
			switch key.Name {
			case "summary":
				name = "text edited: Summary"
			case "duration":
				name = "duration of the outage"
			}
			if !strings.Contains(changes[slug], name) {
				t.Errorf("the diff reports %q, want %s", changes[slug], name)
			}
			if before[slug] == after[slug] {
				t.Error("the pages do not show it")
			}
			exported(t, key, records[slug], rows[slug])
			s.searched(t, key)
			offered(t, key)
		})
	}
}

// A keySite is a repository with one document per key.
type keySite struct {
	t   *testing.T
	dir string
}

func newKeySite(t *testing.T) keySite {
	s := keySite{t, t.TempDir()}
	s.write("pmsite.yaml", "title: Keys\n")
	s.write("content/cited.md", keyDocument(map[string]string{"title": "Cited", "id": "PM-2025-0012"})+
		"## Action Items\n| Action Item | Owner |\n|---|---|\n| One | crew |\n| Two | crew |\n")
	for _, key := range content.Keys() {
		s.write("content/"+slugOf(key)+".md", keyDocument(nil))
	}
	return s
}

func slugOf(key content.Key) string { return "with-" + strings.ReplaceAll(key.Name, "_", "-") }

// keyDocument returns a document with the always required keys, and the given ones.
func keyDocument(given map[string]string) string {
	values := map[string]string{
		"title": "Gates closed", "service": "gates", "impact": "availability", "severity": "low", "detection": "other",
		"date": "2026-01-02", "authors": "crew", "status": "review",
	}
	for name, value := range given {
		values[name] = value
	}
	var b strings.Builder
	b.WriteString("---\n")
	for _, key := range content.Keys() {
		if value := values[key.Name]; value != "" {
			fmt.Fprintf(&b, "%s: '%s'\n", key.Name, value)
		}
	}
	b.WriteString("---\n## Summary\nThe gates closed.\n\n## Timeline\n" +
		"| Date | Time | Metadata | Notes |\n|---|---|---|---|\n| 2026-01-02 | 10:00 | Outage detected | A call |\n\n")
	return b.String()
}

func (s keySite) write(name, text string) {
	write(s.t, filepath.Join(s.dir, filepath.FromSlash(name)), text)
}

// add sets the key to its example in the key's document.
func (s keySite) add(key content.Key) {
	s.write("content/"+slugOf(key)+".md", keyDocument(map[string]string{key.Name: key.Example}))
}

func (s keySite) git(args ...string) {
	s.t.Helper()
	cmd := exec.Command("git", append([]string{"-C", s.dir, "-c", "user.name=platform team", "-c", "user.email=platform@example.org"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (s keySite) commit(message string) {
	s.t.Helper()
	s.git("add", ".")
	s.git("commit", "-qm", message)
}

func (s keySite) run(status int, args ...string) string {
	s.t.Helper()
	env := map[string]string{"HOME": s.t.TempDir(), "PATH": os.Getenv("PATH")}
	got := at(s.t, time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), env, append(args, "-C", s.dir)...)
	if got.status != status {
		s.t.Fatalf("%v ends with status %d:\n%s%s", args, got.status, got.stdout, got.stderr)
	}
	return got.stdout
}

// pages returns the page of each document, by slug. For the document with aliases, it
// returns the page at its alias.
func (s keySite) pages() map[string]string {
	s.t.Helper()
	out := s.t.TempDir()
	s.run(0, "build", "-q", "-o", out)
	pages := map[string]string{}
	for _, key := range content.Keys() {
		name := "postmortems/" + slugOf(key)
		if key.Name == "aliases" {
			name = key.Example
		}
		page, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name), "index.html"))
		if err != nil && key.Name != "aliases" {
			s.t.Fatal(err)
		}
		pages[slugOf(key)] = string(page)
	}
	return pages
}

// diff returns the reported changes of the branch, by slug.
func (s keySite) diff() map[string]string {
	s.t.Helper()
	var report struct{ PostMortems []review.Document }
	if err := json.Unmarshal([]byte(s.run(1, "diff", "--base", "main", "--format", "json")), &report); err != nil {
		s.t.Fatal(err)
	}
	changes := map[string]string{}
	for _, d := range report.PostMortems {
		for _, c := range d.Changes {
			changes[content.SlugOf(d.Path)] += c.String() + "\n"
		}
	}
	return changes
}

// records returns the exported objects by slug.
func (s keySite) records() map[string]map[string]any {
	s.t.Helper()
	out := map[string]map[string]any{}
	for line := range strings.Lines(s.run(0, "export", "--format", "ndjson")) {
		record := map[string]any{}
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			s.t.Fatal(err)
		}
		out[record["slug"].(string)] = record
	}
	return out
}

// rows returns the rows of the exported CSV, by slug and column.
func (s keySite) rows() map[string]map[string]string {
	s.t.Helper()
	lines, err := csv.NewReader(strings.NewReader(s.run(0, "export", "--format", "csv"))).ReadAll()
	if err != nil {
		s.t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		out[row["slug"]] = row
	}
	return out
}

// searched checks that search finds the document by the key's facet and text.
func (s keySite) searched(t *testing.T, key content.Key) {
	t.Helper()
	s.t = t
	var queries []string
	if key.Facet != "" {
		queries = append(queries, fmt.Sprintf("%s:%q", key.Facet, key.Example))
	}
	if key.Search != "" {
		queries = append(queries, fmt.Sprintf("%s:%q", key.Search, key.Example))
	}
	if key.Ticket {
		queries = append(queries, fmt.Sprintf("ids:%q", key.Example))
	}
	for _, query := range queries {
		if found := s.run(0, "search", "--json", query); !strings.Contains(found, `"slug": "`+slugOf(key)+`"`) {
			t.Errorf("%s does not find it: %s", query, found)
		}
	}
}

// read checks that front matter and a row of the metadata table are read, and that the
// key is reported as missing where it is required.
func read(t *testing.T, key content.Key) {
	t.Helper()
	values := func(text string) []string {
		pm, problems := content.Parse("a.md", []byte(text), content.Options{})
		if pm == nil || content.HasErrors(problems) {
			t.Fatalf("%s cannot be read: %v", text, problems)
		}
		return key.Values(pm)
	}
	without, with := values(keyDocument(nil)), values(keyDocument(map[string]string{key.Name: key.Example}))
	if len(with) != 1 || slices.Equal(with, without) {
		t.Errorf("a document with %s: %s has %q, one without has %q", key.Name, key.Example, with, without)
	}
	head, body, _ := strings.Cut(keyDocument(map[string]string{key.Name: "NONE"}), key.Name+": 'NONE'\n")
	_, problems := content.Parse("a.md", []byte(head+body), content.Options{})
	missed := slices.ContainsFunc(problems, func(p content.Problem) bool { return p.Message == "`"+key.Name+"` is missing" })
	if missed != (key.Required != content.Optional) {
		t.Errorf("a document without it: reported as missing: %v", missed)
	}
	if key.Label == "" {
		return
	}
	table := "## Summary\n| Metadata | Information |\n|---|---|\n| " + key.Label + " | " + key.Example + " |\n\n"
	if got := values(head + strings.Replace(body, "## Summary\n", table, 1)); !slices.Equal(got, with) {
		t.Errorf("a row %q gives %q, want %q", key.Label, got, with)
	}
}

// exported checks that the data has the key's column.
func exported(t *testing.T, key content.Key, record map[string]any, row map[string]string) {
	t.Helper()
	if key.Column == "" {
		return
	}
	want := key.Example
	if key.Name == "duration" {
		want = "8100" // seconds
	}
	got := fmt.Sprintf("%v", record[key.Column])
	if key.List != nil {
		want, got = "["+want+"]", fmt.Sprint(record[key.Column])
	}
	if got != want {
		t.Errorf("the data has %s: %s, want %s", key.Column, got, want)
	}
	if cell := row[key.Column]; cell != strings.Trim(want, "[]") {
		t.Errorf("the column %s has %q, want %s", key.Column, cell, want)
	}
}

// offered checks that the schema and the language server offer the key and its values.
func offered(t *testing.T, key content.Key) {
	t.Helper()
	var schema struct {
		Properties map[string]struct{ Description string }
	}
	if err := json.Unmarshal(content.Schema(nil), &schema); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{key.Name, key.Plural} {
		if name != "" && schema.Properties[name].Description != key.Doc {
			t.Errorf("the schema describes %s as %q", name, schema.Properties[name].Description)
		}
	}
	pm, _ := content.Parse("a.md", []byte(keyDocument(map[string]string{key.Name: key.Example})), content.Options{})
	known := assist.NewKnowledge(config.Default(), map[string]assist.Words{"a.md": assist.WordsOf(pm)})
	has := func(text string, at content.Pos, label string) bool {
		return slices.ContainsFunc(assist.Complete([]byte(text), at, known).Items, func(i assist.Item) bool { return i.Label == label })
	}
	line := key.Name + ": "
	if !has("---\n\n---\n", content.Pos{Line: 2, Column: 1}, key.Name) {
		t.Error("the key is not offered")
	}
	if value := has("---\n"+line+"\n---\n", content.Pos{Line: 2, Column: len(line) + 1}, key.Example); value != (key.SuggestUsed || key.Vocabulary != nil) {
		t.Errorf("its value is offered: %v", value)
	}
	if note := assist.Explain("a.md", []byte("---\n"+line+"\n---\n"), content.Pos{Line: 2, Column: 1}, known); !strings.Contains(note.Markdown, key.Doc) {
		t.Errorf("it is explained as %q", note.Markdown)
	}
}
