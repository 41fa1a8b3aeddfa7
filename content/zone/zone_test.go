package zone

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTable loads every zone.
func TestTable(t *testing.T) {
	names := Names()
	if len(names) < 590 || !slices.IsSorted(names) {
		t.Errorf("%d names, sorted: %v", len(names), slices.IsSorted(names))
	}
	for _, name := range names {
		if zone, err := Load(name); err != nil || zone.String() != name {
			t.Errorf("Load(%q) = %v, %v", name, zone, err)
		}
		if current := Current(name); current != "" && (findZone(current) == nil || Current(current) != "") {
			t.Errorf("%s became %s, which is not the name of a zone", name, current)
		}
	}
	countries := 0
	for country, zones := range Countries() {
		countries++
		for _, name := range zones {
			if findZone(name) == nil {
				t.Errorf("%s has no zone %q", country, name)
			}
		}
	}
	if countries < 240 {
		t.Errorf("%d countries", countries)
	}
	if Version() < "2026f" || Released().Before(time.Date(2026, 10, 29, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("version %s of %s", Version(), Released())
	}
}

func TestLoadRefuses(t *testing.T) {
	for _, name := range []string{
		"", "Local", "localtime", "posixrules", "Factory", "posix/Europe/Berlin", "right/UTC", "Europe//Berlin", "./Europe/Berlin",
		"Europe", "Europe/", "europe/berlin", "Africa/Abidjan 0", "\x00", "UTC\n", "country",
	} {
		if zone, err := Load(name); err == nil {
			t.Errorf("Load(%q) = %v, want an error", name, zone)
		}
		if got := Current(name); got != "" {
			t.Errorf("Current(%q) = %q", name, got)
		}
	}
}

func TestCurrent(t *testing.T) {
	for name, want := range map[string]string{
		"US/Eastern": "America/New_York", "Asia/Calcutta": "Asia/Kolkata", "Europe/Kiev": "Europe/Kyiv", "Zulu": "UTC",
		"America/New_York": "", "UTC": "", "GMT": "", "Europe/Zagreb": "", "Europe/Bratislava": "",
	} {
		if got := Current(name); got != want {
			t.Errorf("Current(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestRules2026 reads clocks in the places that changed their rules in 2026.
func TestRules2026(t *testing.T) {
	for _, c := range []struct{ zone, at, want string }{
		{"America/Vancouver", "2026-12-01T12:00:00Z", "05:00 -07:00"},
		{"America/Edmonton", "2026-12-01T12:00:00Z", "06:00 -06:00"},
		{"America/Yellowknife", "2026-12-01T12:00:00Z", "06:00 -06:00"},
		{"America/Inuvik", "2026-12-01T12:00:00Z", "06:00 -06:00"},
		{"America/Winnipeg", "2026-11-01T07:30:00Z", "02:30 -05:00"},
		{"Africa/Casablanca", "2026-09-20T00:59:59Z", "01:59 +01:00"},
		{"Africa/Casablanca", "2026-09-20T01:00:00Z", "01:00 +00:00"},
		{"America/Havana", "2026-12-01T12:00:00Z", "08:00 -04:00"},
	} {
		zone, err := Load(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, _ := time.Parse(time.RFC3339, c.at)
		if got := at.In(zone).Format("15:04 -07:00"); got != c.want {
			t.Errorf("%s in %s is %s, want %s", c.at, c.zone, got, c.want)
		}
	}
}

var all = flag.Bool("all", false, "compare all zones with zdump")

// TestZdump compares what Go reads of zones with what the C library does: all changes from
// 1970 to 2037, and the seconds before them.
func TestZdump(t *testing.T) {
	zdump, err := exec.LookPath("zdump")
	if err != nil {
		t.Skip("needs zdump, of the C library")
	}
	dir := t.TempDir()
	var files []string
	for i, name := range Names() {
		if i%12 != 0 && !*all {
			continue
		}
		fields, file := findZone(name), filepath.Join(dir, strings.ReplaceAll(name, "/", ","))
		var offset, length int
		fmt.Sscan(fields[0]+" "+fields[1], &offset, &length)
		if err := os.WriteFile(file, []byte(bodies[offset:offset+length]), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	out, err := exec.Command(zdump, append([]string{"-v", "-c", "1970,2038"}, files...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	changes, zones := 0, map[string]*time.Location{}
	for _, name := range Names() {
		zones[name], _ = Load(name)
	}
	for line := range strings.Lines(string(out)) {
		if file, rest, _ := strings.Cut(line, "  "); strings.Contains(rest, " = ") && !strings.Contains(rest, "NULL") {
			changes++
			compare(t, zones[strings.ReplaceAll(filepath.Base(file), ",", "/")], rest)
		}
	}
	if changes < 3_000 {
		t.Errorf("zdump prints %d changes", changes)
	}
}

// compare tests a line of zdump such as
// "Sun Nov  1 06:59:59 2026 UT = Sun Nov  1 01:59:59 2026 CDT isdst=1 gmtoff=-18000".
func compare(t *testing.T, zone *time.Location, line string) {
	t.Helper()
	before, after, _ := strings.Cut(strings.TrimSpace(line), " UT = ")
	at, err := time.Parse(time.ANSIC, before)
	if err != nil {
		t.Fatal(err)
	}
	here := at.In(zone)
	abbreviation, offset := here.Zone()
	dst := 0
	if here.IsDST() {
		dst = 1
	}
	if got := fmt.Sprintf("%s %s isdst=%d gmtoff=%d", here.Format(time.ANSIC), abbreviation, dst, offset); got != after {
		t.Errorf("%s at %s: %s, zdump says %s", zone, before, got, after)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load("US/Eastern"); err != nil {
			b.Fatal(err)
		}
	}
}
