package check_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
)

// TestSilencersReach checks which lines a silencer applies to.
func TestSilencersReach(t *testing.T) {
	const allow = "<!-- pmsite: allow blaming-phrase: a quotation -->"
	blames := func(lines ...string) (want string) {
		for _, line := range lines {
			want += line + " \"careless\" warning: “careless” blames\n"
		}
		return want
	}
	site{}.check(t, "blaming-phrase", []ruling{
		{"a silencer after text applies only to its line", "", "careless " + allow + "\ncareless\n", blames("12")},
		{"a silencer before text applies only to its line", "", allow + " careless\ncareless\n", blames("12")},
		{"a silencer on its own line applies to the block that follows", "", allow + "\ncareless\ncareless\n\ncareless\n", blames("15")},
		{"the block may follow after blank lines", "", allow + "\n\n\ncareless\ncareless\n\ncareless\n", blames("17")},
		{"a silencer does not apply to the text above", "", "careless\n\n" + allow + "\n\ncareless\n", blames("11")},
		{"a silencer on the last line applies to nothing", "", "careless\n\n" + allow, blames("11")},
		{"a silencer in front matter applies to its line", "summary: careless # pmsite: allow blaming-phrase: a quotation", "", ""},
		{"a silencer on its own line of front matter applies to the next line", "# pmsite: allow blaming-phrase: a quotation\nsummary: careless\nteam: careless", "", blames("11")},
		{"a silencer of another rule does not apply", "", "careless <!-- pmsite: allow secret: x -->\n", blames("11")},
		{"a silencer without a reason does not apply", "", "careless <!-- pmsite: allow blaming-phrase -->\ncareless <!-- pmsite: allow blaming-phrase: -->\n", blames("11", "12")},
		{"one silencer applies to all findings of its rule on the line", "", "careless, careless " + allow + "\n", ""},
		{"blanks within a silencer do not matter", "", "careless <!--pmsite:allow   blaming-phrase :  why  -->\n", ""},
		{"the text of a silencer is not checked", "", "x <!-- pmsite: allow secret: it was careless -->\n", ""},
		{"a silencer in code applies to nothing", "", "careless `" + allow + "`\n", blames("11")},
	})
}

// TestSilencersOfParser checks that errors that stop a build cannot be silenced, while
// warnings of the parser and errors of other rules can.
func TestSilencersOfParser(t *testing.T) {
	site{}.check(t, "vocabulary", []ruling{
		{"an error that stops a build cannot be silenced", "severity: hihg # pmsite: allow vocabulary: we say so", "", "5 \"hihg\" error: \"hihg\" is not a severity"},
	})
	site{}.check(t, "date", []ruling{
		{"a time that cannot be read cannot be silenced", "", "## Timeline\n| Date | Time | Metadata |\n| - | - | - |\n| 2026-03-05 | soon | a | <!-- pmsite: allow date: we do not know -->\n", "14 \"soon\" error: time: \"soon\" is not a 24-hour time of the form 14:05"},
	})
	site{}.check(t, "unused-silencer", []ruling{
		{"a silencer of an error that stops a build is reported as unused", "severity: hihg # pmsite: allow vocabulary: we say so", "", "5 \"# pmsite: allow vocabulary: we say so\" warning: the silencer of `vocabulary` silences nothing | remove it | 5:15-5:53 \"\""},
	})
	site{}.check(t, "table-columns", []ruling{
		{"a warning of the parser is reported", "", "## Timeline\n| Time | Clock |\n| - | - |\n| 14:00 | a |\n", `12 "Clock" warning: the timeline has no column "Clock"; it is shown with the notes`},
		{"a table that is none on GitHub is reported", "", "| a | b |\n| - | - | - |\n| 1 | 2 |\n", `12 "| - | - | - |" warning: the row of dashes has 3 cells, but the head has 2 | GitHub shows no table from here on; mend the row, so that reviewers see what readers see`},
		{"a row that is code on GitHub is reported", "", "| a | b |\n| - | - |\n| 1 | 2 |\n    | 3 | 4 |\n", `14 " " warning: the row is indented by four columns or more | GitHub shows no table from here on; mend the row, so that reviewers see what readers see`},
		{"a warning of the parser can be silenced", "", "## Timeline\n<!-- pmsite: allow table-columns: as it was -->\n\n| Time | Clock |\n| - | - |\n| 14:00 | a |\n", ""},
	})
	site{people: ada}.check(t, "person-name", []ruling{
		{"an error that the parser does not report can be silenced", "", "MV Ada Lovelace <!-- pmsite: allow person-name: a ship -->\n", ""},
	})
	site{config: "rules: {blaming-phrase: error}"}.check(t, "blaming-phrase", []ruling{
		{"a finding that is an error only by the config can be silenced", "", "careless <!-- pmsite: allow blaming-phrase: quoted -->\n", ""},
	})
}

// TestUnusedSilencers checks which silencers are reported as unused, and how they are removed.
func TestUnusedSilencers(t *testing.T) {
	const says = "warning: the silencer of `secret` silences nothing | remove it | "
	comment := "<!-- pmsite: allow secret: x -->"
	site{}.check(t, "unused-silencer", []ruling{
		{"a silencer after text is removed with the blank before it", "", "Text. " + comment + "\n", `11 "` + comment + `" ` + says + `11:6-11:39 ""`},
		{"a silencer before text is removed alone", "", comment + " Text.\n", `11 "` + comment + `" ` + says + `11:1-11:33 ""`},
		{"a silencer without a blank before it is removed alone", "", "é" + comment + "\n", `11 "` + comment + `" ` + says + `11:2-11:34 ""`},
		{"a silencer on its own line is removed with the line", "", comment + "\nText.\n", `11 "` + comment + `" ` + says + `11:1-12:1 ""`},
		{"a silencer on a last line without a line ending leaves the line", "", "Text.\n" + comment, `12 "` + comment + `" ` + says + `12:1-12:33 ""`},
		{"a silencer that silences a finding is not reported", "", "careless <!-- pmsite: allow blaming-phrase: x -->\n", ""},
		{"a silencer without a reason is left to another rule", "", "Text. <!-- pmsite: allow secret -->\n", ""},
		{"a silencer of a rule that depends on the date or the branch is not reported", "", "<!-- pmsite: allow review-late: x -->\n\n<!-- pmsite: allow action-overdue: x -->\n\n<!-- pmsite: allow status-transition: x -->\n\nText.\n", ""},
		{"a misspelled rule gets a suggestion", "", "Text. <!-- pmsite: allow blaming-phras: x -->\n", "11 \"<!-- pmsite: allow blaming-phras: x -->\" warning: there is no rule `blaming-phras` | did you mean `blaming-phrase`?"},
		{"for an unknown rule, the hint names the list", "", "Text. <!-- pmsite: allow nonsense: x -->\n", "11 \"<!-- pmsite: allow nonsense: x -->\" warning: there is no rule `nonsense` | `pmsite rules` lists the rules"},
	})
	site{config: "rules: {secret: off}"}.check(t, "unused-silencer", []ruling{{"a silencer of a rule that is off is not reported", "", "Text. " + comment + "\n", ""}})
	site{config: "rules: {unused-silencer: off}"}.check(t, "unused-silencer", []ruling{{"if the rule is off, no silencer is reported", "", "Text. " + comment + "\n", ""}})
	site{config: "rules: {unused-silencer: error}"}.check(t, "unused-silencer", []ruling{{"the config can make it an error", "", "Text. " + comment + "\n", `11 "` + comment + "\" error: the silencer of `secret` silences nothing"}})
	site{}.check(t, "silencer-reason", []ruling{
		{"a silencer without a reason is reported", "", "Text. <!-- pmsite: allow secret -->\n", "11 \"<!-- pmsite: allow secret -->\" warning: the silencer has no reason | write `pmsite: allow secret: ` and the reason"},
		{"a blank reason does not count", "", "Text. <!-- pmsite: allow secret:   -->\n", "11 \"<!-- pmsite: allow secret:   -->\" warning: the silencer has no reason"},
	})
}

// TestSilencersOfUnreadable checks that silencers also work in a file that cannot be parsed.
func TestSilencersOfUnreadable(t *testing.T) {
	in := site{people: ada}.input(t, map[string]string{"a.md": "# No front matter\n\nMV Ada Lovelace <!-- pmsite: allow person-name: a ship -->\nx <!-- pmsite: allow secret -->\ny <!-- pmsite: allow secret: z -->\n"})
	want := "1 \"# No front matter\" error: no front matter\n4 \"<!-- pmsite: allow secret -->\" warning: the silencer has no reason\n5 \"<!-- pmsite: allow secret: z -->\" warning: the silencer of `secret` silences nothing\n"
	if got := written(runAll(in), false); got != want {
		t.Errorf("the findings for a file without front matter are\n%swant\n%s", got, want)
	}
}

// TestSilencersAreBounded checks that only the first 200 silencers of a document apply.
func TestSilencersAreBounded(t *testing.T) {
	in := site{}.input(t, map[string]string{"a.md": documentOf("", strings.Repeat("careless <!-- pmsite: allow blaming-phrase: x -->\n", 202))})
	if found := of("blaming-phrase", runAll(in)); len(found) != 2 {
		t.Errorf("%d of 202 findings are not silenced, want 2", len(found))
	}
}

// TestSilenceable checks which findings an editor offers a silencer for.
func TestSilenceable(t *testing.T) {
	for _, c := range []struct {
		rule  string
		level content.Level
		want  bool
	}{
		{"blaming-phrase", content.Warning, true},
		{"person-name", content.Error, true},
		{"table-columns", content.Warning, true},
		{"front-matter", content.Error, false},
		{"missing-field", content.Error, false},
		{"missing-field", content.Warning, true},
		{"silencer-reason", content.Warning, false},
		{"unused-silencer", content.Warning, false},
		{"no-such-rule", content.Warning, false},
	} {
		if got := check.Silenceable(check.Finding{Rule: c.rule, Level: c.level}); got != c.want {
			t.Errorf("Silenceable for %s with level %s is %v, want %v", c.rule, c.level, got, c.want)
		}
	}
}
