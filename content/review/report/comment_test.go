package report_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/content/review/report"
)

// TestComment checks the whole comment on a pull request.
func TestComment(t *testing.T) {
	t.Parallel()
	want := "<!-- pmsite diff -->\n" + `
### 4 post mortems: 1 new, 1 changed, 1 renamed, 1 removed

4 errors, 1 warning

#### New draft: New

severity high · queue, mail · 2026-05-02 · outage 1 h · 3 errors, 1 warning

'c/new.md'

> It stopped.

**1 action item: 1 overdue**

- Alarm (team, **overdue since 2026-06-01**)

**3 errors, 1 warning**

- ❌ 3 × no owner: lines 4, 7–8 ('owner'); name one
- ⚠️ late: line 3 ('late')

<details><summary>To be written before the review: 1 place</summary>

- no cause: line 9 ('cause'); say why

</details>

<details><summary>All facts and figures</summary>

| | value |
|---|---|
| severity | high |
| timeline | 3 entries |

</details>

#### Ready for review; severity, timeline, action items and text changed: Changed

**severity high → low** · **draft → review** · **outage 1 h → 2 h**

'c/changed.md'

The page will say: Corrected: severity: high → low; services changed

- title: A → Changed
- Outage begins 10:30 → 09:30 (line 7)

**4 action items: 1 overdue, 2 open, 1 done**

- **removed, was open**: Docs (team, **overdue since 2026-06-01**)
- **reopened**: Cable (team, due 2026-06-02)
- added: Alarm (no owner, no due date)
- done: Disk (team, OPS-1)
- Same (team, **overdue since 2026-06-01**)

<details><summary>Follows from the timeline: 1 figure</summary>

| | before | after |
|---|---:|---:|
| time to detect | 5 min | 1 h |

</details>

#### Renamed; text changed: Moved

'c/from.md' → 'c/to.md'

- text edited: Summary

#### Removed: Gone

'c/gone.md'

Reason: It was \*twice\* here.

**Other files: 1 error**

- ❌ cannot be read: 'c/other.md:6' ('yaml')

<details><summary>The collection: 2 figures changed</summary>

| | before | after |
|---|---:|---:|
| post mortems | 9 | 10 |
| durée médiane | too few | 1 h |

</details>
`
	want = strings.ReplaceAll(want, "'", "`")
	if got := written(t, "markdown", branch()); got != want {
		t.Errorf("the comment is\n%s, want\n%s", got, want)
	}
}

// TestCommentLinks checks that documents, action items, rows and findings link to the files
// on the branch, and that what was removed has no link.
func TestCommentLinks(t *testing.T) {
	t.Parallel()
	d := branch()
	d.URL = func(path string) string { return "https://git.example/@x/" + path }
	got := written(t, "markdown", d)
	for _, want := range []string{
		"#### New draft: [New](https://git.example/%40x/c/new.md)\n", "text changed: [Moved](https://git.example/%40x/c/to.md)\n", "#### Removed: Gone\n",
		"no owner: lines [4](https://git.example/%40x/c/new.md?plain=1#L4), [7–8](https://git.example/%40x/c/new.md?plain=1#L7-L8) (`owner`)",
		"late: [line 3](https://git.example/%40x/c/new.md?plain=1#L3) (`late`)",
		"cannot be read: [`c/other.md:6`](https://git.example/%40x/c/other.md?plain=1#L6) (",
		"- [Alarm](https://git.example/%40x/c/new.md?plain=1#L20) (team", "was open**: Docs (", "09:30 ([line 7](https://git.example/%40x/c/changed.md?plain=1#L7))",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

// TestPreviewLink checks that the comment leads to the page of each document if the preview
// is a site, and says how to read one in a zip file.
func TestPreviewLink(t *testing.T) {
	t.Parallel()
	d := branch()
	for i := range d.Documents[:3] {
		d.Documents[i].After = &content.PostMortem{}
	}
	d.Preview = "https://pm.example/pr/1/"
	got := written(t, "markdown", d)
	for _, want := range []string{
		"· 3 errors, 1 warning · [preview](https://pm.example/pr/1/postmortems/new/)\n", "**outage 1 h → 2 h** · [preview](https://pm.example/pr/1/postmortems/changed/)\n", "text changed: Moved\n\n[preview](https://pm.example/pr/1/postmortems/to/)\n",
		"\n\n**Preview:** [the site with this change](https://pm.example/pr/1/)\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "postmortems/gone/") {
		t.Errorf("a removed document has a preview:\n%s", got)
	}
	for _, d.Documents = range [][]review.Document{d.Documents, nil} {
		d.Preview = "https://git.example/artifacts/1"
		got = written(t, "markdown", d)
		if !strings.HasSuffix(got, "\n\n**Preview:** download [the site with this change](https://git.example/artifacts/1) and run `pmsite open` with the zip file, or unpack it and open `index.html`.\n") || strings.Contains(got, "[preview]") {
			t.Errorf("the comment does not say how to read the zip file, or links to a page in it:\n%s", got)
		}
	}
}

// TestFirstLine checks the line that every reviewer reads: what kind of change it is.
func TestFirstLine(t *testing.T) {
	t.Parallel()
	document := func(kinds ...review.Kind) (out []review.Document) {
		for _, kind := range kinds {
			out = append(out, review.Document{Kind: kind, Path: "a.md", Title: "A"})
		}
		return out
	}
	finding := func(levels ...content.Level) (out []check.Finding) {
		for _, level := range levels {
			out = append(out, check.Finding{File: "a.md", Line: 1, Level: level})
		}
		return out
	}
	for _, tc := range []struct {
		d    report.Diff
		want string
	}{
		{report.Diff{}, "No post mortem changes."},
		{report.Diff{Documents: document(review.Added)}, "### New draft: A\n\nno errors"},
		{report.Diff{Documents: document(review.Removed)}, "### Removed: A"},
		{report.Diff{Documents: document(review.Added, review.Added, review.Field)}, "### 3 post mortems: 2 new, 1 changed\n\nNo errors"},
		{report.Diff{Documents: document(review.Added, review.Added)}, "### 2 new post mortems\n\nNo errors"},
		{report.Diff{Documents: document(review.Renamed), Findings: finding(content.Warning, content.Warning)}, "### Renamed: A\n\nno errors, 2 warnings"},
		{report.Diff{Findings: finding(content.Error, content.Error, content.Warning, content.Info)}, "### No change that readers of the site see\n\n2 errors, 1 warning"},
		{report.Diff{Findings: finding(content.Info)}, "### No change that readers of the site see\n\nNo errors"},
	} {
		got := written(t, "markdown", tc.d)
		if !strings.HasPrefix(got, report.Marker+"\n\n"+tc.want+"\n") {
			t.Errorf("the comment is %q, want it to begin with %q", got, tc.want)
		}
	}
}

// TestWorstFirst checks that documents with errors come first, then those with warnings.
func TestWorstFirst(t *testing.T) {
	t.Parallel()
	var d report.Diff
	for i, level := range []content.Level{content.Off, content.Info, content.Warning, content.Error, content.Off, content.Warning} {
		name := string(rune('a' + i))
		d.Documents = append(d.Documents, review.Document{Kind: review.Removed, Path: name, Title: name})
		if level != content.Off {
			d.Findings = append(d.Findings, check.Finding{File: name, Line: 1, Level: level}, check.Finding{File: name, Line: 2, Level: max(level, content.Warning)})
		}
	}
	got := written(t, "markdown", d)
	order := ""
	for _, m := range regexp.MustCompile(`(?m)^#### Removed: (.)$`).FindAllStringSubmatch(got, -1) {
		order += m[1]
	}
	if order != "dcfabe" {
		t.Errorf("the documents have the order %s:\n%s", order, got)
	}
}

// TestShortened checks that long texts are cut, at a blank if one is near.
func TestShortened(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		strings.Repeat("ü", 140):                        strings.Repeat("ü", 140),
		strings.Repeat("ü", 141):                        strings.Repeat("ü", 140) + " …",
		strings.Repeat("x", 130) + " " + "yyyyyyyyyyyy": strings.Repeat("x", 130) + " …",
		"a " + strings.Repeat("x", 140):                 "a " + strings.Repeat("x", 138) + " …",
	} {
		if got := written(t, "markdown", report.Diff{Documents: []review.Document{{Kind: review.Removed, Path: "a.md", Title: title}}}); !strings.Contains(got, "\n### Removed: "+want+"\n") {
			t.Errorf("the title %q is shown as\n%s", title, got)
		}
	}
}

// TestItems checks which action items a reviewer sees, and how their number is said.
func TestItems(t *testing.T) {
	t.Parallel()
	changed := func(name string) []review.Change {
		return []review.Change{{Kind: review.ActionChanged, Name: name, From: "x", To: "y"}, {Kind: review.ActionChanged, Name: "owner", To: "team"}}
	}
	done, open := review.Item{Title: "Disk", State: "done", Owner: "team", Line: 2}, review.Item{Title: "Alarm", State: "open", Owner: "team", Due: "2026-07-01", Line: 3}
	moved := open
	moved.Changes = changed("due date")
	for _, tc := range []struct {
		what string
		d    review.Document
		want string
	}{
		{"a new one without items", review.Document{Kind: review.Added, NoActions: "covered by <OPS-1>"}, "**No action items: covered by &lt;OPS-1\\>**\n"},
		{"without a reason", review.Document{Kind: review.Added}, "**No action items**\n"},
		{"a new one", review.Document{Kind: review.Added, Items: []review.Item{done, open}}, "**2 action items: 1 open, 1 done**\n\n- Alarm (team, due 2026-07-01)\n\n<details><summary>1 closed action item</summary>\n\n- Disk (team)\n\n</details>\n"},
		{"none changed", review.Document{Kind: review.Field, Items: []review.Item{done, open}}, ""},
		{"one changed", review.Document{Kind: review.Field, Items: []review.Item{done, moved}}, "**2 action items: 1 open, 1 done**\n\n- due date x → y; owner none → team: Alarm (team, due 2026-07-01)\n"},
		{"removed", review.Document{Kind: review.Removed, Items: []review.Item{done, open}}, "**2 action items: 1 open, 1 done, removed with the document**\n\n- Alarm (team, due 2026-07-01)\n"},
		{"removed without open ones", review.Document{Kind: review.Removed, Items: []review.Item{done}}, ""},
		{"very many", review.Document{Kind: review.Added, Items: slices.Repeat([]review.Item{open}, 33)}, "**33 action items: 33 open**\n\n" + strings.Repeat("- Alarm (team, due 2026-07-01)\n", 30) + "- … and 3 more\n"},
	} {
		got := written(t, "markdown", report.Diff{Documents: []review.Document{tc.d}, AsOf: content.Date{Year: 2026, Month: 6, Day: 1}})
		if tc.want == "" && strings.Contains(got, "action item") || !strings.HasSuffix(got, tc.want) {
			t.Errorf("%s: the comment is\n%s, want it to end in\n%s", tc.what, got, tc.want)
		}
	}
}

// TestRows checks how a comment says what happened to rows of the timeline.
func TestRows(t *testing.T) {
	t.Parallel()
	next := clock(10).AddDate(0, 0, 1)
	for _, tc := range []struct {
		row  review.Row
		want string
	}{
		{review.Row{Change: "changed", Event: "Outage ends", From: clock(10), To: next, Line: 3}, "- Outage ends 2026-05-02 10:30 → 2026-05-03 10:30 (line 3)"},
		{review.Row{Change: "changed", From: clock(10), To: clock(10), Line: 3}, "- row of the timeline reworded (line 3)"},
		{review.Row{Change: "changed", Event: "Outage ends", To: clock(10), Line: 3}, "- Outage ends no time → 2026-05-02 10:30 (line 3)"},
		{review.Row{Change: "added", To: clock(10), Line: 3}, "- row of the timeline added: 2026-05-02 10:30 (line 3)"},
		{review.Row{Change: "removed", Event: "Outage ends", From: clock(10)}, "- Outage ends removed: 2026-05-02 10:30"},
	} {
		d := review.Document{Kind: review.Field, Changes: []review.Change{{Kind: review.Timeline, To: "1 entry changed"}}, Rows: []review.Row{tc.row}}
		if got := written(t, "markdown", report.Diff{Documents: []review.Document{d}}); !strings.HasSuffix(got, "\n\n"+tc.want+"\n") {
			t.Errorf("%+v is described as\n%s, want %q", tc.row, got, tc.want)
		}
		d.Rows = slices.Repeat(d.Rows, 11)
		if got := written(t, "markdown", report.Diff{Documents: []review.Document{d}}); !strings.HasSuffix(got, "\n\n- timeline: 1 entry changed\n") {
			t.Errorf("eleven rows are described as\n%s, want their number", got)
		}
	}
}

// TestFindingsByRule checks that findings of one rule are together: those that say the same
// in one line with all places, others below the rule's title.
func TestFindingsByRule(t *testing.T) {
	t.Parallel()
	finding := func(line int, rule, message string) check.Finding {
		return check.Finding{File: "a.md", Line: line, Level: content.Warning, Rule: rule, Message: message}
	}
	d := report.Diff{Documents: []review.Document{{Kind: review.Field, Path: "a.md"}}}
	for line := range 60 {
		d.Findings = append(d.Findings, finding(2*line, "far", "apart"))
	}
	d.Findings = append(d.Findings, finding(7, "placeholder", "a row"), finding(7, "placeholder", "a row"), finding(8, "placeholder", "a row"), finding(9, "placeholder", "an item"))
	want := "- ⚠️ 60 × apart: lines 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, and 48 more (`far`)\n" +
		"- ⚠️ 4 × text of the template or a note to self is left over (`placeholder`)\n  - 3 × a row: lines 7–8\n  - an item: line 9\n"
	if got := written(t, "markdown", d); !strings.HasSuffix(got, "\n\n**64 warnings**\n\n"+want) {
		t.Errorf("the findings are\n%s, want\n%s", got, want)
	}
}

// TestLongComment checks that a long comment lists the first 50 messages of a file, and as
// many headings of documents and then documents in full as fit, and says what is missing.
func TestLongComment(t *testing.T) {
	t.Parallel()
	for n, more := range map[int]string{50: "", 51: "- … and 2 more\n", 60: "- … and 20 more\n"} {
		d := report.Diff{Documents: []review.Document{{Kind: review.Field, Path: "a.md", Title: "A"}}}
		for i := range 2 * n {
			d.Findings = append(d.Findings, check.Finding{File: "a.md", Line: i + 1, Level: content.Error, Message: fmt.Sprint("m", i/2), Rule: fmt.Sprint("r", i/2)})
		}
		got := written(t, "markdown", d)
		if listed := strings.Count(got, "❌"); listed != 50 || !strings.HasSuffix(got, "lines 99–100 (`r49`)\n"+more) {
			t.Errorf("%d messages of %d are listed, want the first 50 and %q", listed, n, more)
		}
	}
	for n, want := range map[int]string{
		60:  "\nOf %d post mortems, only the heading fits in this comment.\n",
		400: "\nOf %d post mortems, only the heading fits in this comment.\n\n… and %d more that do not fit in this comment.\n",
	} {
		var d report.Diff
		for i := range n {
			d.Documents = append(d.Documents, review.Document{
				Kind: review.Added, Path: "a.md", Title: fmt.Sprint(i, " ", strings.Repeat("x", 200)), Summary: strings.Repeat("y", 500),
				Changes: slices.Repeat([]review.Change{{Kind: review.Text, To: strings.Repeat("z", 500)}}, 15),
			})
		}
		got := written(t, "markdown", d)
		full, headings := strings.Count(got, "> yyy"), strings.Count(got, "#### New draft: ")
		if n == 60 {
			want = fmt.Sprintf(want, n-full)
		} else {
			want = fmt.Sprintf(want, headings-full, n-headings)
		}
		if len(got) > 60_000 || !strings.HasSuffix(got, want) || (headings == n) != (n == 60) || (full > 0) != (n == 60) || headings < 60 {
			t.Errorf("of %d documents, %d are shown in full and %d have headings, in %d bytes:\n%s", n, full, headings, len(got), got[max(0, len(got)-200):])
		}
	}
}

// TestHints checks that text between backticks is shown as code, and an unpaired backtick
// as itself.
func TestHints(t *testing.T) {
	t.Parallel()
	for hint, want := range map[string]string{
		"write `a`":              "; write `a`\n",
		"`a` or `b` (not *c*)":   "; `a` or `b` \\(not \\*c\\*\\)\n",
		"a lone ` mark, and `x`": "; a lone \\` mark, and \\`x\\`\n",
		"nothing `` between":     "; nothing  between\n",
		"":                       "(`r`)\n",
	} {
		d := report.Diff{Findings: []check.Finding{{File: "a.md", Line: 1, Message: "m", Rule: "r", Hint: hint}}}
		if got := written(t, "markdown", d); !strings.HasSuffix(got, want) {
			t.Errorf("the hint %q becomes %q, want it to end in %q", hint, got, want)
		}
	}
}

// TestNoMarkupOfTheAuthor checks that each character that could be markup or notify
// somebody is escaped.
func TestNoMarkupOfTheAuthor(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a@b": "a@\u200bb", "#1": "#\u200b1", "<b>": "&lt;b\\>", "a&amp;": "a&amp;amp;", "\\`*_{}[]()!|~>": "\\\\\\`\\*\\_\\{\\}\\[\\]\\(\\)\\!\\|\\~\\>",
		"https://x": "https:&#47;/x", "www.x": "www&#46;x", "a - b": "a - b", "- a": "\\- a", "+ a": "\\+ a", "12. a": "12\\. a", "1.5 h": "1.5 h", "2026-05-02": "2026-05-02", "---": "\\---", "a 1. b": "a 1. b",
		"GH-12": "GH-\u200b12", "$x$": "<span>$</span>x<span>$</span>", "a\u202eb\x1b[1m": "a�b�\\[1m", "1\u200b2": "1�2",
	} {
		d := report.Diff{Documents: []review.Document{{Kind: review.Field, Path: "a.md", Title: in}}}
		if got := written(t, "markdown", d); !strings.Contains(got, "### Changed: "+want+"\n\n") {
			t.Errorf("the title %q is not written as %q:\n%s", in, want, got)
		}
	}
	d := report.Diff{Documents: []review.Document{{Kind: review.Renamed, Path: "a`b|c\nd", From: "e", Title: "A"}}}
	if got := written(t, "markdown", d); !strings.Contains(got, "`e` → `a'b¦c") || strings.Contains(got, "c\nd") {
		t.Errorf("a path breaks out of its inline code:\n%s", got)
	}
}
