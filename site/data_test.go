package site_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestDataParts checks that the data of more post mortems than a file holds is in parts by year, or by month if a year has
// too many, that the file says where, and that each post mortem is in one of them.
func TestDataParts(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 1006 {
		date := fmt.Sprintf("2025-%02d-03", 1+i%2)
		if i > 1001 {
			date = "2024-12-31"
		}
		fmt.Fprintf(&text, "-- content/p%d.md --\n---\ndate: %s\nstatus: completed\n---\n", i, date)
	}
	s := newSite(t, collected(t, text.String()), nil)
	want := `"parts": [
{"path":"postmortems-2025-02.json","period":"2025-02","post_mortems":501},
{"path":"postmortems-2025-01.json","period":"2025-01","post_mortems":501},
{"path":"postmortems-2024.json","period":"2024","post_mortems":4}
]}
`
	if got := render(t, s, "data/postmortems.json"); !strings.HasSuffix(got, want) || !strings.Contains(got, `"schema_version": 2, "as_of": "`) {
		t.Errorf("data/postmortems.json holds\n%s\nwant\n…%s", got, want)
	}
	slugs := map[string]bool{}
	for _, part := range []string{"2025-02", "2025-01", "2024"} {
		var data struct {
			PostMortems []struct{ Slug, Date string } `json:"postmortems"`
		}
		if err := json.Unmarshal([]byte(render(t, s, "data/postmortems-"+part+".json")), &data); err != nil {
			t.Fatal(err)
		}
		for _, pm := range data.PostMortems {
			slugs[pm.Slug] = strings.HasPrefix(pm.Date, part) && !slugs[pm.Slug]
		}
	}
	if len(slugs) != 1006 {
		t.Errorf("the parts have %d post mortems, want 1006", len(slugs))
	}
	for slug, right := range slugs {
		if !right {
			t.Errorf("%s is in the wrong part, or in two", slug)
		}
	}
	if names := slices.DeleteFunc(slices.Clone(s.Paths()), func(name string) bool { return !strings.HasPrefix(name, "data/action-items") }); !slices.Equal(names, []string{"data/action-items.csv", "data/action-items.json"}) {
		t.Errorf("the action items of 1006 post mortems are in %q", names)
	}
}
