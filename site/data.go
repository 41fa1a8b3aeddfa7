package site

import (
	"io"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
)

// A dataFile is a file with data of all post mortems, or of a part of them.
type dataFile struct {
	path string
	most int // post mortems in it; if there are more, it lists files of parts, each below 10 MB for usual documents
	full bool
	data func(w io.Writer, records iter.Seq[feed.Record], asOf string) error
	list func(w io.Writer, parts iter.Seq[feed.Part], asOf string) error
}

// PostMortemsPath is where a site has the data of its post mortems, as [feed.PostMortems] or [feed.Parts] writes it.
const PostMortemsPath = "data/postmortems.json"

var dataFiles = []dataFile{
	{PostMortemsPath, 1000, true, feed.PostMortems, feed.Parts},
	{"data/action-items.json", 4000, false, feed.ActionItems, feed.Parts},
	{"data/postmortems.csv", 4000, false, asCSV(feed.PostMortemsCSV), asCSV(feed.PartsCSV)},
	{"data/action-items.csv", 4000, false, asCSV(feed.ActionItemsCSV), asCSV(feed.PartsCSV)},
}

// asCSV makes the writers of CSV, which has no place for a date, look like the others.
func asCSV[T any](write func(io.Writer, iter.Seq[T]) error) func(io.Writer, iter.Seq[T], string) error {
	return func(w io.Writer, rows iter.Seq[T], _ string) error { return write(w, rows) }
}

func (b *builder) addData() {
	for _, f := range dataFiles {
		b.addDataFile(f)
	}
	first, last := b.timelines()
	b.add(zonesPath, fromValues(first, last), func(w io.Writer) error { return feed.Zones(w, first, last) })
}

func (b *builder) addDataFile(f dataFile) {
	asOf, record := b.in.AsOf.String(), b.dataRecord
	if f.full {
		record = b.fullRecord
	}
	write := func(name string, records []metrics.Record) {
		from := fromRecords(records)
		if !f.full {
			from = b.facts(from)
		}
		b.add(name, from, func(w io.Writer) error { return f.data(w, mapped(records, record), asOf) })
	}
	if len(b.records) <= f.most {
		write(f.path, b.records)
		return
	}
	var parts []feed.Part
	base, extension := strings.TrimSuffix(f.path, path.Ext(f.path)), path.Ext(f.path)
	for period, records := range byPeriod(b.records, f.most, len("2006")) {
		name := base + "-" + period + extension
		if period == "" {
			name = base + "-undated" + extension
		}
		write(name, records)
		parts = append(parts, feed.Part{Path: path.Base(name), Period: period, PostMortems: len(records)})
	}
	b.add(f.path, fromValues(parts), func(w io.Writer) error { return f.list(w, slices.Values(parts), asOf) })
}

// byPeriod yields the records of each year, or of the months or days of those with more than a number of post mortems.
// Records are sorted by date. A period is the first n bytes of a date.
func byPeriod(records []metrics.Record, most, n int) iter.Seq2[string, []metrics.Record] {
	period := func(r metrics.Record) string {
		date := r.PM.Date.String()
		return date[:min(n, len(date))]
	}
	return func(yield func(string, []metrics.Record) bool) {
		for len(records) > 0 {
			first := period(records[0])
			end := slices.IndexFunc(records, func(r metrics.Record) bool { return period(r) != first })
			if end < 0 {
				end = len(records)
			}
			some := records[:end]
			records = records[end:]
			if len(some) <= most || len(first) < n || n == len(time.DateOnly) {
				if !yield(first, some) {
					return
				}
				continue
			}
			for period, part := range byPeriod(some, most, n+len("-01")) {
				if !yield(period, part) {
					return
				}
			}
		}
	}
}

// mapped yields what a function returns for each element.
func mapped[T, U any](list []T, f func(T) U) iter.Seq[U] {
	return func(yield func(U) bool) {
		for _, each := range list {
			if !yield(f(each)) {
				return
			}
		}
	}
}

func (b *builder) dataRecord(r metrics.Record) feed.Record {
	record := feed.NewRecord(r, b.page.Site.BaseURL+escapePath(r.PM.Address()), b.in.AsOf, b.trackerURL)
	if s, inside := b.in.Config.Origin(r.PM.Path); s != nil {
		record.Source, record.Origin = inside, &s.Prefix
	}
	if !b.in.Config.ShowComments {
		record.Params = map[string]any{}
	}
	return record
}

func (b *builder) fullRecord(r metrics.Record) feed.Record { return b.dataRecord(r).WithTexts(r.PM) }

// zonesPath is where the script of the timelines finds the clocks of all zones.
const zonesPath = "data/zones.json"

// timelines returns the first time of a timeline and the last.
func (b *builder) timelines() (first, last time.Time) {
	for _, pm := range b.posts {
		for _, entry := range pm.Timeline {
			if t := entry.Time; !t.IsZero() && (first.IsZero() || t.Before(first)) {
				first = t
			}
			if entry.Time.After(last) {
				last = entry.Time
			}
		}
	}
	return first, last
}
