package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/review"
)

// maxItems is the maximum number of action items that are listed.
const maxItems = 30

// listsOpen reports whether a reviewer needs to see all open action items, changed or not: the document is new, gone,
// or its status has changed.
func listsOpen(d review.Document) bool {
	_, status := d.FieldChange("status")
	return status || d.Kind == review.Added || d.Kind == review.Removed
}

// itemsMarkdown lists the action items that a reviewer needs to see, those with the weightiest changes first.
func itemsMarkdown(d Diff, document review.Document) string {
	var items []review.Item
	for _, item := range document.Items {
		if touched := document.Kind != review.Added && len(item.Changes) > 0; touched || !item.Closed() && listsOpen(document) {
			items = append(items, item)
		}
	}
	if len(items) == 0 && (!listsOpen(document) || document.Kind == review.Removed) {
		return ""
	}
	slices.SortStableFunc(items, func(x, y review.Item) int { return cmp.Compare(weight(x), weight(y)) })
	var b strings.Builder
	b.WriteString("\n" + itemsTitle(d, document) + "\n")
	for i, item := range items[:min(len(items), maxItems)] {
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString("- " + itemMarkdown(d, document, item) + "\n")
	}
	if rest := len(items) - maxItems; rest > 0 {
		fmt.Fprintf(&b, "- … and %d more\n", rest)
	}
	return b.String() + closedMarkdown(d, document)
}

// closedMarkdown folds the action items of a new document that are closed already.
func closedMarkdown(d Diff, document review.Document) string {
	if document.Kind != review.Added {
		return ""
	}
	var lines []string
	for _, item := range document.Items {
		if item.Closed() {
			lines = append(lines, "- "+itemMarkdown(d, document, item)+"\n")
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return folded(plural(len(lines), "closed action item"), strings.Join(lines[:min(len(lines), maxItems)], ""))
}

// itemsTitle counts the action items of the document.
func itemsTitle(d Diff, document review.Document) string {
	count := map[string]int{}
	for _, item := range document.Items {
		switch {
		case item.Line == 0 && document.Kind != review.Removed:
			continue // counted as removed, below
		case item.Overdue(d.AsOf):
			count["overdue"]++
		case item.Closed():
			count[item.State]++
		default:
			count["open"]++
		}
		count[""]++
	}
	if count[""] == 0 {
		return "**" + strings.TrimSuffix("No action items: "+console.Markdown(shortened(document.NoActions, maxText)), ": ") + "**"
	}
	var parts []string
	for _, state := range []string{"overdue", "open", "done", "cancelled"} {
		if count[state] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[state], state))
		}
	}
	title := plural(count[""], "action item") + ": " + strings.Join(parts, ", ")
	if document.Kind == review.Removed {
		title += ", removed with the document"
	}
	return "**" + title + "**"
}

// weight orders action items by what happened to them.
func weight(item review.Item) int {
	if len(item.Changes) == 0 {
		return 5
	}
	return slices.Index([]review.Kind{review.ActionRemoved, review.ActionReopened, review.ActionChanged, review.ActionAdded, review.ActionClosed}, item.Changes[0].Kind)
}

// itemMarkdown says what happened to an action item, who owns it and when it is due.
func itemMarkdown(d Diff, document review.Document, item review.Item) string {
	title := d.lineLink(console.Markdown(shortened(item.Title, maxTitle)), place{document.Path, item.Line, item.Line})
	if what := itemChange(document, item); what != "" {
		title = what + ": " + title
	}
	var notes []string
	for _, note := range append([]string{cmp.Or(item.Owner, "no owner")}, item.Tracking...) {
		notes = append(notes, console.Markdown(shortened(note, maxTitle)))
	}
	switch {
	case item.Overdue(d.AsOf):
		notes = append(notes, "**overdue since "+item.Due+"**")
	case item.Closed():
	case item.Due == "":
		notes = append(notes, "no due date")
	default:
		notes = append(notes, "due "+item.Due)
	}
	return title + " (" + strings.Join(notes, ", ") + ")"
}

// itemChange says what happened to an action item, in bold what a reviewer should not overlook. It returns "" for an
// item of a new document, and for one to which nothing happened.
func itemChange(document review.Document, item review.Item) string {
	var parts []string
	for _, c := range item.Changes {
		switch c.Kind {
		case review.ActionAdded:
			if document.Kind != review.Added {
				parts = append(parts, "added")
			}
		case review.ActionClosed:
			parts = append(parts, console.Markdown(c.To))
		case review.ActionReopened:
			parts = append(parts, "**reopened**")
		case review.ActionRemoved:
			parts = append(parts, "**removed, was "+console.Markdown(c.From)+"**")
		default:
			parts = append(parts, console.Markdown(shortened(c.Name+" "+fromTo(c.From, c.To), maxText)))
		}
	}
	return strings.Join(parts, "; ")
}
