package check_test

import "testing"

// TestMissingSections checks which sections a review requires, and which other sections count
// as one of them.
func TestMissingSections(t *testing.T) {
	const (
		summary, timeline = "## Summary\nText.\n", "## Timeline\n- 14:00 it begins\n"
		causes, lessons   = "## Proximal and Root Causes\nText.\n", "## Lessons Learned\nText.\n"
		actions           = "## Action Items\n- Test it\n"
	)
	lacks := func(name string) string {
		return `9 "review" warning: the section “` + name + `” is missing or empty | write it before the review`
	}
	site{}.check(t, "section-missing", []ruling{
		{"a document with all sections has no findings", "", summary + timeline + causes + actions + lessons, ""},
		{"a missing summary is reported", "", timeline + causes + actions + lessons, lacks("Summary")},
		{"a missing timeline is reported", "", summary + causes + actions + lessons, lacks("Timeline")},
		{"missing causes are reported", "", summary + timeline + actions + lessons, lacks("Proximal and Root Causes")},
		{"missing action items are reported", "", summary + timeline + causes + lessons, lacks("Action Items")},
		{"missing lessons are reported", "", summary + timeline + causes + actions, lacks("Lessons Learned")},
		{"a trigger counts as causes", "", summary + timeline + "## Trigger\nText.\n" + actions + lessons, ""},
		{"controls count as causes", "", summary + timeline + "## Which controls failed\n- Control: the alarm\n" + actions + lessons, ""},
		{"what went well counts as lessons", "", summary + timeline + causes + actions + "## What went well\n1. This.\n", ""},
		{"what went wrong counts as lessons", "", summary + timeline + causes + actions + "## What went wrong\n1. This.\n", ""},
		{"luck counts as lessons", "", summary + timeline + causes + actions + "## Where we got lucky\n1. This.\n", ""},
		{"a draft may lack sections", "status: draft", "", ""},
	})
}

// TestHeadingOrder checks where a level of headings is skipped.
func TestHeadingOrder(t *testing.T) {
	site{}.check(t, "heading-order", []ruling{
		{"a skipped level is reported with the one to write", "", "## A\n#### B\n", "12 \"#### B\" warning: the heading “B” has level 4, but the one above has level 2 | write ###"},
		{"the first heading may have level 2, below the title", "", "## A\n", ""},
		{"the first heading may not have level 3", "", "### A\n", "11 \"### A\" warning: the heading “A” has level 3, but the one above has level 1 | write ##"},
		{"levels may go back by any number", "", "## A\n### B\n#### C\n## D\n", ""},
		{"each heading is compared with the one above", "", "## A\n#### B\n#### C\n", "12 \"#### B\" warning: the heading “B” has level 4, but the one above has level 2"},
		{"closing marks and blanks are not part of the title", "", "### A ##  \n", "11 \"### A ##\" warning: the heading “A” has level 3, but the one above has level 1"},
		{"a heading may have level 6", "", "## A\n###### B\n", "12 \"###### B\" warning: the heading “B” has level 6, but the one above has level 2"},
		{"a heading may be empty", "", "## A\n####\n", "12 \"####\" warning: the heading “” has level 4, but the one above has level 2"},
		{"a comment in front matter is not a heading", "### x: y", "", ""},
		{"code and reminders have no headings", "", "```\n### A\n```\n## Reminders\n#### B\n", ""},
		{"marks without a blank after them, seven marks or a deep indent are not a heading", "", "###A\n####### B\n    ### C\n", ""},
		{"a heading may be indented by three blanks", "", "   ### A\n", "11 \"   ### A\" warning: the heading “A” has level 3, but the one above has level 1"},
	})
}
