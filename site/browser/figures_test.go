//go:build browser

package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
	"github.com/pmsite/pmsite/site/render"
)

// A boardFilter is what the dashboard's form asks for.
type boardFilter struct {
	Service  string `json:"service,omitempty"`
	Severity string `json:"severity,omitempty"`
	Since    *int   `json:"since,omitempty"`
	Until    *int   `json:"until,omitempty"`
}

// A shown is a panel as either side gives it.
type shown struct {
	Key, Note, Few, Drawing string
	Head                    []string
	Rows                    [][]render.Cell
	Legend                  []struct{ Name, Kind, Glyph string }
}

var asOf = content.Date{Year: 2026, Month: 11, Day: 23}

const targetDays = 14

// TestBoard compares the numbers, tables and drawings that the dashboard's
// script computes with those of the pages, for the sample and for a collection
// of some size, under filters of every kind.
func TestBoard(t *testing.T) {
	ctx := context.Background()
	for name, load := range map[string]func() (*content.Collection, error){
		"sample": func() (*content.Collection, error) {
			return content.Load(ctx, content.Sample, content.Options{Root: "postmortems"}, nil)
		},
		"corpus": func() (*content.Collection, error) {
			return content.Load(ctx, corpus.FS(2000, 4), content.Options{Root: "content"}, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := load()
			if err != nil {
				t.Fatal(err)
			}
			posts := append(c.PostMortems, &content.PostMortem{Slug: "bare", Title: `<b> & "quotes" 'here'`, Vendor: "<v>", Severity: "grave", Services: []string{"it's"}, Status: content.Draft})
			compareBoards(t, metrics.Records(posts))
		})
	}
}

func compareBoards(t *testing.T, records []metrics.Record) {
	t.Helper()
	at := func(year, month, day int) *int {
		n := int(content.Date{Year: year, Month: 1}.Time().AddDate(0, month-1, day-1).Unix() / (24 * 60 * 60))
		return &n
	}
	filters := []boardFilter{
		{},
		{Service: "booking"},
		{Service: "dns"},
		{Service: "it's"},
		{Service: "nothing"},
		{Severity: "critical"},
		{Severity: "near miss"},
		{Severity: "grave"},
		{Since: at(2025, 1, 2)},
		{Until: at(2025, 6, 30)},
		{Since: at(2024, 3, 1), Until: at(2024, 12, 31)},
		{Service: "dns", Severity: "high", Since: at(2020, 1, 1)},
	}
	for i, board := range runBoard(t, records, filters) {
		f := filters[i]
		picked := metrics.Select(records, metrics.Filter{Service: f.Service, Severity: f.Severity, Since: day(f.Since), Until: day(f.Until)})
		until := asOf
		if f.Until != nil {
			until = day(f.Until)
		}
		want := render.DashboardPanels(metrics.NewBoard(picked, metrics.Frame{
			Span: metrics.Latest(picked, until, metrics.Quarter, 16), AsOf: asOf, TargetDays: targetDays, Vocabularies: content.BuiltinVocabularies(),
		}))
		if board.Count != len(picked) || len(board.Panels) != len(want) {
			t.Errorf("%+v: %d post mortems and %d panels, want %d and %d", f, board.Count, len(board.Panels), len(picked), len(want))
			continue
		}
		for k, panel := range board.Panels {
			comparePanels(t, fmt.Sprintf("%+v: %s", f, panel.Key), panel, want[k])
		}
	}
}

func comparePanels(t *testing.T, name string, got shown, p render.Panel) {
	t.Helper()
	want := shown{Key: p.Key, Note: p.Note, Few: p.Few, Drawing: string(p.Drawing), Head: p.Table.Head, Rows: p.Table.Rows, Legend: got.Legend[:0:0]}
	for _, entry := range p.Legend {
		want.Legend = append(want.Legend, struct{ Name, Kind, Glyph string }{entry.Name, entry.Class, entry.Glyph})
	}
	for what, pair := range map[string][2]any{
		"key": {got.Key, want.Key}, "note": {got.Note, want.Note}, "few": {got.Few, want.Few}, "drawing": {got.Drawing, want.Drawing},
		"head": {fmt.Sprint(got.Head), fmt.Sprint(want.Head)}, "rows": {fmt.Sprint(got.Rows), fmt.Sprint(want.Rows)}, "legend": {fmt.Sprint(got.Legend), fmt.Sprint(want.Legend)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %s differs; the script gives\n%s\nthe page\n%s", name, what, pair[0], pair[1])
		}
	}
}

// maxFilter is how long a filter may take in a collection of 10,000, in
// milliseconds. It is some 30 on a machine with nothing else to do; the test
// allows for a busy one.
const maxFilter = 150.0

// TestBoardSpeed filters ten thousand post mortems.
func TestBoardSpeed(t *testing.T) {
	c, err := content.Load(context.Background(), corpus.FS(10000, 1), content.Options{Root: "content"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	filters := []boardFilter{{}, {}, {}, {}, {}, {Service: "dns"}, {Severity: "high"}}
	fastest := 1e9
	for i, board := range runBoard(t, metrics.Records(c.PostMortems), filters) {
		t.Logf("%+v: %.1f ms for %d post mortems", filters[i], board.Milliseconds, board.Count)
		if filters[i] == (boardFilter{}) {
			fastest = min(fastest, board.Milliseconds)
		}
	}
	if fastest > maxFilter {
		t.Errorf("all panels of 10,000 post mortems take %.1f ms, want at most %.0f", fastest, maxFilter)
	}
}

type boardResult struct {
	Count        int
	Panels       []shown
	Milliseconds float64
}

func runBoard(t *testing.T, records []metrics.Record, filters []boardFilter) (out []boardResult) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "figures.json")
	var data bytes.Buffer
	if err := feed.Figures(&data, records, asOf, targetDays, content.BuiltinVocabularies(), render.Slug); err != nil {
		t.Fatal(err)
	}
	t.Logf("figures.json of %d post mortems has %d bytes", len(records), data.Len())
	if err := os.WriteFile(file, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("../../themes/default/assets/board.js")
	if err != nil {
		t.Fatal(err)
	}
	asked, err := json.Marshal(filters)
	if err != nil {
		t.Fatal(err)
	}
	// Node takes a file for a module by its package or by its name.
	module := filepath.Join(t.TempDir(), "board.mjs")
	src, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(module, src, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "board.mjs", module, file)
	cmd.Stdin = bytes.NewReader(asked)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	answer, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, stderr.String())
	}
	if err := json.Unmarshal(answer, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// day gives the day of a number of days since 1970; nil is no day.
func day(n *int) content.Date {
	if n == nil {
		return content.Date{}
	}
	return content.DateOf(content.Date{Year: 1970, Month: 1, Day: 1}.Time().AddDate(0, 0, *n))
}
