package feed_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
)

// TestFigures checks each column of the dashboard's input, for a document with all
// keys, for a near miss in review whose control failed again, and for a document
// without a date, a status or anything else.
func TestFigures(t *testing.T) {
	t.Parallel()
	again := parse(t, "content/again.md", `---
title: Again
service: [mail]
impact: cosmetic
severity: near miss
detection: manual
date: 2026-02-01
status: review
authors: [x]
tags: [config]
---
## Proximal and Root Causes
- Control: Load test, did not
- Control: Load test, by night
- Control: load test (was not there)
- Control: load test, held
- Control: Load test

### Action Items
| Action Item | Type | Owner | Tracking information | Due | Status |
| --- | --- | --- | --- | --- | --- |
| New | | x | T1 | | open |
`)
	again.ActionItems[0].Type = "odd"
	posts := []*content.PostMortem{parse(t, "content/everything.md", full), again, {Slug: "none", Title: "None", Factors: []string{"change", "latent defect"}}, {Slug: "odd", Status: "odd", Date: content.Date{Year: 1970, Month: 1, Day: 2}}}
	posts[2].Zone, posts[3].Zone = posts[1].Zone, posts[1].Zone
	history := func(day int) time.Time { return time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC) } // 20513 days and more
	posts[0].History = &content.History{Revisions: []content.Revision{{Time: history(25)}, {Time: history(4)}, {Time: history(2)}}, Items: []content.ItemHistory{
		{Steps: []content.ItemStep{{Revision: 2, State: content.Open}, {Revision: 0, State: content.Done}}},
		{Steps: []content.ItemStep{{Revision: 1, State: content.Open, Due: asOf}, {Revision: 0, State: content.Open, Due: content.Date{Year: 2027, Month: 1, Day: 1}}}},
		{Cut: true, Steps: []content.ItemStep{{State: content.Open}}},
	}}
	frame := metrics.Settings{AsOf: asOf, TargetDays: 14, PublishLag: 9, Vocabularies: content.BuiltinVocabularies()}
	var b bytes.Buffer
	if err := feed.NewColumns(metrics.Records(posts), frame, func(s string) string { return "~" + s }, func(s string) string { return "~" + s }).Write(&b); err != nil {
		t.Fatal(err)
	}
	var got map[string]json.RawMessage
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"schema_version": "2", "as_of": "20574", "target_days": "14", "publish_lag": "9",
		"severities": `["critical","high","medium","low","near miss",""]`, "synonyms": `{"detection":{"alarm":"configured alarm","configured alert":"configured alarm"},"factor":{"bug":"latent defect","configuration change":"change","deployment":"change","design flaw":"latent defect","latent bug":"latent defect","migration":"change","race condition":"latent defect","release":"change","rollout":"change","software defect":"latent defect"},"impact":{},"severity":{},"status":{"complete":"completed","in review":"review"}}`, "looks": `["critical","high","medium","low","near-miss","x-ztntfp"]`, "detections": `["manual","configured alarm","other",""]`,
		"types": `["Mitigation","Preventative","Detective","Remediative","","odd"]`, "impacts": `["data loss","latency","availability","cosmetic"]`,
		"states": `["overdue","open","in progress","done","cancelled"]`, "standings": `["done","cancelled","on time","overdue"]`, "statuses": `["draft","review","completed","odd"]`,
		"ages": "[0,30,90,180,365]", "bins": "[0,60,120,240,480,900,1800,3600,7200,14400,28800,57600,115200,230400,460800]",
		"harms": `["happened","averted"]`, "caughts": `["control","person","luck",""]`, "outage_impacts": `["data loss","availability"]`, "harm": "[0,1,0,0]", "caught_by": "[3,3,3,3]",
		"fields": `{"caught_by":{"values":"caughts","known":3},"detection":{"values":"detections","known":3},"factor":{"values":"factors","known":0},"harm":{"values":"harms","known":2},"impact":{"values":"impacts","known":4},"owner":{"values":"owners","known":0},"service":{"values":"services","known":0},"severity":{"values":"severities","known":5},` +
			`"standing":{"values":"standings","known":4},"state":{"values":"states","known":5},"status":{"values":"statuses","known":3},"tag":{"values":"tags","known":0},"type":{"values":"types","known":4},"vendor":{"values":"vendors","known":0}}`,
		"services": `["shop","mail"]`, "vendors": `["Acme",""]`, "tags": `["cache","config"]`, "owners": `["platform team","","x"]`,
		"controls": `["Load test","load test"]`, "control_keys": `["load test"]`,
		"slugs": `{"severities":["~critical","~high","~medium","~low","~near miss","~"],"detections":["~manual","~configured alarm","~other","~"],"services":["~shop","~mail"],"vendors":["~Acme","~"],"factors":["~change","~latent defect"],"tags":["~cache","~config"]}`,
		"slug":  `["everything","again","none","odd"]`, "title": `["Everything at once","Again","None",""]`, "date": "[20517,20485,null,1]", "status": "[2,1,0,3]",
		"severity": "[1,4,5,5]", "detection": "[1,0,3,3]", "service": "[[0,1],[1],[],[]]", "vendor": "[0,1,1,1]", "impact": "[[1,0],[3],[],[]]", "tag": "[[0,1],[1],[],[]]",
		"outage": "[[24314,3600],[],[],[]]", "control": "[[],[0,0,1,0],[],[]]", "anchor": `[[],["control-1","control-3"],[],[]]`,
		"unsaid": "[1,2,0,0]", "luck": "[[0,1,0,20573],[],[],[]]", "reach": "[90,0,0,0]",
		"hurt": "[[],[],[],[]]", "hurt_controls": "[]", "returns": "[[],[],[],[]]", "returned": "[]",
		"items":   "[[2,0,3,3,1,4,1,2,10,0,0,0,1,18,0,0,0,0,14,0],[5,2,2,5,0],[],[]]",
		"factors": `["change","latent defect"]`, "factor": "[[],[],[0,1],[]]",
		"agreed": "[[1,20514,23,1,20516,58,4],[1],[],[]]",
	} {
		if string(got[key]) != want {
			t.Errorf("%s of the figures is\n\t%s\nwant\n\t%s", key, got[key], want)
		}
		delete(got, key)
	}
	checkPanels(t, got)
	var columns []struct {
		Key, Name, Ends string
		Values          []*float64
	}
	if err := json.Unmarshal(got["figures"], &columns); err != nil || len(got) != 1 {
		t.Fatalf("besides the columns there are %v, %v", got, err)
	}
	for i, d := range metrics.Definitions() {
		if columns[i].Key != d.Key || columns[i].Name != d.Name || columns[i].Ends != d.Ends || len(columns[i].Values) != 4 {
			t.Errorf("the column of %q is of %q, %q, with %d values of 4", d.Key, columns[i].Key, columns[i].Name, len(columns[i].Values))
		}
	}
	if v := columns[0].Values; v[0] == nil || *v[0] != 3600 || v[1] == nil || *v[1] != -2 || v[2] != nil {
		t.Errorf("the durations are %v, want an hour, not applicable and unknown", v)
	}
}

// checkPanels checks that the script gets the same panels and answers as the pages,
// except availability.
func checkPanels(t *testing.T, got map[string]json.RawMessage) {
	t.Helper()
	var panels []metrics.Panel
	var answers []metrics.Answer
	for key, into := range map[string]any{"panels": &panels, "answers": &answers} {
		if err := json.Unmarshal(got[key], into); err != nil {
			t.Errorf("the %s of the figures: %v", key, err)
		}
		delete(got, key)
	}
	want := metrics.Answers()
	for i := range want {
		want[i].Means = nil // only the page of definitions shows it
	}
	if !reflect.DeepEqual(answers, want) {
		t.Errorf("the answers are %+v, want %+v", answers, want)
	}
	i := 0
	for _, want := range metrics.Panels() {
		if want.Key == "availability" {
			continue
		}
		want.Topic = metrics.Topic{Key: want.Key, Name: want.Name} // only the page of definitions shows what it counts
		if i >= len(panels) || !reflect.DeepEqual(panels[i], want) {
			t.Errorf("panel %d of the figures differs from %+v", i, want)
		}
		i++
	}
	if len(panels) != i {
		t.Errorf("there are %d panels, want %d", len(panels), i)
	}
}

// TestFiguresOfAnOngoingOutage checks that an ongoing outage is written as -1, with the
// seconds that have passed: from 14:00 in Halifax, which is 18:00 in UTC, to 1 May.
func TestFiguresOfAnOngoingOutage(t *testing.T) {
	t.Parallel()
	pm := parse(t, "content/a.md", strings.NewReplacer("| | 15:00 | Outage ends | |\n", "", "-> action-1", "").Replace(full))
	var b bytes.Buffer
	if err := feed.NewColumns(metrics.Records([]*content.PostMortem{pm}), metrics.Settings{AsOf: asOf, Vocabularies: content.BuiltinVocabularies()}, strings.ToUpper, strings.ToUpper).Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"values":[-1],"elapsed":[[0,0]]}`, `"first Outage begins to last Outage ends","values":[-1],"elapsed":[[0,4860000]]}`, `"reach":[-90]`, `"luck":[[0,0,1,0]]`, `"outage":[[]]`, `"control":[[]]`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the figures of an ongoing outage have no %s: %s", want, b.String())
		}
	}
}

// seconds returns a document with an outage of n seconds.
func seconds(t testing.TB, n int) *content.PostMortem {
	t.Helper()
	const begins, ends = "| 2026-03-05 | 14:00 | Outage begins | |\n", "| | 15:00 | Outage ends | |\n"
	return parse(t, "content/a.md", strings.NewReplacer(begins, begins+fmt.Sprintf("| | 14:00:%02d | Outage ends | |\n", n), ends, "", "duration: 1h\n", "").Replace(full))
}

// TestStats checks the figures of pmsite stats as JSON and as CSV: percentiles to
// the second, unknown values as null, and each period.
func TestStats(t *testing.T) {
	t.Parallel()
	var posts []*content.PostMortem
	for n := 1; n <= 6; n++ {
		posts = append(posts, seconds(t, n))
	}
	posts = append(posts, parse(t, "content/b.md", strings.ReplaceAll(full, "| | 15:00 | Outage ends | |\n", "")), &content.PostMortem{Zone: posts[0].Zone})
	v := content.BuiltinVocabularies()
	whole, few := metrics.Compute(metrics.Records(posts), asOf, v), metrics.Compute(metrics.Records(posts[7:]), asOf, v)
	periods := []feed.PeriodStats{{Period: "2026 Q1", Stats: whole}, {Period: "2026 Q2", Stats: few}}
	var b bytes.Buffer
	if err := feed.StatsJSON(&b, whole, periods, "2026-05-01"); err != nil {
		t.Fatal(err)
	}
	type stats struct {
		Period  string                     `json:"period"`
		Count   int                        `json:"count"`
		By      map[string]map[string]int  `json:"by"`
		Figures map[string]json.RawMessage `json:"figures"`
		Actions json.RawMessage            `json:"action_items"`
	}
	var got struct {
		SchemaVersion int    `json:"schema_version"`
		AsOf          string `json:"as_of"`
		stats
		Periods []stats `json:"periods"`
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || got.SchemaVersion != 2 || got.AsOf != "2026-05-01" || got.Count != 8 || len(got.Periods) != 2 {
		t.Fatalf("%v: %s", err, b.String())
	}
	compact := func(raw json.RawMessage) string {
		var out bytes.Buffer
		if err := json.Compact(&out, raw); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	for of, test := range map[string]struct{ got, want string }{
		"the durations":                      {compact(got.Figures["duration_seconds"]), `{"count":6,"unknown":1,"not_applicable":0,"ongoing":1,"none":0,"before":0,"median":4,"median_low":1,"median_high":6,"median_level":0.96875,"p75":null,"p90":null,"longest":6,"longest_of":"a","total":21}`},
		"the durations of the first period":  {compact(got.Periods[0].Figures["duration_seconds"]), `{"count":6,"unknown":1,"not_applicable":0,"ongoing":1,"none":0,"before":0,"median":4,"median_low":1,"median_high":6,"median_level":0.96875,"p75":null,"p90":null,"longest":6,"longest_of":"a","total":21}`},
		"the durations of the second period": {compact(got.Periods[1].Figures["duration_seconds"]), `{"count":0,"unknown":1,"not_applicable":0,"ongoing":0,"none":0,"before":0,"median":null,"median_low":null,"median_high":null,"median_level":null,"p75":null,"p90":null,"longest":null,"longest_of":null,"total":null}`},
		"the action items":                   {compact(got.Actions), `{"count":28,"by_type":{"":7,"Detective":7,"Mitigation":14,"Preventative":0,"Remediative":0},"by_state":{"cancelled":7,"done":7,"in progress":7,"open":7},"overdue":7}`},
		"the names of the periods":           {got.Periods[0].Period + ", " + got.Periods[1].Period, "2026 Q1, 2026 Q2"},
	} {
		if test.got != test.want {
			t.Errorf("%s are\n\t%s\nwant\n\t%s", of, test.got, test.want)
		}
	}
	for what, value := range map[string]string{"severity": "high", "impact": "latency", "detection": "configured alarm", "status": "completed", "service": "mail", "year": "2026"} {
		if n := got.By[what][value]; n != 7 {
			t.Errorf("by %s, %d post mortems are %q, want 7 of 8: %v", what, n, value, got.By[what])
		}
		if n := got.By[what][""]; n != 1 && what != "year" {
			t.Errorf("by %s, %d post mortems have no value, want 1 of 8: %v", what, n, got.By[what])
		}
	}
	if !strings.Contains(b.String(), "\n  \"count\": 8,\n") {
		t.Error("the figures are not indented")
	}

	var lines bytes.Buffer
	if err := feed.StatsCSV(&lines, whole, periods); err != nil {
		t.Fatal(err)
	}
	rows := readCSV(t, &lines)
	n := len(metrics.Definitions())
	if len(rows) != 1+3*n {
		t.Fatalf("all and two periods have %d lines, want %d", len(rows)-1, 3*n)
	}
	for at, want := range map[int]string{
		0:     "period,figure,known,unknown,ongoing,median_seconds,p75_seconds,p90_seconds,total_seconds,not_applicable,none,before,median_low_seconds,median_high_seconds,median_level,longest_seconds,longest_of",
		1:     "all,duration,6,1,1,4,,,21,0,0,0,1,6,0.9688,6,a",
		1 + n: "2026 Q1,duration,6,1,1,4,,,21,0,0,0,1,6,0.9688,6,a", 1 + 2*n: "2026 Q2,duration,0,1,0,,,,,0,0,0,,,,,",
	} {
		if got := strings.Join(rows[at], ","); got != want {
			t.Errorf("line %d is %q, want %q", at, got, want)
		}
	}
	var alone bytes.Buffer
	if err := feed.StatsJSON(&alone, few, nil, ""); err != nil || strings.Contains(alone.String(), "periods") {
		t.Errorf("stats without periods mention them: %s, %v", alone.String(), err)
	}
}

// TestSharedTexts checks that each text is stored once, and so is a post mortem
// with two items.
func TestSharedTexts(t *testing.T) {
	t.Parallel()
	one, two := parse(t, "content/one.md", full), parse(t, "content/two.md", full)
	items := []feed.RegisterItem{{PM: two, Item: &two.ActionItems[0]}, {PM: one, Item: &one.ActionItems[1]}, {PM: two, Item: &two.ActionItems[2]}}
	var b bytes.Buffer
	if err := feed.Register(&b, items, asOf, content.BuiltinVocabularies(), func(string) string { return "" }); err != nil {
		t.Fatal(err)
	}
	want := `{"schema_version":2,"as_of":"2026-05-01","types":["Detective","","Mitigation"],"owners":["platform team",""],"services":["shop","mail"],"severities":["high"],"vendors":["Acme"],"tags":["cache","config"],"factors":[],` +
		`"posts":[["two","Everything at once","2026-03-05",[0,1],0,0,[0,1],[]],["one","Everything at once","2026-03-05",[0,1],0,0,[0,1],[]]],` +
		`"items":[[0,"action-1","Late",0,0,"overdue","2026-04-30",["CHG3","CHG4"]],[1,"action-2","Due today",1,1,"in progress","2026-05-01",[]],[0,"action-3","Dropped",2,0,"cancelled","2026-01-01",[]]],` +
		`"synonyms":{"factor":{},"severity":{},"type":{"detect":"Detective","detection":"Detective","mitigate":"Mitigation","mitigating":"Mitigation","mitigative":"Mitigation","prevent":"Preventative","prevention":"Preventative","preventive":"Preventative","remedial":"Remediative","remediation":"Remediative"}}}` + "\n"
	if b.String() != want {
		t.Errorf("the register is\n%s\nwant\n%s", b.String(), want)
	}
	b.Reset()
	if err := feed.Register(&b, nil, asOf, content.BuiltinVocabularies(), nil); err != nil || !strings.Contains(b.String(), `"posts":[],"items":[]`) || !strings.Contains(b.String(), `"types":[],"owners":[]`) {
		t.Errorf("a register without items is %s, %v; want empty lists", b.String(), err)
	}
}
