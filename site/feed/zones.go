package feed

import (
	"encoding/json"
	"io"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/zone"
)

type zonesJSON struct {
	TimeZones string         `json:"time_zones"` // release of the database
	Zones     map[string]int `json:"zones"`      // the index of each zone's clock
	Clocks    [][]int64      `json:"clocks"`     // the first offset in seconds, then the Unix time and the new offset of each change
}

// Zones writes the clocks of all time zones between two instants, so that the pages'
// script shows a reader's own times by the rules that the site was built with.
func Zones(w io.Writer, from, to time.Time) error {
	out := zonesJSON{zone.Version(), map[string]int{}, [][]int64{}}
	byClock := map[string]int{}
	for _, name := range zone.Names() {
		place, err := content.LoadZone(name)
		if err != nil {
			return err
		}
		clock := clockOf(place, from, to)
		text, err := json.Marshal(clock)
		if err != nil {
			return err
		}
		index, known := byClock[string(text)]
		if !known {
			index = len(out.Clocks)
			byClock[string(text)], out.Clocks = index, append(out.Clocks, clock)
		}
		out.Zones[name] = index
	}
	return json.NewEncoder(w).Encode(out)
}

// clockOf returns the first offset of a zone, and its changes.
func clockOf(place *time.Location, from, to time.Time) []int64 {
	at := from.In(place)
	clock := []int64{int64(offset(at))}
	for {
		_, next := at.ZoneBounds()
		if next.IsZero() || next.After(to) {
			return clock
		}
		if !next.After(at) { // Go finds such a change on the last day of leap years
			next = at.Add(24 * time.Hour)
		}
		if offset(next) != offset(at) {
			clock = append(clock, next.Unix(), int64(offset(next)))
		}
		at = next
	}
}
