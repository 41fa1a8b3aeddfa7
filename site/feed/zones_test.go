package feed_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/zone"
	"github.com/pmsite/pmsite/site/feed"
)

// TestZones reads the clocks of every zone as a script does, every five hours of four years.
func TestZones(t *testing.T) {
	from, to := time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	var out bytes.Buffer
	if err := feed.Zones(&out, from, to); err != nil {
		t.Fatal(err)
	}
	var got struct {
		TimeZones string `json:"time_zones"`
		Zones     map[string]int
		Clocks    [][]int64
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || got.TimeZones != zone.Version() || len(got.Zones) != len(zone.Names()) {
		t.Fatalf("%v: %d zones of %s", err, len(got.Zones), got.TimeZones)
	}
	if out.Len() > 40<<10 {
		t.Errorf("%d bytes", out.Len())
	}
	for name, index := range got.Zones {
		place, err := content.LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		clock := got.Clocks[index]
		shown, changes := clock[0], clock[1:]
		for at := from; at.Before(to); at = at.Add(5 * time.Hour) {
			for len(changes) > 0 && at.Unix() >= changes[0] {
				shown, changes = changes[1], changes[2:]
			}
			if _, want := at.In(place).Zone(); shown != int64(want) {
				t.Fatalf("%s at %s has the offset %d, want %d", name, at, shown, want)
			}
		}
	}
}
