//go:build browser

package browser

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// What other programs read of a site, by their names.
type readings struct {
	Feeds     map[string]map[string][2]string // when each page was published and updated
	Calendars map[string][][2]string          // summary and day of each event
	Timeline  struct{ Type, Last string }     // of the times of all timelines
}

// A reader is somebody who uses a feed reader: it shows an entry again if it was updated.
type reader map[string]string

// poll returns the addresses of the entries that are new or updated.
func (r reader) poll(feed map[string][2]string) (seen map[string]bool) {
	seen = map[string]bool{}
	for url, times := range feed {
		if r[url] != times[1] {
			seen[strings.TrimPrefix(url, "https://pm.example.org/postmortems/")] = true
			r[url] = times[1]
		}
	}
	return seen
}

// TestReaders reads a site and its data with two feed readers, two calendar libraries and DuckDB,
// as the collection grows: an amended post mortem is shown once more, one of an old incident that
// is published today is new, and a comment is no news.
func TestReaders(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "pmsite")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/pmsite").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	r := gittest.New(t)
	pmsite := func(args ...string) []byte {
		t.Helper()
		cmd := exec.Command(program, append([]string{"-C", r.Dir}, args...)...)
		cmd.Env = gittest.Environ()
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("pmsite %v: %v\n%s", args, err, out)
		}
		return out
	}
	document := func(date, zone, summary string) string {
		return "---\ntitle: Incident of " + date + "\nservice: shop\nimpact: availability\nseverity: high\ndetection: manual\ndate: " + date + "\ntimezone: " + zone +
			"\nstatus: completed\nauthors: [on-call engineer]\ntags: [cache]\n---\n## Summary\n" + summary + "\n## Timeline\n- 14:00 Outage begins\n- 15:00 Outage ends\n" +
			"## Action Items\n| Action Item | Type | Owner | Tracking information | Due | Status |\n|-|-|-|-|-|-|\n| Larger cache of " + date + " | Preventative | platform team | OPS-1 | 2026-05-20 | open |\n"
	}
	readers := map[string]reader{}
	for _, step := range []struct {
		what, file, text string
		news             map[string]bool
	}{
		{"the first post mortem", "content/new.md", document("2026-02-20", "America/Halifax", "The cache was small."), map[string]bool{"new/": true}},
		{"a comment", "content/new.md", document("2026-02-20", "America/Halifax", "The cache was small.<!-- really -->"), map[string]bool{}},
		{"an amendment", "content/new.md", document("2026-02-20", "America/Halifax", "The cache was much too small."), map[string]bool{"new/": true}},
		{"an old incident", "content/old.md", document("2024-01-05", "UTC", "The disk was full."), map[string]bool{"old/": true}},
	} {
		r.Commit(step.what, step.file, step.text, "pmsite.yaml", "title: L\nbase_url: https://pm.example.org/\n")
		site, timeline := filepath.Join(t.TempDir(), "site"), filepath.Join(t.TempDir(), "timeline.ndjson")
		pmsite("build", "-q", "-o", site)
		if err := os.WriteFile(timeline, pmsite("export", "--what", "timeline", "--format", "ndjson"), 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("node", "readers.mjs", site, timeline).Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		var got readings
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for name, feed := range got.Feeds {
			if readers[name] == nil {
				readers[name] = reader{}
			}
			if news := readers[name].poll(feed); !reflect.DeepEqual(news, step.news) {
				t.Errorf("%s: after %s, %v is new, want %v", name, step.what, news, step.news)
			}
		}
		for name, events := range got.Calendars {
			if len(events) == 0 || events[0][1] != "2026-05-20" || !strings.Contains(events[0][0], "Larger cache of ") {
				t.Errorf("%s: after %s, the calendar has %v", name, step.what, events)
			}
		}
		if len(got.Feeds) != 3 || len(got.Calendars) != 2 {
			t.Errorf("%d feeds and %d calendars were read", len(got.Feeds), len(got.Calendars))
		}
		if !strings.HasPrefix(got.Timeline.Type, "TIMESTAMP") || !strings.HasPrefix(got.Timeline.Last, "2026-02-20 19:00:00") {
			t.Errorf("after %s, the last time is %s, a %s, want 19:00 UTC, a timestamp", step.what, got.Timeline.Last, got.Timeline.Type)
		}
	}
}
