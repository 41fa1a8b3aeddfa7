package check_test

import "testing"

// TestMissingSections holds which sections a review looks for, and which of them
// one of several may stand for.
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
		{"a document with all sections lacks none", "", summary + timeline + causes + actions + lessons, ""},
		{"a summary is missed", "", timeline + causes + actions + lessons, lacks("Summary")},
		{"a timeline is missed", "", summary + causes + actions + lessons, lacks("Timeline")},
		{"causes are missed", "", summary + timeline + actions + lessons, lacks("Proximal and Root Causes")},
		{"action items are missed", "", summary + timeline + causes + lessons, lacks("Action Items")},
		{"lessons are missed", "", summary + timeline + causes + actions, lacks("Lessons Learned")},
		{"a trigger stands for the causes", "", summary + timeline + "## Trigger\nText.\n" + actions + lessons, ""},
		{"controls stand for the causes", "", summary + timeline + "## Which controls failed\n- Control: the alarm\n" + actions + lessons, ""},
		{"what went well stands for the lessons", "", summary + timeline + causes + actions + "## What went well\n1. This.\n", ""},
		{"what went wrong stands for the lessons", "", summary + timeline + causes + actions + "## What went wrong\n1. This.\n", ""},
		{"luck stands for the lessons", "", summary + timeline + causes + actions + "## Where we got lucky\n1. This.\n", ""},
		{"a draft may lack sections", "status: draft", "", ""},
	})
}

// TestHeadingOrder holds where a level of headings is left out.
func TestHeadingOrder(t *testing.T) {
	site{}.check(t, "heading-order", []ruling{
		{"a level that is left out is reported, with the one to write", "", "## A\n#### B\n", "12 \"#### B\" warning: the heading “B” has level 4, but the one above has level 2 | write ###"},
		{"the first heading may be of level 2, the title being above", "", "## A\n", ""},
		{"the first heading is not of level 3", "", "### A\n", "11 \"### A\" warning: the heading “A” has level 3, but the one above has level 1 | write ##"},
		{"levels may go back by any number", "", "## A\n### B\n#### C\n## D\n", ""},
		{"each is compared with the one above", "", "## A\n#### B\n#### C\n", "12 \"#### B\" warning: the heading “B” has level 4, but the one above has level 2"},
		{"closing marks and blanks are no part of the title", "", "### A ##  \n", "11 \"### A ##\" warning: the heading “A” has level 3, but the one above has level 1"},
		{"a heading of level 6 is one", "", "## A\n###### B\n", "12 \"###### B\" warning: the heading “B” has level 6, but the one above has level 2"},
		{"a heading without words is one", "", "## A\n####\n", "12 \"####\" warning: the heading “” has level 4, but the one above has level 2"},
		{"a comment in front matter is no heading", "### x: y", "", ""},
		{"code and reminders have no headings", "", "```\n### A\n```\n## Reminders\n#### B\n", ""},
		{"what has no blank behind its marks, or seven of them, is no heading", "", "###A\n####### B\n    ### C\n", ""},
		{"a heading may be indented by three blanks", "", "   ### A\n", "11 \"   ### A\" warning: the heading “A” has level 3, but the one above has level 1"},
	})
}
