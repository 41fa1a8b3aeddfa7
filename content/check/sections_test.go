package check_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestMissingSections checks which sections a review requires, and which other sections count
// as one of them.
func TestMissingSections(t *testing.T) {
	const (
		summary, timeline = "## Summary\nText.\n", "## Timeline\n- 14:00 it begins\n"
		causes, lessons   = "## Proximal and Root Causes\nText.\n", "## Lessons Learned\nText.\n"
		actions           = "## Action Items\n- Test it\n"
	)
	lacks := func(name string) string {
		return `9 "review" warning: the section “` + name + `” is missing or empty | write what is missing before the review`
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

// TestSectionsOfTemplate checks that every section of the template that a completed post mortem
// lacks is named: by this rule, or by the one that demands data.
func TestSectionsOfTemplate(t *testing.T) {
	text, err := content.Sample.ReadFile("postmortems/2026/2026-02-10-identity-disk-full.md")
	if err != nil {
		t.Fatal(err)
	}
	whole := string(text)
	if !strings.Contains(whole, "\nstatus: completed\n") {
		t.Fatal("the post mortem is not completed")
	}
	whole = regexp.MustCompile(`(?m)^tags:.*\n`).ReplaceAllString(whole, "")
	named := func(text string) (out []string) {
		in := site{}.input(t, map[string]string{"a.md": text})
		for _, f := range runAll(in) {
			if f.Rule == "section-missing" || f.Rule == "status-requirements" {
				out = append(out, f.Message)
			}
		}
		return out
	}
	if got := named(whole); len(got) > 0 {
		t.Errorf("a post mortem with all sections lacks %q", got)
	}
	missing := func(section string) string { return "the section “" + section + "” is missing or empty" }
	for section, want := range map[string][]string{
		"## Summary":                  {missing("Summary")},
		"## Timeline":                 {"the post mortem is completed, but has no row in the timeline"},
		"## Proximal and Root Causes": {"the sections “Proximal and Root Causes”, “Triggering Condition” and “Resolution” are missing or empty", "the post mortem is completed, but has no text on the causes"},
		"### Triggering Condition":    {missing("Triggering Condition")},
		"### Resolution":              {missing("Resolution")},
		"## Review":                   {"the post mortem is completed, but has no action item"},
		"### Action Items":            {"the post mortem is completed, but has no action item"},
		"## Lessons Learned":          {"the sections “What went well”, “What went wrong” and “Where we got lucky” are missing or empty", "the post mortem is completed, but has no lesson"},
		"### What went well":          {missing("What went well")},
		"### What went wrong":         {missing("What went wrong")},
		"### Where we got lucky":      {missing("Where we got lucky")},
		"## References":               {missing("References")},
		"## Tags":                     {missing("Tags")},
	} {
		if got := named(without(t, whole, section)); !slices.Equal(got, want) {
			t.Errorf("without %s, a post mortem lacks\n%q\nwant\n%q", section, got, want)
		}
	}
}

// without removes a section with everything below its heading.
func without(t *testing.T, text, heading string) string {
	t.Helper()
	level := strings.Count(heading, "#")
	lines := strings.Split(text, "\n")
	from := slices.Index(lines, heading)
	if from < 0 {
		t.Fatalf("there is no %s", heading)
	}
	to := from + 1
	for to < len(lines) && !(strings.HasPrefix(lines[to], "#") && strings.Index(lines[to], " ") <= level) {
		to++
	}
	return strings.Join(slices.Delete(lines, from, to), "\n")
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
