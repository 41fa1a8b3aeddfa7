// Package zone is the IANA time zone database that the program carries, so that times
// are the same on every machine: it reads neither the system's database nor ZONEINFO, and
// nothing else in the program loads time zones. "make zones" renews it.
//
// It takes 270 KB of the program. A zone is decoded when it is loaded.
package zone

import (
	_ "embed"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"
)

// The table's lines are sorted, and of three kinds: "country NAME", a tab and its zones,
// "version RELEASE DATE", and "zone NAME OFFSET LENGTH", with the current name of the zone
// if NAME is an old one. Offset and length are those of the zone in bodies, in the format
// TZif (RFC 8536).
var (
	//go:embed zones.txt
	table string
	//go:embed zones.bin
	bodies string
)

// Version returns IANA's release of the database, such as 2026f. Later releases compare
// as greater texts.
func Version() string { return find("version")[0] }

// Released returns the day of the database, in UTC. It does not know of rules that changed
// later.
func Released() time.Time {
	day, err := time.Parse(time.DateOnly, find("version")[1])
	if err != nil {
		panic(err) // a test reads the table
	}
	return day
}

// Load returns the time zone of an IANA name such as America/New_York, as it is spelled in
// the database. Each call decodes the zone again. Names such as localtime and posixrules,
// which mean another zone on each machine, are not in the database.
func Load(name string) (*time.Location, error) {
	fields := findZone(name)
	if fields == nil {
		return nil, fmt.Errorf("%q is not an IANA time zone", name)
	}
	offset, _ := strconv.Atoi(fields[0])
	length, _ := strconv.Atoi(fields[1])
	return time.LoadLocationFromTZData(name, []byte(bodies[offset:offset+length]))
}

// Current returns the name that replaced an old one, such as America/New_York for
// US/Eastern. It returns "" for other names.
func Current(name string) string {
	if fields := findZone(name); len(fields) == 3 {
		return fields[2]
	}
	return ""
}

// findZone returns the fields of a zone after its name, or nil.
func findZone(name string) []string {
	if strings.ContainsAny(name, " \n") {
		return nil
	}
	return find("zone " + name)
}

// find returns what the table says after a key such as "zone UTC", or nil.
func find(key string) []string {
	key += " "
	for low, high := 0, len(table); low < high; {
		start := low + strings.LastIndex(table[low:(low+high)/2], "\n") + 1
		line, _, _ := strings.Cut(table[start:], "\n")
		switch rest, found := strings.CutPrefix(line, key); {
		case found:
			return strings.Fields(rest)
		case line < key:
			low = start + len(line) + 1
		default:
			high = start
		}
	}
	return nil
}

// Names returns all names of zones, sorted, old ones included.
func Names() (names []string) {
	for line := range lines("zone ") {
		name, _, _ := strings.Cut(line, " ")
		names = append(names, name)
	}
	return names
}

// Countries returns the name of each country in English, as in "Britain (UK)", and its
// zones.
func Countries() iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		for line := range lines("country ") {
			if name, zones, _ := strings.Cut(line, "\t"); !yield(name, strings.Fields(zones)) {
				return
			}
		}
	}
}

// lines returns the table's lines of one kind.
func lines(kind string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(table) {
			if rest, ok := strings.CutPrefix(line, kind); ok && !yield(strings.TrimSuffix(rest, "\n")) {
				return
			}
		}
	}
}
