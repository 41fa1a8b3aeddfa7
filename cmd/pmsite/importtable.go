package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/pmsite/pmsite/content"
)

// importTotals are what import found in all documents.
type importTotals struct {
	documents, failed                 int
	rows, timed, items, events, files int
	status                            map[string]int
}

func totalsOf(documents []*incoming, records []importRecord) importTotals {
	t := importTotals{status: map[string]int{}}
	for i, r := range records {
		if documents[i].err != nil {
			t.failed++
			continue
		}
		t.documents++
		t.rows, t.timed, t.items = t.rows+r.Rows, t.timed+r.Timed, t.items+r.ActionItems
		t.events, t.files = t.events+len(r.Events), t.files+len(r.Files)
		t.status[cmp.Or(r.Status, content.Draft)]++
	}
	return t
}

// reportAll prints a table of how many documents have each key: read as written, guessed, or open.
func (in *importing) reportAll(documents []*incoming, records []importRecord, leftOut int) {
	if in.quiet {
		return
	}
	t := totalsOf(documents, records)
	in.say("")
	table := tabwriter.NewWriter(in.log, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tread\tguessed\topen\t")
	for _, key := range content.Keys() {
		if key.Required == content.Optional && key.Name != "timezone" && key.Name != "duration" || key.Name == "title" {
			continue
		}
		read, guessed, open := countKey(key, documents, records)
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t\n", key.Name, read, guessed, open)
	}
	_ = table.Flush()
	in.say("%s, %d failed, %d left out; %d of %s with a time, %s, %s, %s", count(t.documents, "document"), t.failed, leftOut,
		t.timed, count(t.rows, "timeline row"), count(t.events, "event"), count(t.items, "action item"), count(t.files, "file"))
	var status []string
	for _, name := range slices.Sorted(maps.Keys(t.status)) {
		status = append(status, fmt.Sprintf("%d %s", t.status[name], name))
	}
	in.say("status: %s", strings.Join(status, ", "))
	in.reportWords(documents)
	if t.status[content.Draft] > 0 && !in.cfg.ShowDrafts {
		in.say("hint: %s", in.hintOfDrafts(documents))
	}
}

// countKey counts the documents with a key: as they say it, as import guessed it, and without.
func countKey(key content.Key, documents []*incoming, records []importRecord) (read, guessed, open int) {
	for i, d := range documents {
		switch {
		case d.err != nil:
		case len(key.Values(d.out.PostMortem)) == 0 || key.Name == "timezone" && !statesZone(d.out.Text):
			open++
		case slices.Contains(records[i].Guessed, key.Name):
			guessed++
		default:
			read++
		}
	}
	return read, guessed, open
}

// statesZone reports whether a document has a time zone of its own; the others have the site's.
func statesZone(text []byte) bool {
	front, _ := content.SplitFrontMatter(text)
	return bytes.Contains(front, []byte("\ntimezone:"))
}
