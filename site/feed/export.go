package feed

import (
	"encoding/json"
	"io"
	"iter"
	"strconv"
)

// An Export is one kind of data in one format.
type Export func(w io.Writer, records iter.Seq[Record], asOf string) error

// Exports are the available exports by kind (postmortems, action-items,
// timeline) and format (json, ndjson, csv). In ndjson every line is an object.
// Only json has the version of the format.
var Exports = map[string]map[string]Export{
	"postmortems": {
		"json": PostMortems, "csv": without(PostMortemsCSV),
		"ndjson": func(w io.Writer, records iter.Seq[Record], _ string) error { return writeLines(w, records) },
	},
	"action-items": {
		"json": ActionItems, "csv": without(ActionItemsCSV),
		"ndjson": func(w io.Writer, records iter.Seq[Record], _ string) error {
			return writeLines(w, actionRecords(records))
		},
	},
	"timeline": {
		"json": func(w io.Writer, records iter.Seq[Record], asOf string) error {
			return writeList(w, "timeline", timelineRecords(records), asOf)
		},
		"ndjson": func(w io.Writer, records iter.Seq[Record], _ string) error {
			return writeLines(w, timelineRecords(records))
		},
		"csv": without(timelineCSV),
	},
}

func without(write func(io.Writer, iter.Seq[Record]) error) Export {
	return func(w io.Writer, records iter.Seq[Record], _ string) error { return write(w, records) }
}

// writeLines writes one object a line.
func writeLines[T any](w io.Writer, items iter.Seq[T]) error {
	encoder := json.NewEncoder(w)
	for item := range items {
		if err := encoder.Encode(item); err != nil {
			return err
		}
	}
	return nil
}

// A TimelineRecord is a row of a timeline, with its post mortem.
type TimelineRecord struct {
	PostMortem string   `json:"postmortem"` // slug
	ID         *string  `json:"id"`         // of the post mortem
	Date       *string  `json:"date"`
	Services   []string `json:"services"`
	Severity   *string  `json:"severity"`
	Row        int      `json:"row"` // from 1, as in the anchor timeline-1
	TimelineEntry
}

func timelineRecords(records iter.Seq[Record]) iter.Seq[TimelineRecord] {
	return func(yield func(TimelineRecord) bool) {
		for r := range records {
			for i, entry := range r.Timeline {
				if !yield(TimelineRecord{r.Slug, r.ID, r.Date, list(r.PM.Services), text(r.PM.Severity), i + 1, entry}) {
					return
				}
			}
		}
	}
}

var timelineColumns = []string{"postmortem", "id", "date", "services", "severity", "row", "time", "event", "note", "approximate"}

func timelineCSV(w io.Writer, records iter.Seq[Record]) error {
	return writeCSV(w, timelineColumns, func(yield func([]string) bool) {
		for t := range timelineRecords(records) {
			if !yield([]string{
				t.PostMortem, value(t.ID), value(t.Date), join(t.Services), value(t.Severity), strconv.Itoa(t.Row),
				value(t.Time), value(t.Event), t.Note, strconv.FormatBool(t.Approximate),
			}) {
				return
			}
		}
	})
}
