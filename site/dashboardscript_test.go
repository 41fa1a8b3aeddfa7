package site_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
	pages "github.com/pmsite/pmsite/site/render"
)

// A dashboardFilter is what the dashboard's form sends.
type dashboardFilter struct {
	Service  string `json:"service,omitempty"`
	Severity string `json:"severity,omitempty"`
	Tag      string `json:"tag,omitempty"` // set on the pages of tags, not by the form
	Since    string `json:"since,omitempty"`
	Until    string `json:"until,omitempty"`
}

// scope returns the filter as the pages represent it.
func (f dashboardFilter) scope() (out pages.Scope) {
	for _, pair := range [][2]string{{"service", f.Service}, {"severity", f.Severity}, {"tag", f.Tag}, {"since", f.Since}, {"until", f.Until}} {
		if pair[1] != "" {
			out = append(out, pair)
		}
	}
	return out
}

// A shown is a panel as the page or the script shows it.
type shown struct {
	Key, Note, Few, Drawing string
	More                    *pages.Cell
	Head                    []string
	Rows                    [][]pages.Cell
	Legend                  []struct{ Name, Kind, Glyph string }
}

const targetDays = 14

// oddOnes are post mortems with rare features: outages of zero length and of
// seconds, no service, values outside the vocabularies.
var oddOnes = fstest.MapFS{
	"postmortems/no-length.md": {Data: []byte("---\ntitle: No length\nimpact: [confusion, amusement]\nseverity: high\ndetection: a bird\ndate: 2026-09-09\nduration: 0m\nstatus: completed\n---\nNothing.\n")},
	"postmortems/seconds.md":   {Data: []byte("---\ntitle: Seconds\nimpact: confusion\nseverity: low\ndetection: a bird\ndate: 2026-09-09\nduration: 30s\nservice: it's\nstatus: review\n---\nA moment.\n")},
	"postmortems/no-service.md": {Data: []byte("---\ntitle: No service\nimpact: latency\nseverity: low\ndetection: manual\ndate: 2026-08-08\nduration: 16h\nstatus: completed\n---\n## Timeline\n" +
		"| Date | Time | Metadata | Notes |\n|---|---|---|---|\n| 2026-08-08 | 02:00 | Outage begins | |\n| | 18:00 | Outage ends | |\n")},
}

// TestDashboardScript compares the numbers, tables and drawings that the dashboard's script
// computes with those of the pages. It uses the sample and a larger collection,
// under filters of every kind.
func TestDashboardScript(t *testing.T) {
	ctx := context.Background()
	for name, load := range map[string]func() (*collection.Collection, error){
		"sample": func() (*collection.Collection, error) {
			return collection.Load(ctx, content.Sample, collection.Options{Root: "postmortems"}, nil)
		},
		"corpus": func() (*collection.Collection, error) {
			return collection.Load(ctx, corpus.FS(500, 4), collection.Options{Root: "content"}, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := load()
			if err != nil {
				t.Fatal(err)
			}
			odd, err := collection.Load(ctx, oddOnes, collection.Options{Root: "postmortems"}, nil)
			if err != nil || len(odd.PostMortems) != len(oddOnes) {
				t.Fatalf("%d odd ones: %v", len(odd.PostMortems), err)
			}
			posts := slices.Concat(c.PostMortems, odd.PostMortems, []*content.PostMortem{{Slug: "bare", Title: `<b> & "quotes" 'here'`, Vendor: "<v>", Severity: "grave", Services: []string{"it's"}, Status: content.Draft}})
			recordHistories(posts)
			compareDashboards(t, metrics.Records(posts))
		})
	}
}

// recordHistories gives most post mortems a history, as if each had been drafted on the
// day after its date and completed some days later. Each of its action items has a
// history of its own kind.
func recordHistories(posts []*content.PostMortem) {
	rng := rand.New(rand.NewPCG(1, 2))
	for i, pm := range posts {
		if i%7 == 6 || pm.Date.IsZero() {
			continue
		}
		h := &content.History{Truncated: i%11 == 10}
		pm.History = h
		status, days := content.Draft, 1
		if i%9 == 8 {
			status = content.Completed // imported
		}
		for range 12 {
			h.Revisions = append(h.Revisions, content.Revision{Time: pm.Date.Time().AddDate(0, 0, days), Status: status})
			status, days = pm.Status, days+1+rng.IntN(40)
		}
		slices.Reverse(h.Revisions)
		for range len(pm.ActionItems) + rng.IntN(2) {
			added := 11 - rng.IntN(3)
			item := content.ItemHistory{Steps: []content.ItemStep{{Revision: added, State: content.Open, Due: pm.Date}}, Cut: h.Truncated && added == 11}
			if rng.IntN(4) > 0 {
				item.Steps[0].Due = content.Date{}
			}
			for added -= 1 + rng.IntN(4); added >= 0; added -= 1 + rng.IntN(4) {
				state := []string{content.Open, content.Done, content.Done, content.Cancelled, ""}[rng.IntN(5)]
				due := content.DateOf(pm.Date.Time().AddDate(0, 0, rng.IntN(300)))
				if item.Steps = append(item.Steps, content.ItemStep{Revision: added, State: state, Due: due}); state == "" {
					break
				}
			}
			h.Items = append(h.Items, item)
		}
	}
}

func compareDashboards(t *testing.T, records []metrics.Record) {
	t.Helper()
	filters := []dashboardFilter{
		{},
		{Service: "booking"},
		{Service: "dns"},
		{Service: "it's"},
		{Service: "nothing"},
		{Service: "it's", Since: "2026-09-01"},
		{Severity: "low", Since: "2026-08-01"},
		{Severity: "high", Since: "2026-09-09", Until: "2026-09-09"},
		{Severity: "critical"},
		{Tag: "database"},
		{Tag: "vendor", Severity: "high"},
		{Severity: "near miss"},
		{Severity: "grave"},
		{Since: "2025-01-02"},
		{Until: "2025-06-30"},
		{Since: "2024-03-01", Until: "2024-12-31"},
		{Since: "2026-06-01"},
		{Service: "dns", Severity: "high", Since: "2020-01-01"},
	}
	for i, dashboard := range runDashboard(t, records, filters, "follow") {
		f := filters[i]
		picked := metrics.Select(records, metrics.Filter{Service: f.Service, Severity: f.Severity, Tag: f.Tag, Since: day(t, f.Since), Until: day(t, f.Until)})
		until := cmp.Or(day(t, f.Until), asOf)
		frame := frameOf(records)
		frame.Span, frame.Until = metrics.Fit(picked, until), until
		want, answers := pages.DashboardPanels(&pages.Page{}, metrics.NewDashboard(picked, frame), f.scope())
		for _, wrong := range dashboard.Wrong {
			t.Errorf("%+v: %s", f, wrong)
		}
		if got, want := fmt.Sprintf("%+v", dashboard.Answers), fmt.Sprintf("%+v", answers); got != want {
			t.Errorf("%+v: the script answers\n%s\nthe page\n%s", f, got, want)
		}
		if dashboard.Count != len(picked) || len(dashboard.Panels) != len(want) {
			t.Errorf("%+v: %d post mortems and %d panels, want %d and %d", f, dashboard.Count, len(dashboard.Panels), len(picked), len(want))
			continue
		}
		for k, panel := range dashboard.Panels {
			comparePanels(t, fmt.Sprintf("%+v: %s", f, panel.Key), panel, want[k])
		}
	}
}

func comparePanels(t *testing.T, name string, got shown, p pages.Panel) {
	t.Helper()
	want := shown{Key: p.Key, Note: p.Note, Few: p.Few, Drawing: string(p.Drawing), Head: p.Table.Head, Rows: p.Table.Rows, Legend: got.Legend[:0:0]}
	for _, entry := range p.Legend {
		want.Legend = append(want.Legend, struct{ Name, Kind, Glyph string }{entry.Name, entry.Class, entry.Glyph})
	}
	if got.More == nil { // leads nowhere
		got.More = &pages.Cell{}
	}
	for what, pair := range map[string][2]any{
		"more": {fmt.Sprint(got.More), fmt.Sprint(&pages.Cell{Text: p.More.Title, Path: p.More.Path})}, "key": {got.Key, want.Key}, "note": {got.Note, want.Note}, "few": {got.Few, want.Few}, "drawing": {got.Drawing, want.Drawing},
		"head": {fmt.Sprint(got.Head), fmt.Sprint(want.Head)}, "rows": {fmt.Sprint(got.Rows), fmt.Sprint(want.Rows)}, "legend": {fmt.Sprint(got.Legend), fmt.Sprint(want.Legend)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %s differs; the script shows\n%s\nthe page\n%s", name, what, pair[0], pair[1])
		}
	}
}

// BenchmarkDashboardScript filters ten thousand post mortems. It reports the median time that
// all panels take, in milliseconds. The page computes and draws those on the screen
// first.
func BenchmarkDashboardScript(b *testing.B) {
	c, err := collection.Load(context.Background(), corpus.FS(10000, 1), collection.Options{Root: "content"}, nil)
	if err != nil {
		b.Fatal(err)
	}
	const early = 6 // runs that are slower, before the script is compiled
	for b.Loop() {
		var took []float64
		for _, dashboard := range runDashboard(b, metrics.Records(c.PostMortems), make([]dashboardFilter, early+15))[early:] {
			took = append(took, dashboard.Milliseconds)
		}
		slices.Sort(took)
		b.ReportMetric(took[len(took)/2], "ms/filter")
	}
}

type dashboardResult struct {
	Count        int
	Panels       []shown
	Answers      []pages.Answer
	Wrong        []string // numbers that lead elsewhere
	Milliseconds float64
}

func frameOf(records []metrics.Record) metrics.Settings {
	posts := make([]*content.PostMortem, len(records))
	for i, r := range records {
		posts[i] = r.PM
	}
	return metrics.Settings{
		AsOf: asOf, TargetDays: targetDays, PublishLag: 9, Vocabularies: content.BuiltinVocabularies(), Cited: metrics.CitedAmong(posts),
	}
}

func runDashboard(t testing.TB, records []metrics.Record, filters []dashboardFilter, more ...string) (out []dashboardResult) {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if err := os.CopyFS(dir, os.DirFS("../themes/default/assets")); err != nil {
		t.Fatal(err)
	}
	write("package.json", []byte(`{"type": "module"}`)) // so that Node treats scripts as modules
	var data, register bytes.Buffer
	if err := feed.NewColumns(records, frameOf(records), content.Slug, content.NameSlug).Write(&data); err != nil {
		t.Fatal(err)
	}
	t.Logf("figures.json of %d post mortems has %d bytes", len(records), data.Len())
	if err := feed.Register(&register, items(records), asOf, content.BuiltinVocabularies(), func(string) string { return "" }); err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(filters)
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"testdata/dashboard.mjs", filepath.Join(dir, "dashboard"), write("figures.json", data.Bytes()), filepath.Join(dir, "register.js"), write("register.json", register.Bytes())}
	cmd := exec.Command("node", append(args, more...)...)
	cmd.Stdin = bytes.NewReader(input)
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

func items(records []metrics.Record) (out []feed.RegisterItem) {
	for _, r := range records {
		for i := range r.PM.ActionItems {
			out = append(out, feed.RegisterItem{PM: r.PM, Item: &r.PM.ActionItems[i]})
		}
	}
	return out
}

// day parses a day; "" yields the zero date.
func day(t *testing.T, text string) (d content.Date) {
	t.Helper()
	if text == "" {
		return d
	}
	d, err := content.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
