package feed

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
	"slices"

	"github.com/pmsite/pmsite/content/metrics"
)

// rowsInFile is the number of post mortems whose rows are in one file.
const rowsInFile = 50

// A List holds what the script of the list of post mortems reads, in files of which it fetches few:
//
//	index.json        how many post mortems there are, and what filters need of the site
//	columns/KEY.json  one thing of all post mortems
//	rows/N.json       what rows show of [rowsInFile] post mortems
//
// Columns are in the order of the list. Rows are numbered from the last one, the oldest, so that a new post mortem
// changes one file.
type List struct {
	Records []metrics.Record             // in the order of the list
	Columns func() Columns               // of the records; called when a file needs it
	Row     func(metrics.Record) ListRow // what the list shows besides
	Name    func(service string) string  // the last part of the address of its page
}

// A ListRow is what a list shows of a post mortem and its columns do not say.
type ListRow struct {
	Summary  string // as much of it as a list shows
	Stated   bool   // whether its duration is as stated, not as timed
	Degraded bool   // whether the duration is that of a degradation
}

// Sum returns a number that is different for other post mortems, and for the same ones in another order. With it, the
// script notices files of different versions of a site.
func (l *List) Sum() uint32 { return sumOf(l.Records) }

// Files returns the name of each file and the function that writes it.
func (l *List) Files() iter.Seq2[string, func(io.Writer) error] {
	return func(yield func(string, func(io.Writer) error) bool) {
		whole := func(name string, content func() any) bool {
			return yield(name, func(w io.Writer) error { return json.NewEncoder(w).Encode(content()) })
		}
		if !whole("index.json", func() any { return l.index() }) {
			return
		}
		for _, c := range listColumns {
			if !whole("columns/"+c.key+".json", func() any { return l.column(c) }) {
				return
			}
		}
		for i := 0; i*rowsInFile < len(l.Records); i++ {
			if !whole(rowsName(i), func() any { return l.rows(i) }) {
				return
			}
		}
	}
}

// MadeFrom returns the post mortems that a file is made from, or nil if the file is made from all of them.
func (l *List) MadeFrom(name string) []metrics.Record {
	var i int
	if _, err := fmt.Sscanf(name, "rows/%d.json", &i); err != nil {
		return nil
	}
	return l.recordsIn(i)
}

func rowsName(i int) string { return fmt.Sprintf("rows/%d.json", i) }

// recordsIn returns the post mortems whose rows are in a file, in the order of the list.
func (l *List) recordsIn(file int) []metrics.Record {
	end := len(l.Records) - file*rowsInFile
	return l.Records[max(0, end-rowsInFile):end]
}

type listIndex struct {
	SchemaVersion int       `json:"schema_version"`
	Sum           uint32    `json:"sum"` // that of columns, too
	Posts         int       `json:"posts"`
	RowsInFile    int       `json:"rows_in_file"`
	RowSums       []uint32  `json:"row_sums"` // of each file of rows
	AsOf          int       `json:"as_of"`
	TargetDays    int       `json:"target_days"`
	Severities    []string  `json:"severities"`
	Looks         []string  `json:"looks"`
	Synonyms      synonyms  `json:"synonyms"`
	Figures       []keyName `json:"figures"`
}

type keyName struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

func (l *List) index() listIndex {
	f := l.Columns()
	out := listIndex{
		SchemaVersion: SchemaVersion, Sum: l.Sum(), Posts: len(l.Records), RowsInFile: rowsInFile, RowSums: []uint32{},
		AsOf: f.AsOf, TargetDays: f.TargetDays, Severities: f.Severities, Looks: f.Looks, Synonyms: f.Synonyms,
	}
	for i := 0; i*rowsInFile < len(l.Records); i++ {
		out.RowSums = append(out.RowSums, sumOf(l.recordsIn(i)))
	}
	for _, d := range definitions {
		out.Figures = append(out.Figures, keyName{d.Key, d.Name})
	}
	return out
}

func sumOf(records []metrics.Record) uint32 {
	sum := crc32.NewIEEE()
	for _, r := range records {
		_, _ = io.WriteString(sum, r.PM.Slug+"\n")
	}
	return sum.Sum32()
}

type listRow struct {
	ID       string   `json:"id,omitempty"`
	Slug     string   `json:"slug"`
	Title    string   `json:"title"`
	Summary  string   `json:"summary,omitempty"`
	Date     string   `json:"date,omitempty"`
	Status   string   `json:"status"`
	Severity string   `json:"severity"`
	Services []string `json:"services"`
	Slugs    []string `json:"slugs"`  // of the services
	Lasted   *float64 `json:"lasted"` // seconds of the outage or degradation; other numbers as in a [figureColumn]
	Stated   bool     `json:"stated,omitempty"`
	Degraded bool     `json:"degraded,omitempty"`
}

type listRows struct {
	Sum  uint32    `json:"sum"`
	Rows []listRow `json:"rows"` // the oldest first
}

func (l *List) rows(file int) listRows {
	records := l.recordsIn(file)
	out := listRows{Sum: sumOf(records)}
	for _, r := range slices.Backward(records) {
		out.Rows = append(out.Rows, l.row(r))
	}
	return out
}

func (l *List) row(r metrics.Record) listRow {
	pm, more := r.PM, l.Row(r)
	key := metrics.Duration
	if more.Degraded {
		key = metrics.Degradation
	}
	i := slices.IndexFunc(definitions, func(d metrics.Definition) bool { return d.Key == key })
	row := listRow{
		ID: pm.ID, Slug: pm.Slug, Title: pm.Title, Summary: more.Summary, Status: metrics.Progress(pm), Severity: pm.Severity,
		Services: list(pm.Services), Slugs: []string{}, Lasted: figureValue(r.Figures[i]), Stated: more.Stated, Degraded: more.Degraded,
	}
	if !pm.Date.IsZero() {
		row.Date = pm.Date.String()
	}
	for _, service := range pm.Services {
		row.Slugs = append(row.Slugs, l.Name(service))
	}
	return row
}
