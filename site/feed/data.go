package feed

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/zone"
)

// PostMortems writes {"schema_version", "as_of", "time_zones", "postmortems": […]}, one
// record a line. The key time_zones is the release of the time zone database, such as 2026f.
func PostMortems(w io.Writer, records iter.Seq[Record], asOf string) error {
	return writeList(w, "postmortems", records, asOf)
}

// PostMortem writes the same object as [PostMortems], with a single record.
func PostMortem(w io.Writer, record Record, asOf string) error {
	return writeList(w, "postmortems", func(yield func(Record) bool) { yield(record) }, asOf)
}

// An ActionRecord is an action item in the data files, with its post mortem.
type ActionRecord struct {
	PostMortem string   `json:"postmortem"` // slug
	ID         *string  `json:"id"`         // of the post mortem
	Date       *string  `json:"date"`
	Services   []string `json:"services"`
	Severity   *string  `json:"severity"`
	URL        string   `json:"url"`
	ActionItem
}

// ActionItems writes {"schema_version", "as_of", "time_zones", "action_items": […]}.
func ActionItems(w io.Writer, records iter.Seq[Record], asOf string) error {
	return writeList(w, "action_items", actionRecords(records), asOf)
}

func actionRecords(records iter.Seq[Record]) iter.Seq[ActionRecord] {
	return func(yield func(ActionRecord) bool) {
		for r := range records {
			for _, item := range r.ActionItems {
				if !yield(ActionRecord{r.Slug, r.ID, r.Date, list(r.PM.Services), text(r.PM.Severity), r.URL + "#" + item.Anchor, item}) {
					return
				}
			}
		}
	}
}

// writeList writes one object a line, so that memory does not grow with the
// collection and a diff shows which object changed.
func writeList[T any](w io.Writer, name string, items iter.Seq[T], asOf string) error {
	if _, err := fmt.Fprintf(w, "{\"schema_version\": %d, \"as_of\": %q, \"time_zones\": %q, %q: [", SchemaVersion, asOf, zone.Version(), name); err != nil {
		return err
	}
	separator := "\n"
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	for item := range items {
		line.Reset()
		line.WriteString(separator)
		if record, ok := any(item).(Record); ok {
			if err := record.encode(&line, encoder); err != nil {
				return err
			}
		} else {
			if err := encoder.Encode(item); err != nil {
				return err
			}
			line.Truncate(line.Len() - 1) // the line end
		}
		if _, err := w.Write(line.Bytes()); err != nil {
			return err
		}
		separator = ",\n"
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}

var postMortemColumns = slices.Concat(
	[]string{"slug", "id", "title", "url", "date", "timezone"}, columnNames(), []string{
		"duration_seconds", "stated_duration_seconds", "time_to_detect_seconds", "time_to_declare_seconds",
		"time_to_internal_communication_seconds", "time_to_external_communication_seconds",
		"time_to_engage_vendor_seconds", "time_to_restore_seconds", "time_to_acknowledge_seconds", "time_to_publish_seconds",
		"ongoing", "action_items", "open_action_items", "overdue_action_items", "summary",
		"degradation_seconds", "latent_time_seconds", "margin_seconds", "figure_classes", "agreed_by",
	},
)

// PostMortemsCSV writes one line for each post mortem. Lists are joined by ";
// ".
func PostMortemsCSV(w io.Writer, records iter.Seq[Record]) error {
	return writeCSV(w, postMortemColumns, func(yield func([]string) bool) {
		for r := range records {
			if !yield(postMortemRow(r)) {
				return
			}
		}
	})
}

func postMortemRow(r Record) []string {
	open, overdue := 0, 0
	for _, item := range r.ActionItems {
		if item.State != "done" && item.State != "cancelled" {
			open++
		}
		if item.Overdue {
			overdue++
		}
	}
	return slices.Concat(
		[]string{r.Slug, value(r.ID), r.Title, r.URL, value(r.Date), r.Timezone}, fields{r.PM}.cells(), []string{
			number(r.Duration), number(r.StatedDuration), number(r.TimeToDetect), number(r.TimeToDeclare),
			number(r.TimeToInternal), number(r.TimeToExternal),
			number(r.TimeToEngageVendor), number(r.TimeToRestore), number(r.TimeToAcknowledge), number(r.TimeToPublish),
			strconv.FormatBool(r.Ongoing), strconv.Itoa(len(r.ActionItems)), strconv.Itoa(open), strconv.Itoa(overdue), r.Summary,
			number(r.Degradation), number(r.LatentTime), number(r.Margin), join(classList(r.Classes)), agreedBy(r.PM.History),
		},
	)
}

var actionColumns = []string{"postmortem", "id", "date", "services", "severity", "url", "anchor", "title", "type", "owner", "tracking", "due", "state", "overdue", "agreed", "ended", "moved", "tracking_urls", "slips", "slipped_days", "reworded", "reassigned", "reopened", "effect", "verified"}

// addresses returns those that are known.
func addresses(all []*string) (out []string) {
	for _, address := range all {
		if address != nil {
			out = append(out, *address)
		}
	}
	return out
}

// ActionItemsCSV writes one line for each action item.
func ActionItemsCSV(w io.Writer, records iter.Seq[Record]) error {
	return writeCSV(w, actionColumns, func(yield func([]string) bool) {
		for a := range actionRecords(records) {
			if !yield(append([]string{
				a.PostMortem, value(a.ID), value(a.Date), join(a.Services), value(a.Severity), a.URL, a.Anchor, a.Title,
				value(a.Type), value(a.Owner), join(a.Tracking), value(a.Due), a.State, strconv.FormatBool(a.Overdue),
				value(a.Agreed), value(a.Ended), yes(a.Moved), join(addresses(a.TrackingURLs)),
			}, append(a.Ledger.cells(), value(a.Effect), strconv.FormatBool(a.Verified))...)) {
				return
			}
		}
	})
}

// cells returns the last columns of an item, empty if git does not show them.
func (l *Ledger) cells() []string {
	if l == nil {
		return make([]string, 5)
	}
	return []string{strconv.Itoa(l.Slips), strconv.Itoa(l.SlippedDays), strconv.Itoa(l.Reworded), strconv.Itoa(l.Reassigned), strconv.FormatBool(l.Reopened)}
}

func writeCSV(w io.Writer, columns []string, rows iter.Seq[[]string]) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps spreadsheets from interpreting a text as a formula: a leading
// quote makes it text (OWASP, CSV Injection). Some also read full-width signs so.
func harmless(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + s
	}
	return s
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// yes writes a fact that may be unknown.
func yes(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func join(s []string) string { return strings.Join(s, "; ") }

func number(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}
