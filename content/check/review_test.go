package check_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
)

// TestTransitions checks which changes of status are allowed on a branch.
func TestTransitions(t *testing.T) {
	const (
		skipped  = "9 \"completed\" error: the status goes from draft to completed without a review | set the status to review; the reviewer who agrees sets it to completed\n"
		reopened = "the post mortem was completed and is now in %s again | if this is intended, use --allow-reopen\n"
	)
	again := func(status string) string {
		return "9 \"" + status + "\" error: " + strings.Replace(reopened, "%s", status, 1)
	}
	for _, c := range []struct {
		from, to string
		reopen   bool
		want     string
	}{
		{"draft", "draft", false, ""},
		{"draft", "review", false, ""},
		{"draft", "completed", false, skipped},
		{"draft", "completed", true, skipped},
		{"review", "draft", false, ""},
		{"review", "review", false, ""},
		{"review", "completed", false, ""},
		{"completed", "draft", false, again("draft")},
		{"completed", "review", false, again("review")},
		{"completed", "completed", false, ""},
		{"completed", "draft", true, ""},
		{"completed", "review", true, ""},
	} {
		in := site{}.input(t, map[string]string{"a.md": documentOf("status: "+c.to, "")})
		in.Base = site{}.input(t, map[string]string{"a.md": documentOf("status: "+c.from, "")}).Collection
		in.AllowReopen = c.reopen
		if got := written(of("status-transition", runAll(in)), true); got != c.want {
			t.Errorf("from %s to %s, with AllowReopen %v, the findings are %q, want %q", c.from, c.to, c.reopen, got, c.want)
		}
	}
}

// TestTransitionsFollowNames checks that a post mortem is recognised in the base by its path,
// id or address.
func TestTransitionsFollowNames(t *testing.T) {
	for how, c := range map[string]struct{ before, beforeText, now, nowText string }{
		"by its path, even if the id changes": {"a.md", documentOf("status: draft\nid: PM-1", ""), "a.md", documentOf("status: completed\nid: PM-2", "")},
		"by its id, in any case":              {"a.md", documentOf("status: draft\nid: PM-1", ""), "b.md", documentOf("status: completed\nid: pm-1", "")},
		"by its address in a new folder":      {"a.md", documentOf("status: draft", ""), "2026/a.md", documentOf("status: completed", "")},
	} {
		in := site{}.input(t, map[string]string{c.now: c.nowText})
		in.Base = site{}.input(t, map[string]string{c.before: c.beforeText}).Collection
		if found := of("status-transition", runAll(in)); len(found) != 1 {
			t.Errorf("a post mortem is not recognised %s: %s", how, written(found, false))
		}
	}
	in := site{}.input(t, map[string]string{"b.md": documentOf("status: completed\nid: PM-9", "")})
	in.Base = site{}.input(t, map[string]string{"a.md": documentOf("status: draft\nid: PM-1", "")}).Collection
	if found := of("status-transition", runAll(in)); len(found) != 0 {
		t.Errorf("a new post mortem is mistaken for another: %s", written(found, false))
	}
	if in.Base = nil; len(of("status-transition", runAll(in))) != 0 {
		t.Error("a transition is reported without a base")
	}
}

// TestRequirements checks what a completed post mortem must have, and what counts as causes
// and lessons.
func TestRequirements(t *testing.T) {
	const (
		timeline = "## Timeline\n- 14:00 it begins\n"
		causes   = "## Proximal and Root Causes\nText.\n"
		actions  = "## Action Items\n- Test it\n"
		lessons  = "## What went well\n1. This.\n"
	)
	lacks := func(what string) string {
		return `9 "completed" error: the post mortem is completed, but has no ` + what + ` | add it, or leave the status at review`
	}
	const noAction = `9 "completed" error: the post mortem is completed, but has no action item | add it, or write ` + "`None: ` and the reason below Action Items"
	site{}.check(t, "status-requirements", []ruling{
		{"a complete post mortem has no findings", "status: completed", timeline + causes + actions + lessons, ""},
		{"an empty timeline is reported", "status: completed", "## Timeline\n" + causes + actions + lessons, lacks("row in the timeline")},
		{"missing causes are reported", "status: completed", timeline + actions + lessons, lacks("text on the causes")},
		{"missing action items are reported", "status: completed", timeline + causes + lessons, noAction},
		{"a reason is enough instead of action items", "status: completed", timeline + causes + "## Action Items\nNone: the service is\nretired in May.\n" + lessons, ""},
		{"a reason may be an item of a list", "status: completed", timeline + causes + "## Action Items\n- none – retired in May\n" + lessons, ""},
		{"none without a reason is not enough", "status: completed", timeline + causes + "## Action Items\nNone.\n" + lessons, noAction},
		{"none with an empty reason is not enough", "status: completed", timeline + causes + "## Action Items\nNone:\n" + lessons, noAction},
		{"missing lessons are reported", "status: completed", timeline + causes + actions, lacks("lesson")},
		{"a trigger counts as causes", "status: completed", timeline + "## Trigger\nText.\n" + actions + lessons, ""},
		{"controls count as causes", "status: completed", timeline + "## Which controls failed\n- Control: the alarm\n" + actions + lessons, ""},
		{"what went wrong counts as a lesson", "status: completed", timeline + causes + actions + "## What went wrong\n1. This.\n", ""},
		{"luck counts as a lesson", "status: completed", timeline + causes + actions + "## Where we got lucky\n1. This.\n", ""},
		{"a review may lack parts", "", "", ""},
	})
}

// TestReviewLate checks from which day and with which statuses a post mortem is late, and
// that none is late without a target.
func TestReviewLate(t *testing.T) {
	late := func(status, due, days string) string {
		return `9 "` + status + `" warning: the post mortem was due to be completed by ` + due + `, ` + days + ` days ago | complete it while people still remember`
	}
	site{config: "review: {target_days: 14}"}.check(t, "review-late", []ruling{
		{"a review is late on the day after its target", "date: 2026-05-17", "", late("review", "2026-05-31", "1")},
		{"a review is not late on the day of its target", "date: 2026-05-18", "", ""},
		{"a draft can be late, too", "date: 2026-05-17\nstatus: draft", "", late("draft", "2026-05-31", "1")},
		{"a completed post mortem is not late", "date: 2026-01-01\nstatus: completed", "", ""},
		{"the number of days is reported", "date: 2026-03-05", "", late("review", "2026-03-19", "74")},
	})
	site{}.check(t, "review-late", []ruling{{"without a target, nothing is late", "date: 2020-01-01", "", ""}})
}

// TestPlaceholders checks which notes to self are reported in a document that is not a draft.
func TestPlaceholders(t *testing.T) {
	left := func(word string) string {
		return "11 \"" + word + "\" warning: \"" + word + "\" is left over | replace it with the final text"
	}
	site{}.check(t, "placeholder", []ruling{
		{"TODO is a note", "", "a TODO: more\n", left("TODO")},
		{"FIXME is a note", "", "a FIXME\n", left("FIXME")},
		{"TBD is a note", "", "TBD.\n", left("TBD")},
		{"TKTK is a note", "", "TKTK of them\n", left("TKTK")},
		{"Lorem ipsum is a note", "", "é Lorem ipsum dolor\n", left("Lorem ipsum")},
		{"each note of a line is reported", "", "TODO and TBD\n", left("TODO") + "\n" + left("TBD")},
		{"words that contain these letters are not notes", "", "todo, TODOS, mastodon, Tbd, lorem\n", ""},
		{"a draft may have notes", "status: draft", "TODO\n", ""},
		{"a completed post mortem may not have notes", "status: completed", "TODO\n", left("TODO")},
		{"code may have notes", "", "`TODO`\n", ""},
	})
}

// TestLevels checks that the config sets the level of a rule and can switch it off.
func TestLevels(t *testing.T) {
	for level, want := range map[string]string{
		"error": "11 \"careless\" error: “careless” blames\n", "warning": "11 \"careless\" warning: “careless” blames\n", "info": "11 \"careless\" info: “careless” blames\n", "off": "",
	} {
		in := site{config: "rules: {blaming-phrase: " + level + "}"}.input(t, map[string]string{"a.md": documentOf("", "careless\n")})
		found := of("blaming-phrase", runAll(in))
		if got := written(found, false); got != want {
			t.Errorf("with blaming-phrase: %s in the config, the findings are %q, want %q", level, got, want)
		}
		if check.HasErrors(found) != (level == "error") || check.HasWarnings(found) != (level == "warning") {
			t.Errorf("with blaming-phrase: %s, HasErrors is %v and HasWarnings is %v", level, check.HasErrors(found), check.HasWarnings(found))
		}
	}
}
