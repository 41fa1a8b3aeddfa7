package feed_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pmsite/pmsite/content/zone"
	"github.com/pmsite/pmsite/site/feed"
)

// dataFile returns a data file of post mortems, each a slug, a zone and its times.
func dataFile(release string, posts ...[]string) string {
	zones := ""
	if release != "" {
		zones = `"time_zones": "` + release + `", `
	}
	var lines []string
	for _, p := range posts {
		var rows []string
		for _, at := range p[2:] {
			rows = append(rows, `{"time":`+at+`}`)
		}
		lines = append(lines, `{"slug":"`+p[0]+`","source":"content/`+p[0]+`.md","timezone":"`+p[1]+`","timeline":[`+strings.Join(rows, ",")+`]}`)
	}
	if len(lines) > 0 {
		lines[0] = "\n" + lines[0]
	}
	return `{"schema_version": 1, "as_of": "2026-05-01", ` + zones + "\"postmortems\": [" + strings.Join(lines, ",\n") + "\n]}\n"
}

// TestMoved compares sites before and after clocks in Winnipeg were no longer set back.
func TestMoved(t *testing.T) {
	const place = "America/Winnipeg"
	for name, c := range map[string]struct{ before, now, want string }{
		"rows move with the rule": {
			dataFile("2025b", []string{"a", place, `"2026-10-31T12:00:00-05:00"`, `"2026-11-01T12:00:00-06:00"`, "null", `"2026-11-02T12:00:00-06:00"`}),
			dataFile(zone.Version(), []string{"a", place, `"2026-10-31T12:00:00-05:00"`, `"2026-11-01T12:00:00-05:00"`, "null", `"2026-11-02T12:00:00-05:00"`}),
			"2025b; content/a.md: 2, 2026-11-01T12:00:00-06:00 is 2026-11-01T12:00:00-05:00",
		},
		"an older site does not name its database": {
			dataFile("", []string{"a", place, `"2026-11-02T12:00:00-06:00"`}), dataFile(zone.Version(), []string{"a", place, `"2026-11-02T12:00:00-05:00"`}),
			"; content/a.md: 1, 2026-11-02T12:00:00-06:00 is 2026-11-02T12:00:00-05:00",
		},
		"an instant with its own offset is shown by another clock": {
			dataFile("2025b", []string{"a", place, `"2026-11-02T12:00:00-06:00"`}), dataFile(zone.Version(), []string{"a", place, `"2026-11-02T13:00:00-05:00"`}),
			"2025b; content/a.md: 1, 2026-11-02T12:00:00-06:00 is 2026-11-02T13:00:00-05:00",
		},
		"a row above was added": {
			dataFile("2025b", []string{"a", place, `"2026-11-02T12:00:00-06:00"`}), dataFile(zone.Version(), []string{"a", place, `"2026-11-01T08:00:00-05:00"`, `"2026-11-02T12:00:00-05:00"`}),
			"2025b; content/a.md: 1, 2026-11-02T12:00:00-06:00 is 2026-11-02T12:00:00-05:00",
		},
		"rows that were edited, removed or in another zone": {
			dataFile("2025b", []string{"a", place, `"2026-11-02T12:00:00-06:00"`}, []string{"b", place, `"2026-11-02T12:00:00-06:00"`}, []string{"c", "UTC", `"2026-11-02T12:00:00Z"`}),
			dataFile(zone.Version(), []string{"a", place, `"2026-11-02T12:40:00-05:00"`}, []string{"c", place, `"2026-11-02T12:00:00-05:00"`}),
			"2025b",
		},
		"an edit that has nothing to do with rules": {
			dataFile("2025b", []string{"a", "America/New_York", `"2026-11-01T01:30:00-04:00"`}), dataFile(zone.Version(), []string{"a", "America/New_York", `"2026-11-01T01:30:00-05:00"`}),
			"2025b",
		},
		"the site has grown into parts": {
			dataFile("2025b", []string{"a", place, `"2026-11-02T12:00:00-06:00"`}), `{"time_zones": "2026f", "parts": [` + "\n" + `{"path":"a.json"}` + "\n]}\n",
			"2025b; content/a.md: 1, 2026-11-02T12:00:00-06:00 is 2026-11-02T12:00:00-05:00",
		},
		"parts of parts":    {`{"time_zones": "2025b", "parts": [` + "\n" + `{"path":"own.json"}` + "\n]}\n", dataFile(zone.Version()), "error"},
		"no post mortems":   {dataFile("2025b"), dataFile(zone.Version()), "2025b"},
		"the same database": {dataFile(zone.Version()) + "not read", "", zone.Version()},
		"damaged":           {dataFile("2025b", []string{"a", place, `12`}), dataFile(zone.Version(), []string{"a", place}), "error"},
		"cut":               {`{"schema_version": 1`, dataFile(zone.Version()), "error"},
	} {
		site := func(file string) fstest.MapFS {
			return fstest.MapFS{
				"data/all.json": {Data: []byte(file)}, "data/own.json": {Data: []byte(`{"as_of": "2026-05-01", "parts": [` + "\n" + `{"path":"own.json"}` + "\n]}\n")},
				"data/a.json": {Data: []byte(dataFile(zone.Version(), []string{"a", place, `"2026-11-02T12:00:00-05:00"`}))},
			}
		}
		from, moves, err := feed.Moved(site(c.before), site(c.now), "data/all.json")
		got := from
		for _, m := range moves {
			got += "; " + m.Source + ": " + string(rune('0'+m.Rows)) + ", " + m.Was.Format(time.RFC3339) + " is " + m.Is.Format(time.RFC3339)
		}
		if err != nil {
			got = "error"
		}
		if got != c.want {
			t.Errorf("%s: %s, %v; want %s", name, got, err, c.want)
		}
	}
}
