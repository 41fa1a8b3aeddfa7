package convert_test

import (
	"reflect"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
)

// TestTombstone checks that what a tombstone says is read from it again, whatever characters it has.
func TestTombstone(t *testing.T) {
	t.Parallel()
	for name, pm := range map[string]*content.PostMortem{
		"plain":  {ID: "PM-2026-0007", Aliases: []string{"2024/old", "wiki/old.html"}},
		"quoted": {ID: "#7: \"seven\"", Aliases: []string{"old, and [older]", "c'est ça"}},
		"bare":   {},
	} {
		removal := content.Removal{Date: content.Date{Year: 2026, Month: 5, Day: 12}, Reason: "yes: it was a duplicate # of another"}
		if name == "plain" {
			removal = content.Removal{Date: removal.Date, Reason: "It was a duplicate.", ReplacedBy: "PM-2026-0009"}
		}
		src := convert.Tombstone(pm, removal)
		got, problems := content.Parse("content/a.md", src, content.Options{})
		if len(problems) > 0 || got == nil || got.Removal == nil || *got.Removal != removal || got.ID != pm.ID || !reflect.DeepEqual(got.Aliases, pm.Aliases) {
			t.Errorf("%s: read as %+v with the problems %v from\n%s", name, got, problems, src)
		}
		if same, _ := convert.Format("content/a.md", src, convert.FormatOptions{}); string(same) != string(src) {
			t.Errorf("%s: formatted as\n%s", name, same)
		}
	}
}
