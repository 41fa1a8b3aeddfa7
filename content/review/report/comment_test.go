package report_test

import (
	"fmt"
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
	want := "<!-- pmsite diff -->\n" + `## Post mortems

1 new, 1 changed, 1 renamed, 1 removed; **2 errors**, 1 warning.

### New: New

'c/new.md'

> It stopped.

| | |
|---|---|
| severity | high |
| timeline | 3 entries |

Follow-up:

- action item: Alarm \(team\)

Findings:

- ❌ error, line 3: no owner ('owner')<br>name one
- ⚠️ warning, line 4: late ('late')

### Changed: Changed

'c/changed.md'

Changes:

- **status: draft → review**
- **severity: high → low**
- title: A → Changed
- action item added: Alarm
- action item closed: Disk
- **action item reopened: Cable**
- **action item removed: Docs**

### Renamed: Moved

'c/to.md', was 'c/from.md'

Other changes:

- text edited: Summary

### Removed: Gone

'c/gone.md'

### Other files

- ❌ error, 'c/other.md:6': cannot be read ('yaml')

### The collection

| | before | after |
|---|---:|---:|
| post mortems | 9 | 10 |
| durée médiane | too few | 1 h |
`
	want = strings.ReplaceAll(want, "'", "`")
	if got := written(t, "markdown", branch()); got != want {
		t.Errorf("the comment is\n%s, want\n%s", got, want)
	}
}

// TestCommentLinks checks that documents and findings link to the files on the branch, and
// that a removed document has no link.
func TestCommentLinks(t *testing.T) {
	t.Parallel()
	d := branch()
	d.URL = func(path string) string { return "https://git.example/" + path }
	got := written(t, "markdown", d)
	for _, want := range []string{
		"### New: [New](https://git.example/c/new.md)\n", "### Renamed: [Moved](https://git.example/c/to.md)\n", "### Removed: Gone\n",
		"error, [line 3](https://git.example/c/new.md?plain=1#L3): no owner", "error, [`c/other.md:6`](https://git.example/c/other.md?plain=1#L6): cannot",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

// TestHeadline checks the one line that every reviewer reads.
func TestHeadline(t *testing.T) {
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
		{report.Diff{Documents: document(review.Added, review.Added, review.Field)}, "2 new, 1 changed; **no errors**."},
		{report.Diff{Documents: document(review.Removed), Findings: finding(content.Error)}, "1 removed; **1 error**."},
		{report.Diff{Documents: document(review.Renamed), Findings: finding(content.Warning, content.Warning)}, "1 renamed; **no errors**, 2 warnings."},
		{report.Diff{Findings: finding(content.Error, content.Error, content.Warning, content.Info)}, "**2 errors**, 1 warning."},
		{report.Diff{Findings: finding(content.Info)}, "**no errors**."},
	} {
		got := strings.Split(written(t, "markdown", tc.d), "\n")[3]
		if got != tc.want {
			t.Errorf("the headline is %q, want %q", got, tc.want)
		}
	}
}

// TestLongComment checks that a long comment lists as many documents as fit and the first
// 50 findings of a file, and says how many more there are.
func TestLongComment(t *testing.T) {
	t.Parallel()
	findings := func(n int) report.Diff {
		d := report.Diff{Documents: []review.Document{{Kind: review.Field, Path: "a.md", Title: "A"}}}
		for i := range n {
			d.Findings = append(d.Findings, check.Finding{File: "a.md", Line: i + 1, Level: content.Error, Message: "m", Rule: "r"})
		}
		return d
	}
	for n, more := range map[int]string{50: "", 51: "- … and 1 more\n", 60: "- … and 10 more\n"} {
		got := written(t, "markdown", findings(n))
		if listed := strings.Count(got, "❌"); listed != 50 || !strings.Contains(got, ", line 50:") || more != "" && !strings.Contains(got, more) || more == "" && strings.Contains(got, "more") {
			t.Errorf("%[2]d of %[1]d findings are listed, want the first 50 and %[3]q", n, listed, more)
		}
	}
	var d report.Diff
	for i := range 10 {
		size := 10_000
		if i == 9 {
			size = 10
		}
		d.Documents = append(d.Documents, review.Document{Kind: review.Added, Path: "a.md", Title: fmt.Sprint(i, strings.Repeat("x", size))})
	}
	got := written(t, "markdown", d)
	if n := strings.Count(got, "### New: "); n != 6 || !strings.Contains(got, "### New: 9x") || !strings.Contains(got, "\n… and 4 more that do not fit in this comment.\n") {
		t.Errorf("%d of ten documents are shown, want the five that fit, the short one at the end, and a note that 4 are left out", n)
	}
}

// TestHints checks that text between backticks is shown as code, and an unpaired backtick
// as itself.
func TestHints(t *testing.T) {
	t.Parallel()
	for hint, want := range map[string]string{
		"write `a`":              "<br>write `a`\n",
		"`a` or `b` (not *c*)":   "<br>`a` or `b` \\(not \\*c\\*\\)\n",
		"a lone ` mark, and `x`": "<br>a lone \\` mark, and \\`x\\`\n",
		"nothing `` between":     "<br>nothing  between\n",
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
		if got := written(t, "markdown", d); !strings.Contains(got, "### Changed: "+want+"\n") {
			t.Errorf("the title %q is not written as %q:\n%s", in, want, got)
		}
	}
	d := report.Diff{Documents: []review.Document{{Kind: review.Field, Path: "a`b|c\nd", Title: "A"}}}
	if got := written(t, "markdown", d); !strings.Contains(got, "\n`a'b¦c") || strings.Contains(got, "c\nd") {
		t.Errorf("a path breaks out of its inline code:\n%s", got)
	}
}
