package content_test

import (
	"slices"
	"testing"

	"github.com/pmsite/pmsite/content"
)

func TestNextID(t *testing.T) {
	ids := []string{"PM-2025-0099", "pm-2026-0002", "PM-2026-7", "INC-1", "PM-2026-99999999999999999999"}
	if got := content.NextID(ids, 2026); got != "PM-2026-0008" {
		t.Error(got)
	}
	if got := content.NextID(nil, 2027); got != "PM-2027-0001" {
		t.Error(got)
	}
}

// TestNextIDs checks how the next id of a year is found.
func TestNextIDs(t *testing.T) {
	for _, c := range []struct {
		ids  []string
		year int
		want string
	}{
		{[]string{"PM-2026-0001", "PM-2026-0005", "PM-2026-0003"}, 2026, "PM-2026-0006"},
		{[]string{"PM-2026-9999"}, 2026, "PM-2026-10000"},
		{[]string{"PM-2026-999999999"}, 2026, "PM-2026-1000000000"},
		{[]string{"PM-2026-9999999999", "PM-2026-", "xPM-2026-0009", "PM-2026-0009x", "PM-12026-0009"}, 2026, "PM-2026-0001"},
		{[]string{"PM-0026-0004"}, 26, "PM-0026-0005"},
	} {
		if got := content.NextID(c.ids, c.year); got != c.want {
			t.Errorf("after %q, the next id of %d is %s, want %s", c.ids, c.year, got, c.want)
		}
	}
}

func TestIDsIn(t *testing.T) {
	for text, want := range map[string][]string{
		"---\ntitle: A\nid: PM-2026-0007 # new\n---\nSee PM-2026-0001.\n": {"PM-2026-0007"},
		"---\nid: 'pm-2026-0007'\n---\n":                                  {"pm-2026-0007"},
		"| Title | A |\r\n| --- | --- |\r\n| **ID** | PM-2026-0007 |\r\n": {"PM-2026-0007"},
		"---\nincident: PM-2026-0007\nid: INC 0042 # new\n---\n":          {"INC 0042"},
		"---\n\"id\": \"INC #7\"\r\n---\r\n":                              {"INC #7"},
		"---\nid: # none yet\ntitle: A\n---\nid: PM-2026-0007\n":          nil,
		"| Metadata | Information |\n| - | - |\nID | on-call\n":           {"on-call"},
	} {
		if got := content.IDsIn([]byte(text)); !slices.Equal(got, want) {
			t.Errorf("%q has the ids %q, want %q", text, got, want)
		}
	}
}
