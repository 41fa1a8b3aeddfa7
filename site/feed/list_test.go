package feed_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
)

// listOf returns the files of a list by name.
func listOf(t *testing.T, posts ...*content.PostMortem) (*feed.List, map[string]string) {
	t.Helper()
	records := metrics.Records(posts)
	tilde := func(s string) string { return "~" + s }
	list := &feed.List{
		Records: records, Name: tilde,
		Columns: func() feed.Columns {
			return feed.NewColumns(records, metrics.Settings{AsOf: asOf, TargetDays: 14, Vocabularies: content.BuiltinVocabularies()}, tilde, tilde)
		},
		Row: func(r metrics.Record) feed.ListRow {
			return feed.ListRow{Summary: r.PM.Summary, Stated: r.PM.Slug == "everything"}
		},
	}
	files := map[string]string{}
	for name, write := range list.Files() {
		var out strings.Builder
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		files[name] = strings.TrimSpace(out.String())
	}
	return list, files
}

// TestList checks what the script of the list reads of a document with all keys, and of one without any.
func TestList(t *testing.T) {
	t.Parallel()
	everything := parse(t, "content/everything.md", full)
	everything.Summary = "Short."
	empty := &content.PostMortem{Slug: "none", Title: "ämpty", Zone: everything.Zone}
	_, files := listOf(t, everything, empty)
	for name, want := range map[string]string{
		"index.json":            `{"schema_version":2,"sum":1233226069,"posts":2,"rows_in_file":50,"row_sums":[1233226069],"as_of":20574,"target_days":14,"severities":["critical",`,
		"columns/title.json":    `{"sum":1233226069,"values":[1,0]}`,
		"columns/date.json":     `{"sum":1233226069,"values":[20517,null]}`,
		"columns/service.json":  `{"sum":1233226069,"names":["shop","mail"],"slugs":["~shop","~mail"],"values":[[0,1],[]]}`,
		"columns/control.json":  `{"sum":1233226069,"values":[[],[]]}`,
		"columns/duration.json": `{"sum":1233226069,"values":[3600,null]}`,
		"rows/0.json": `{"sum":1233226069,"rows":[{"slug":"none","title":"ämpty","status":"draft","severity":"","services":[],"slugs":[],"lasted":null},` +
			`{"id":"PM-2026-0007","slug":"everything","title":"Everything at once","summary":"Short.","date":"2026-03-05","status":"completed","severity":"high",` +
			`"services":["shop","mail"],"slugs":["~shop","~mail"],"lasted":3600,"stated":true}]}`,
	} {
		if got := files[name]; !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestListParts checks that a new post mortem changes one file of rows, and that every post mortem is in one.
func TestListParts(t *testing.T) {
	t.Parallel()
	var posts []*content.PostMortem
	for i := range 120 {
		posts = append(posts, &content.PostMortem{Slug: strings.Repeat("x", i+1), Zone: parse(t, "content/x.md", full).Zone})
	}
	list, files := listOf(t, posts...)
	_, before := listOf(t, posts[1:]...)
	rows := 0
	for name, file := range files {
		if !strings.HasPrefix(name, "rows/") {
			if list.MadeFrom(name) != nil {
				t.Errorf("%s is made from some post mortems", name)
			}
			continue
		}
		if got, want := strings.Count(file, `"slug"`), len(list.MadeFrom(name)); got != want {
			t.Errorf("%s has %d rows, and is made from %d", name, got, want)
		}
		rows += len(list.MadeFrom(name))
		if changed := file != before[name]; changed != (name == "rows/2.json") {
			t.Errorf("a new post mortem: %s changed: %v", name, changed)
		}
	}
	if rows != len(posts) {
		t.Errorf("files have %d rows", rows)
	}
}
