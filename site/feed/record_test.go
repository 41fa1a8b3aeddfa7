package feed_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/content/zone"
	"github.com/pmsite/pmsite/site/feed"
)

// full is a document with every key, and a timeline whose incident was reopened.
// Of its action items one is overdue, one due today, one cancelled past its due
// date, and one done.
const full = `---
title: Everything at once
id: PM-2026-0007
service: [shop, mail]
impact: [latency, data loss]
severity: high
detection: configured alarm
incident: [INC1, INC2]
change: [CHG1, CHG2]
vendor: Acme
vendor_case: [VC1, VC2]
date: 2026-03-05
duration: 1h
timezone: America/Halifax
authors: [one role, another role]
status: completed
tags: [cache, config]
summary: It broke & came back.
extra: {a: 1}
---
## Timeline

| Date | Time | Metadata | Notes |
| --- | --- | --- | --- |
| 2026-03-05 | 14:00 | Outage begins | |
| | 14:06 | Outage detected | The alarm |
| | 14:08 | Acknowledged | |
| | 14:09 | Incident created | |
| | 14:16 | Internal communications | |
| | 14:26 | External communications | |
| | 14:36 | Vendor contacted | |
| | ~14:40 | Looked around | |
| | 15:00 | Outage ends | |
| | | Thought | No time |
| | 15:10 | Incident ends | |
| | 16:00 | Incident ends | Reopened in between |

## Proximal and Root Causes

The cache was small.

Twice.

- Control: load test. It ran at night.

### Triggering Condition

A change.

### Resolution

Rolled back.

### Action Items

| Action Item | Type | Owner | Tracking information | Due | Status |
| --- | --- | --- | --- | --- | --- |
| Late | Detective | platform team | CHG3, CHG4 | 2026-04-30 | open |
| Due today | | | | 2026-05-01 | in progress |
| Dropped | Mitigation | platform team | | 2026-01-01 | cancelled |
| Finished | Mitigation | platform team | | 2026-01-01 | done |

### What went well
1. Good

### What went wrong
1. Bad
2. Worse

### Where we got lucky
1. Luck -> action-1

### What helped
- Help

### What surprised us
- A surprise -> action-1

## References
- A report
`

var asOf = content.Date{Year: 2026, Month: 5, Day: 1}

// parse parses a document that has no errors.
func parse(t testing.TB, name, text string) *content.PostMortem {
	t.Helper()
	pm, problems := content.Parse(name, []byte(text), content.Options{})
	for _, p := range problems {
		if p.Level == content.Error {
			t.Fatal(p)
		}
	}
	return pm
}

// fullRecord returns the data of that document, with a history.
func fullRecord(t testing.TB) feed.Record {
	t.Helper()
	pm := parse(t, "content/everything.md", full)
	pm.History = &content.History{Revisions: []content.Revision{
		{Time: time.Date(2026, 3, 7, 12, 0, 0, 0, time.UTC), Status: "completed"}, {Time: time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC), Status: "draft"},
	}, Corrections: []content.Correction{
		{Time: time.Date(2026, 3, 7, 12, 0, 0, 0, time.UTC), Facts: []string{"severity: low → high"}},
	}, Agreements: []content.Agreement{
		{Commit: "b", Time: time.Date(2026, 3, 7, 12, 0, 0, 0, time.UTC), How: content.MergedBy, Role: "release manager"},
		{Commit: "a", Time: time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC), How: content.ReviewedBy},
	}, Ratings: []content.Rating{
		{Time: time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC), Severity: "low"}, {Time: time.Date(2026, 3, 7, 12, 0, 0, 0, time.UTC), Severity: "high"},
	}, Current: []int{0, 1, 2, 3}, Items: []content.ItemHistory{
		{Steps: []content.ItemStep{{Revision: 1, State: "open", Owner: "help desk", Due: content.Date{Year: 2026, Month: 4, Day: 1}}, {State: "open", Owner: "platform team", Due: content.Date{Year: 2026, Month: 4, Day: 30}}}},
		{Cut: true, Steps: []content.ItemStep{{Revision: 1, State: "in progress", Due: asOf}}},
		{Steps: []content.ItemStep{{Revision: 1, State: "cancelled", Due: content.Date{Year: 2026, Month: 1, Day: 1}}}},
		{Steps: []content.ItemStep{{Revision: 1, State: "open"}, {State: "done", Owner: "platform team", Reworded: true, Due: content.Date{Year: 2026, Month: 1, Day: 1}}}},
	}}
	return feed.NewRecord(metrics.Records([]*content.PostMortem{pm})[0], "postmortems/everything/", asOf, desk).WithTexts(pm)
}

// bare returns the data of a draft that has no content yet.
func bare(t testing.TB) feed.Record {
	t.Helper()
	pm := parse(t, "content/bare.md", "---\ntitle: Bare\ndate: 2026-01-01\nstatus: draft\n---\n")
	return feed.NewRecord(metrics.Records([]*content.PostMortem{pm})[0], "u", asOf, desk).WithTexts(pm)
}

// TestEveryKey checks the JSON of each key, for a document with all keys and one
// with none: unknown values are null, and lists are never null.
func TestEveryKey(t *testing.T) {
	t.Parallel()
	given := map[string]string{
		"slug": `"everything"`, "id": `"PM-2026-0007"`, "title": `"Everything at once"`, "url": `"postmortems/everything/"`, "source": `"content/everything.md"`, "origin": "null",
		"date": `"2026-03-05"`, "timezone": `"America/Halifax"`, "services": `["shop","mail"]`, "impacts": `["latency","data loss"]`, "severity": `"high"`, "detection": `"configured alarm"`,
		"incidents": `["INC1","INC2"]`, "changes": `["CHG1","CHG2"]`, "vendor": `"Acme"`, "vendor_cases": `["VC1","VC2"]`, "authors": `["one role","another role"]`, "status": `"completed"`,
		"tags": `["cache","config"]`, "summary": `"It broke \u0026 came back."`, "stated_duration_seconds": "3600", "duration_seconds": "3600", "time_to_detect_seconds": "360",
		"time_to_declare_seconds": "180", "time_to_acknowledge_seconds": "120", "time_to_engage_vendor_seconds": "1800", "time_to_internal_communication_seconds": "600",
		"time_to_external_communication_seconds": "1200", "time_to_restore_seconds": "3600", "time_to_publish_seconds": "147600", "ongoing": "false",
		"degradation_seconds": "null", "latent_time_seconds": "null", "margin_seconds": "null",
		"figure_classes": `{"degradation":"not applicable","latent_time":"not applicable","margin":"not applicable","time_to_escalate_vendor":"not applicable"}`,
		"causes":         `"The cache was small.\n\nTwice.\n\nControl: load test. It ran at night."`, "controls": `["load test. It ran at night."]`, "control_outcomes": `["named"]`, "triggering_condition": `"A change."`, "resolution": `"Rolled back."`,
		"action_items": `[{"anchor":"action-1","title":"Late","type":"Detective","owner":"platform team","tracking":["CHG3","CHG4"],"tracking_urls":[null,"https://desk.example.org/CHG4"],"due":"2026-04-30","state":"open","overdue":true,"effect":null,"verified":false,"agreed":"2026-03-06","ended":null,"moved":true,"ledger":{"slips":1,"slipped_days":29,"reworded":0,"reassigned":1,"reopened":false}},` +
			`{"anchor":"action-2","title":"Due today","type":null,"owner":null,"tracking":[],"tracking_urls":[],"due":"2026-05-01","state":"in progress","overdue":false,"effect":null,"verified":false,"agreed":null,"ended":null,"moved":null,"ledger":null},` +
			`{"anchor":"action-3","title":"Dropped","type":"Mitigation","owner":"platform team","tracking":[],"tracking_urls":[],"due":"2026-01-01","state":"cancelled","overdue":false,"effect":null,"verified":false,"agreed":null,"ended":null,"moved":null,"ledger":null},` +
			`{"anchor":"action-4","title":"Finished","type":"Mitigation","owner":"platform team","tracking":[],"tracking_urls":[],"due":"2026-01-01","state":"done","overdue":false,"effect":null,"verified":false,"agreed":"2026-03-06","ended":"2026-03-07","moved":false,"ledger":{"slips":0,"slipped_days":0,"reworded":1,"reassigned":0,"reopened":false}}]`,
		"went_well": `["Good"]`, "went_wrong": `["Bad","Worse"]`, "got_lucky": `["Luck"]`, "ticket_urls": `{}`, "luck": `[{"hedge":"open","hedged_by":"action-1","due":"2026-04-30"}]`, "other_lessons": `[{"anchor":"surprise-1","kind":"surprise","text":"A surprise","hedged_by":"action-1"},{"anchor":"help-1","kind":"help","text":"Help","hedged_by":null}]`, "references": `["A report"]`,
		"created": `"2026-03-06T12:00:00+00:00"`, "updated": `"2026-03-07T12:00:00+00:00"`, "revisions": "2", "corrections": `[{"time":"2026-03-07T12:00:00+00:00","facts":["severity: low → high"]}]`,
		"agreed":  `[{"commit":"b","time":"2026-03-07T12:00:00+00:00","how":"merged","role":"release manager"},{"commit":"a","time":"2026-03-06T12:00:00+00:00","how":"reviewed","role":null}]`,
		"ratings": `[{"severity":"low","since":"2026-03-06","days":1},{"severity":"high","since":"2026-03-07","days":null}]`, "params": `{"extra":{"a":1}}`,
		"v1_duration_seconds": "3600", "v1_time_to_restore_seconds": "3600",
	}
	none := map[string]string{
		"slug": `"bare"`, "title": `"Bare"`, "url": `"u"`, "source": `"content/bare.md"`, "date": `"2026-01-01"`, "timezone": `"UTC"`, "status": `"draft"`, "summary": `""`, "ongoing": "false",
		"causes": `""`, "triggering_condition": `""`, "resolution": `""`, "params": "{}", "ticket_urls": "{}", "timeline": "[]",
		"figure_classes": `{"degradation":"not applicable","latent_time":"not applicable","margin":"not applicable","time_to_engage_vendor":"not applicable","time_to_escalate_vendor":"not applicable","vendor_to_restore":"not applicable"}`,
	}
	for key, value := range given {
		switch {
		case none[key] != "":
		case value[0] == '[':
			none[key] = "[]"
		default:
			none[key] = "null"
		}
	}
	for of, test := range map[string]struct {
		record feed.Record
		want   map[string]string
	}{"that gives every key": {fullRecord(t), given}, "that gives none": {bare(t), none}} {
		var b bytes.Buffer
		if err := feed.PostMortem(&b, test.record, "2026-05-01"); err != nil {
			t.Fatal(err)
		}
		var file struct {
			SchemaVersion int                          `json:"schema_version"`
			AsOf          string                       `json:"as_of"`
			PostMortems   []map[string]json.RawMessage `json:"postmortems"`
		}
		if err := json.Unmarshal(b.Bytes(), &file); err != nil || file.SchemaVersion != 2 || file.AsOf != "2026-05-01" || len(file.PostMortems) != 1 {
			t.Fatalf("%v: %s", err, b.String())
		}
		got := file.PostMortems[0]
		for key, want := range test.want {
			if string(got[key]) != want {
				t.Errorf("the data of a document %s has %s: %s, want %s", of, key, got[key], want)
			}
		}
		for key := range got {
			isKey := slices.ContainsFunc(content.Keys(), func(k content.Key) bool { return k.Column == key })
			if _, known := test.want[key]; !known && !isKey && key != "timeline" {
				t.Errorf("the data has a key %q that the test does not check", key)
			}
		}
	}
}

// TestV1 checks that a degradation has the duration and the time to restore that version 1 gave
// it, and a near miss none.
func TestV1(t *testing.T) {
	t.Parallel()
	for severity, want := range map[string]string{
		"high":      `"v1_duration_seconds":1200,"v1_time_to_restore_seconds":1200`,
		"near miss": `"v1_duration_seconds":null,"v1_time_to_restore_seconds":null`,
	} {
		pm := parse(t, "content/slow.md", "---\ntitle: Slow\ndate: 2026-01-01\nstatus: draft\nimpact: latency\nseverity: "+severity+
			"\n---\n## Timeline\n- 10:00 Outage begins\n- 10:20 Outage ends\n")
		var b bytes.Buffer
		if err := feed.PostMortem(&b, feed.NewRecord(metrics.Records([]*content.PostMortem{pm})[0], "u", asOf, func(string) string { return "" }), ""); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) || !strings.Contains(b.String(), `"duration_seconds":null,"degradation_seconds":`) {
			t.Errorf("a degradation of severity %s is %s, want %s", severity, b.String(), want)
		}
	}
}

// TestOngoing checks that an ongoing outage is marked as such and has no duration.
func TestOngoing(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer("| | 15:00 | Outage ends | |\n", "", "| | 15:10 | Incident ends | |\n", "", "| | 16:00 | Incident ends | Reopened in between |\n", "", "duration: 1h\n", "").Replace(full)
	pm := parse(t, "content/a.md", text)
	pm.History = &content.History{Truncated: true, Revisions: []content.Revision{{Time: time.Unix(1e9, 0)}}}
	r := feed.NewRecord(metrics.Records([]*content.PostMortem{pm})[0], "", asOf, desk)
	if !r.Ongoing || r.Duration != nil || r.StatedDuration != nil || r.TimeToRestore != nil {
		t.Errorf("an ongoing outage is marked as ongoing: %v, with a duration %v, stated %v, and restored after %v", r.Ongoing, r.Duration, r.StatedDuration, r.TimeToRestore)
	}
	if r.Revisions != nil || r.Created != nil || r.Updated == nil {
		t.Errorf("a truncated history has %v revisions, created %v, updated %v; want the last only", r.Revisions, r.Created, r.Updated)
	}
	if r.Causes != "" || r.Resolution != "" || r.TriggeringCondition != "" {
		t.Error("the record has the texts of the sections without WithTexts")
	}
}

// TestTimelineData checks the rows of a timeline: the event is a value of the
// vocabulary or the label as written, and the time is left out if it is unknown.
func TestTimelineData(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := feed.Exports["timeline"]["csv"](&b, slices.Values([]feed.Record{fullRecord(t), bare(t)}), ""); err != nil {
		t.Fatal(err)
	}
	const head = `everything,PM-2026-0007,2026-03-05,shop; mail,high,`
	want := "postmortem,id,date,services,severity,row,time,event,note,approximate\n" +
		head + "1,2026-03-05T14:00:00-04:00,Outage begins,,false\n" +
		head + "2,2026-03-05T14:06:00-04:00,Outage detected,The alarm,false\n" +
		head + "3,2026-03-05T14:08:00-04:00,Acknowledged,,false\n" +
		head + "4,2026-03-05T14:09:00-04:00,Incident created,,false\n" +
		head + "5,2026-03-05T14:16:00-04:00,Internal communications,,false\n" +
		head + "6,2026-03-05T14:26:00-04:00,External communications,,false\n" +
		head + "7,2026-03-05T14:36:00-04:00,Vendor contacted,,false\n" +
		head + "8,2026-03-05T14:40:00-04:00,Looked around,,true\n" +
		head + "9,2026-03-05T15:00:00-04:00,Outage ends,,false\n" +
		head + "10,,Thought,No time,false\n" +
		head + "11,2026-03-05T15:10:00-04:00,Incident ends,,false\n" +
		head + "12,2026-03-05T16:00:00-04:00,Incident ends,Reopened in between,false\n"
	if b.String() != want {
		t.Errorf("the timelines are\n%s\nwant\n%s", b.String(), want)
	}
}

// TestPostMortemColumns checks the cell of each column, for a document with all
// keys and for one with none. Cancelled items are not open.
func TestPostMortemColumns(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := feed.PostMortemsCSV(&b, slices.Values([]feed.Record{fullRecord(t), bare(t)})); err != nil {
		t.Fatal(err)
	}
	rows := readCSV(t, &b)
	if len(rows) != 3 {
		t.Fatalf("two post mortems have %d lines", len(rows)-1)
	}
	for at, want := range []map[string]string{
		1: {
			"slug": "everything", "id": "PM-2026-0007", "title": "Everything at once", "url": "postmortems/everything/", "date": "2026-03-05", "timezone": "America/Halifax", "services": "shop; mail",
			"impacts": "latency; data loss", "severity": "high", "detection": "configured alarm", "incidents": "INC1; INC2", "changes": "CHG1; CHG2", "vendor": "Acme", "vendor_cases": "VC1; VC2",
			"authors": "one role; another role", "status": "completed", "tags": "cache; config", "duration_seconds": "3600", "stated_duration_seconds": "3600", "time_to_detect_seconds": "360",
			"time_to_declare_seconds": "180", "time_to_internal_communication_seconds": "600", "time_to_external_communication_seconds": "1200", "time_to_engage_vendor_seconds": "1800",
			"time_to_restore_seconds": "3600", "time_to_acknowledge_seconds": "120", "time_to_publish_seconds": "147600", "ongoing": "false", "action_items": "4", "open_action_items": "2",
			"overdue_action_items": "1", "summary": "It broke & came back.",
			"figure_classes": "degradation: not applicable; latent_time: not applicable; margin: not applicable; time_to_escalate_vendor: not applicable", "agreed_by": "release manager; someone",
		},
		2: {
			"slug": "bare", "title": "Bare", "url": "u", "date": "2026-01-01", "timezone": "UTC", "status": "draft", "ongoing": "false", "action_items": "0", "open_action_items": "0", "overdue_action_items": "0",
			"figure_classes": "degradation: not applicable; latent_time: not applicable; margin: not applicable; time_to_engage_vendor: not applicable; time_to_escalate_vendor: not applicable; vendor_to_restore: not applicable",
		},
	} {
		for i, column := range rows[0] {
			if at > 0 && rows[at][i] != want[column] {
				t.Errorf("line %d has %s: %q, want %q", at, column, rows[at][i], want[column])
			}
		}
		for column := range want {
			if !slices.Contains(rows[0], column) {
				t.Errorf("there is no column %q", column)
			}
		}
	}
}

// TestActionItemColumns checks the lines of action items.
func TestActionItemColumns(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := feed.ActionItemsCSV(&b, slices.Values([]feed.Record{bare(t), fullRecord(t)})); err != nil {
		t.Fatal(err)
	}
	const head = "everything,PM-2026-0007,2026-03-05,shop; mail,high,postmortems/everything/#"
	want := "postmortem,id,date,services,severity,url,anchor,title,type,owner,tracking,due,state,overdue,agreed,ended,moved,tracking_urls,slips,slipped_days,reworded,reassigned,reopened,effect,verified\n" +
		head + "action-1,action-1,Late,Detective,platform team,CHG3; CHG4,2026-04-30,open,true,2026-03-06,,true,https://desk.example.org/CHG4,1,29,0,1,false,,false\n" +
		head + "action-2,action-2,Due today,,,,2026-05-01,in progress,false,,,,,,,,,,,false\n" +
		head + "action-3,action-3,Dropped,Mitigation,platform team,,2026-01-01,cancelled,false,,,,,,,,,,,false\n" +
		head + "action-4,action-4,Finished,Mitigation,platform team,,2026-01-01,done,false,2026-03-06,2026-03-07,false,,0,0,1,0,false,,false\n"
	if b.String() != want {
		t.Errorf("the action items are\n%s\nwant\n%s", b.String(), want)
	}
}

func readCSV(t testing.TB, b *bytes.Buffer) [][]string {
	t.Helper()
	rows, err := csv.NewReader(b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestNoFormula checks that a spreadsheet interprets no cell as a formula, in any
// column of any file, whatever the text begins with. Other texts are unchanged.
func TestNoFormula(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-2": "'-2", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1", "＠SUM(A1)": "'＠SUM(A1)",
		"a=1": "a=1", "1-2": "1-2", "'quoted": "'quoted", " =1": " =1", "": "", "é": "é",
	} {
		p := &text
		if text == "" {
			p = nil
		}
		record := feed.Record{
			Head: feed.Head{Slug: text, ID: p, Title: text, URL: text, Date: p, Timezone: text},
			PM: &content.PostMortem{
				Services: []string{text}, Impacts: []string{text}, Severity: text, Detection: text, Incidents: []string{text}, Changes: []string{text},
				Vendor: text, VendorCases: []string{text}, Authors: []string{text}, Status: text, Tags: []string{text},
			},
			Tail: feed.Tail{
				Summary:     text,
				Timeline:    []feed.TimelineEntry{{Time: p, Event: p, Note: text}},
				ActionItems: []feed.ActionItem{{Anchor: text, Title: text, Type: p, Owner: p, Tracking: []string{text}, Due: p, State: text}},
			},
		}
		texts := map[string]int{"postmortems": 18, "action-items": 13, "timeline": 8}
		for _, what := range slices.Sorted(maps.Keys(texts)) {
			var b bytes.Buffer
			if err := feed.Exports[what]["csv"](&b, slices.Values([]feed.Record{record}), ""); err != nil {
				t.Fatal(err)
			}
			rows := readCSV(t, &b)
			n := 0
			for i, cell := range rows[1] {
				if cell == want || rows[0][i] == "url" && strings.HasPrefix(cell, want) {
					n++
				}
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
					t.Errorf("%s of %s begins like a formula: %q", rows[0][i], what, cell)
				}
			}
			if text != "" && n != texts[what] {
				t.Errorf("%s: of %d texts %q, %d are written as %q:\n%q", what, texts[what], text, n, want, rows[1])
			}
		}
	}
}

// TestExports checks the formats of each kind of data: an object a line in ndjson,
// and one object with the version and the day in json.
func TestExports(t *testing.T) {
	t.Parallel()
	records := slices.Values([]feed.Record{fullRecord(t), fullRecord(t)})
	const (
		postmortem = `{"slug":"everything","id":"PM-2026-0007","title":"Everything at once",`
		item       = `{"postmortem":"everything","id":"PM-2026-0007","date":"2026-03-05","services":["shop","mail"],"severity":"high","url":"postmortems/everything/#action-1","anchor":"action-1","title":"Late","type":"Detective","owner":"platform team","tracking":["CHG3","CHG4"],"tracking_urls":[null,"https://desk.example.org/CHG4"],"due":"2026-04-30","state":"open","overdue":true,"effect":null,"verified":false,"agreed":"2026-03-06","ended":null,"moved":true,"ledger":{"slips":1,"slipped_days":29,"reworded":0,"reassigned":1,"reopened":false}}`
		row        = `{"postmortem":"everything","id":"PM-2026-0007","date":"2026-03-05","services":["shop","mail"],"severity":"high","row":1,"time":"2026-03-05T14:00:00-04:00","event":"Outage begins","note":"","approximate":false}`
	)
	for what, want := range map[string]struct {
		key, first string
		lines      int
	}{"postmortems": {"postmortems", postmortem, 2}, "action-items": {"action_items", item, 8}, "timeline": {"timeline", row, 24}} {
		var lines, whole bytes.Buffer
		if err := feed.Exports[what]["ndjson"](&lines, records, "2026-05-01"); err != nil {
			t.Fatal(err)
		}
		if err := feed.Exports[what]["json"](&whole, records, "2026-05-01"); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(lines.String(), want.first) || strings.Count(lines.String(), "\n") != want.lines {
			t.Errorf("%s as ndjson has %d lines, want %d, and the first must begin with\n%s\ngot\n%s", what, strings.Count(lines.String(), "\n"), want.lines, want.first, lines.String())
		}
		text := `{"schema_version": 2, "as_of": "2026-05-01", "time_zones": "` + zone.Version() + `", "` + want.key + "\": [\n" + strings.ReplaceAll(strings.TrimSuffix(lines.String(), "\n"), "\n", ",\n") + "\n]}\n"
		if whole.String() != text {
			t.Errorf("%s as json is\n%s\nwant\n%s", what, whole.String(), text)
		}
	}
}
