package report_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/content/review/report"
)

func markdown(t *testing.T, d report.Diff) string {
	t.Helper()
	format, ok := report.Lookup("markdown")
	if !ok {
		t.Fatal("the markdown format is missing")
	}
	var b strings.Builder
	if err := format.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Whoever opened the pull request chose the titles.
func TestMarkdownContainsNoMarkupOfTheAuthor(t *testing.T) {
	hostile := "@team <img src=x> [a](https://evil.example) `code` | **b** #12 www.evil.example \x1b[31m -->"
	got := markdown(t, report.Diff{
		Base: "main",
		Documents: []review.Document{
			{
				Kind: review.Added, Path: "content/`a|b`.md", Title: hostile, Summary: hostile, Severity: hostile, Services: []string{hostile}, NoActions: hostile,
				Facts: []review.Fact{{Name: "vendor", Value: hostile}},
			},
			{
				Kind: review.Field, Path: "x.md", Title: hostile,
				Changes: []review.Change{{Kind: review.Field, Name: "vendor", From: hostile, To: hostile}, {Kind: review.OwnKey, Name: hostile}, {Kind: review.Text, To: hostile}},
				Items: []review.Item{
					{Title: hostile, State: "open", Owner: hostile, Tracking: []string{hostile}, Due: "2026-01-01", Line: 1, Changes: []review.Change{{Kind: review.ActionChanged, Name: "owner", From: hostile, To: hostile}}},
					{Title: hostile, State: hostile, Changes: []review.Change{{Kind: review.ActionRemoved, From: hostile}}},
				},
			},
		},
		Ahead:    []check.Finding{{File: "x.md", Line: 3, Message: hostile, Hint: "in words", Rule: "date"}},
		Findings: []check.Finding{{File: "x.md", Line: 1, Level: content.Error, Message: hostile, Hint: strings.ReplaceAll(hostile, "`code`", "write `a|b`, not `"), Rule: "secret"}, {File: "x.md", Line: 2, Hint: "did you mean `a|@b`?", Rule: "date"}},
		URL:      func(path string) string { return "/" + (&url.URL{Path: path}).EscapedPath() },
	})
	if !strings.Contains(got, "did you mean `a¦@b`?") {
		t.Errorf("the code in a hint is not shown as code in\n%s", got)
	}
	for _, bad := range []string{"@team", "<img", "](https", "`code`", " | **", "#12", "www.evil", "https://", "\x1b", "`a|b`"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q is in\n%s", bad, got)
		}
	}
}

func TestMarkdownFitsIntoAComment(t *testing.T) {
	var d report.Diff
	for range 3000 {
		d.Documents = append(d.Documents, review.Document{Kind: review.Added, Path: "content/a.md", Title: strings.Repeat("long ", 10)})
		d.Findings = append(d.Findings, check.Finding{File: "x.md", Line: 1, Level: content.Error, Message: strings.Repeat("long ", 10), Rule: "secret"})
	}
	got := markdown(t, d)
	if len(got) > 65_000 || !strings.Contains(got, "that do not fit in this comment") {
		t.Errorf("a long comment has %d bytes, or does not say what it omits", len(got))
	}
	if got := markdown(t, report.Diff{Base: "main"}); !strings.HasPrefix(got, report.Marker+"\n") || !strings.Contains(got, "No post mortem changes.") {
		t.Error(got)
	}
}
