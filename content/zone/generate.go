//go:build ignore

// This program writes zones.txt and zones.bin, the time zones that package zone carries:
//
//	go run generate.go PACKAGE DATE OUTPUT
//
// PACKAGE is the folder of zones of Debian's package tzdata, and DATE the day of the
// package. It keeps what Debian compiled, without what a reader of the rule at the end of a
// file does not need, and fails if that changes a clock before 2100, or if OUTPUT has a
// newer database. It does not compile the zones again: zic -b slim of Debian 12 shows
// America/Ojinaga an hour ahead at the end of October 2022. "make zones" runs it.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("error: ")
	if len(os.Args) != 4 {
		log.Fatal("usage: go run generate.go PACKAGE DATE OUTPUT")
	}
	from, date, out := os.DirFS(os.Args[1]), os.Args[2], os.Args[3]
	source := read(from, "tzdata.zi")
	header, _, _ := strings.Cut(source, "\n")
	version := strings.TrimPrefix(header, "# version ")
	if before, err := os.ReadFile(filepath.Join(out, "zones.txt")); err == nil {
		_, rest, _ := strings.Cut(string(before), "\nversion ")
		if old, _, _ := strings.Cut(rest, " "); old > version {
			log.Fatalf("the package has %s, which is older than %s", version, old)
		}
	}
	bodies := zones(from)
	for name, body := range bodies {
		bodies[name] = compact(name, body)
		start, end := time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
		if at, same := sameClocks(start, end, location(name, body), location(name, bodies[name])); !same {
			log.Fatalf("%s: without the last changes, clocks show another time on %s", name, at)
		}
	}
	table, data := encode(bodies, obsolete(source, read(from, "zone.tab")))
	table = append(table, countries(from)...)
	table = append(table, fmt.Sprintf("version %s %s\n", version, date))
	slices.Sort(table)
	write(filepath.Join(out, "zones.txt"), []byte(strings.Join(table, "")))
	write(filepath.Join(out, "zones.bin"), data)
}

func read(fsys fs.FS, name string) string {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		log.Fatal(err)
	}
	return string(text)
}

func write(name string, data []byte) {
	if err := os.WriteFile(name, data, 0o644); err != nil {
		log.Fatal(err)
	}
}

// zones returns the zones below a folder by name. Names that mean another zone on each
// machine, and those with leap seconds, are left out.
func zones(fsys fs.FS) map[string]string {
	out := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name == "posix" || name == "right"):
			return fs.SkipDir
		case entry.IsDir() || name == "localtime" || name == "posixrules" || name == "Factory":
			return nil
		}
		if body := read(fsys, name); strings.HasPrefix(body, "TZif") {
			out[name] = body
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	return out
}

// A block is the part of a zone with 64-bit times, in the format TZif (RFC 8536).
type block struct {
	counts []byte // the six counts of its header
	times  []byte // of changes, 8 bytes each
	types  []byte // what clocks show after each change, 1 byte each
	rest   []byte // the types, their abbreviations, and the rule for all later times
}

const headerSize, countsAt = 44, 20

// parse returns the second block of a zone.
func parse(name, body string) block {
	var n [6]int // isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt
	counts := func() {
		if len(body) < headerSize || body[:4] != "TZif" || body[4] < '2' {
			log.Fatalf("%s is not in the format TZif, version 2 or later", name)
		}
		for i := range n {
			n[i] = int(binary.BigEndian.Uint32([]byte(body[countsAt+4*i:])))
		}
	}
	counts()
	body = body[headerSize+n[3]*5+n[4]*6+n[5]+n[2]*8+n[1]+n[0]:]
	counts()
	times, data := n[3], []byte(body)
	types := headerSize + times*8
	return block{data[countsAt:headerSize], data[headerSize:types], data[types : types+times], data[types+times:]}
}

// encode returns a zone with the first changes of a block only.
func (b block) encode(changes int) string {
	header := append([]byte("TZif2"), make([]byte, headerSize-5)...)
	var out bytes.Buffer
	out.Write(header[:headerSize-8])
	out.Write([]byte{0, 0, 0, 1, 0, 0, 0, 1}) // the first block has one type and one character
	out.Write(make([]byte, 7))
	counts := slices.Clone(b.counts)
	binary.BigEndian.PutUint32(counts[12:], uint32(changes))
	out.Write(header[:countsAt])
	out.Write(counts)
	out.Write(b.times[:changes*8])
	out.Write(b.types[:changes])
	out.Write(b.rest)
	return out.String()
}

// compact returns a zone without its first block, for readers of 32-bit times, and
// without the last changes, if they follow from the rule for later times.
func compact(name, body string) string {
	b, whole := parse(name, body), location(name, body)
	at := func(i int) time.Time { return time.Unix(int64(binary.BigEndian.Uint64(b.times[i*8:])), 0).UTC() }
	changes := len(b.types)
	for ; changes > 1; changes-- {
		// The rule would hold from the change before.
		if _, same := sameClocks(at(changes-2), at(changes-1), whole, location(name, b.encode(changes-1))); !same {
			break
		}
	}
	return b.encode(changes)
}

// sameClocks reports whether clocks in two places show the same from one time to another,
// and otherwise when they do not.
func sameClocks(from, to time.Time, a, b *time.Location) (at time.Time, same bool) {
	for at = from; !at.After(to); at = earliest(at.AddDate(1, 0, 0), after(at, a), after(at, b)) {
		x, y := at.In(a), at.In(b)
		const layout = time.RFC1123Z + " MST"
		if x.Format(layout) != y.Format(layout) || x.IsDST() != y.IsDST() {
			return at, false
		}
	}
	return at, true
}

// after returns when clocks change next, or at most a day later: on the last day of leap
// years, Go finds a change that is none.
func after(at time.Time, zone *time.Location) time.Time {
	_, end := at.In(zone).ZoneBounds()
	if !end.IsZero() && !end.After(at) {
		return at.AddDate(0, 0, 1)
	}
	return end
}

// earliest returns the earliest of times, of which the zero time is none.
func earliest(times ...time.Time) time.Time {
	return slices.MinFunc(slices.DeleteFunc(times, time.Time.IsZero), time.Time.Compare)
}

func location(name, body string) *time.Location {
	zone, err := time.LoadLocationFromTZData(name, []byte(body))
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	return zone
}

// obsolete maps old names such as US/Eastern to their zones: the links of the database
// that its table of zones does not list.
func obsolete(source, table string) map[string]string {
	listed := map[string]bool{"UTC": true, "GMT": true}
	for line := range strings.Lines(table) {
		if fields := strings.Split(line, "\t"); len(fields) > 2 {
			listed[strings.TrimSpace(fields[2])] = true
		}
	}
	out := map[string]string{}
	for line := range strings.Lines(source) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "L" && !listed[f[2]] {
			out[f[2]] = f[1]
			if f[1] == "Etc/UTC" {
				out[f[2]] = "UTC"
			}
		}
	}
	return out
}

// encode returns the table's lines of zones, and the data that they refer to by offset and
// length.
func encode(bodies, links map[string]string) (table []string, data []byte) {
	at := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(bodies)) {
		body := bodies[name]
		offset, known := at[body]
		if !known {
			offset = len(data)
			at[body], data = offset, append(data, body...)
		}
		line := fmt.Sprintf("zone %s %d %d %s", name, offset, len(body), links[name])
		table = append(table, strings.TrimSpace(line)+"\n")
	}
	return table, data
}

// countries returns the table's lines of countries, with the zones of each in the order of
// the database.
func countries(from fs.FS) (table []string) {
	byCode := map[string][]string{}
	for line := range strings.Lines(read(from, "zone.tab")) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); !strings.HasPrefix(line, "#") && len(f) > 2 {
			byCode[f[0]] = append(byCode[f[0]], f[2])
		}
	}
	for line := range strings.Lines(read(from, "iso3166.tab")) {
		code, name, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if zones := byCode[code]; ok && len(zones) > 0 {
			table = append(table, fmt.Sprintf("country %s\t%s\n", name, strings.Join(zones, " ")))
		}
	}
	return table
}
