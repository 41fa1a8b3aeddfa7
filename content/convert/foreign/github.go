package foreign

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
)

// readIssue reads what gh issue view --json prints, with any fields but at least title and body:
// https://cli.github.com/manual/gh_issue_view. Comments follow the body without their authors.
func readIssue(src []byte) (Document, error) {
	type author struct{ Login, Name string }
	var issue struct {
		Title, Body, URL    string
		CreatedAt, ClosedAt time.Time
		Author              author
		Labels              []struct{ Name string }
		Comments            []struct {
			Author    author
			Body      string
			CreatedAt time.Time
		}
	}
	if err := json.Unmarshal(src, &issue); err != nil {
		return Document{}, &RefusedError{"a GitHub issue, but " + err.Error(), ""}
	}
	names := masker{}
	names.add(issue.Author.Name, "the author")
	names.add("@"+issue.Author.Login, "the author")
	for i, comment := range issue.Comments {
		role := fmt.Sprintf("commenter %d", i+1)
		if comment.Author.Login == issue.Author.Login {
			role = "the author"
		}
		names.add(comment.Author.Name, role)
		names.add("@"+comment.Author.Login, role)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", line(issue.Title), strings.TrimSpace(names.mask(issue.Body)))
	if len(issue.Labels) > 0 {
		labels := make([]string, len(issue.Labels))
		for i, label := range issue.Labels {
			labels[i] = label.Name
		}
		fmt.Fprintf(&b, "\nLabels of the issue: %s\n", strings.Join(labels, ", "))
	}
	if len(issue.Comments) > 0 {
		b.WriteString("\n## Comments\n")
		for _, comment := range issue.Comments {
			fmt.Fprintf(&b, "\n### Comment of %s UTC\n\n%s\n", comment.CreatedAt.UTC().Format("2006-01-02 15:04"), deeper(names.mask(comment.Body)))
		}
	}
	if issue.URL != "" {
		fmt.Fprintf(&b, "\n## References\n\n- <%s>\n", issue.URL)
	}
	d := Document{Text: []byte(b.String()), From: "a GitHub issue", Left: []string{"names of the author and of commenters"}}
	if !issue.CreatedAt.IsZero() {
		d.Date = content.DateOf(issue.CreatedAt.UTC())
	}
	return d, nil
}

// deeper returns markdown in which headings are bold lines, so that it can be a part of another text.
func deeper(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, l := range lines {
		if title := strings.TrimLeft(l, "#"); title != l && strings.HasPrefix(title, " ") {
			lines[i] = "**" + strings.TrimSpace(title) + "**"
		}
	}
	return strings.Join(lines, "\n")
}
