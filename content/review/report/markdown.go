package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
)

// Marker is the first line of the markdown report. It is invisible to readers; a workflow
// uses it to find the comment to update.
const Marker = "<!-- pmsite diff -->"

// A comment can have 65,536 characters on GitHub and 1,000,000 on GitLab. The smaller limit is more than a reviewer
// reads. This one is in bytes, of which no text has fewer than characters.
const maxComment = 60_000

// onlyMark begins the heading of the comment, which is that of the document if there is only one.
const onlyMark = "###"

// markdown writes the comment on a pull request, for a reviewer who has not seen the documents. If not all fits, headings
// have precedence.
func markdown(w io.Writer, d Diff) error {
	var b strings.Builder
	b.WriteString(Marker + "\n")
	mark := onlyMark
	if len(d.Documents) != 1 {
		b.WriteString(overview(d))
		mark = onlyMark + "#"
	}
	end := ending(d)
	room := maxComment - len(end) - len(notShown(1e9, 1e9))
	documents := worstFirst(d)
	heads, spare := make([]string, len(documents)), room-b.Len()
	for i, document := range documents {
		heads[i] = headMarkdown(d, document, mark)
		spare -= len(heads[i])
	}
	brief, omitted := 0, 0
	for i, document := range documents {
		if len(heads[i]) > room-b.Len() {
			omitted++
			continue
		}
		b.WriteString(heads[i])
		rest := ""
		if spare > 0 {
			rest = restMarkdown(d, document)
		}
		if spare <= 0 || len(rest) > spare {
			brief++
			continue
		}
		b.WriteString(rest)
		spare -= len(rest)
	}
	_, err := io.WriteString(w, b.String()+notShown(brief, omitted)+end)
	return err
}

// worstFirst returns the documents with errors, then those with warnings, then the others.
func worstFirst(d Diff) []review.Document {
	level := map[string]content.Level{}
	for _, document := range d.Documents {
		level[document.Path] = content.Off
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		if was, reported := level[f.File]; reported && f.Level != content.Info {
			level[f.File] = min(was, f.Level)
		}
	}
	return slices.SortedStableFunc(slices.Values(d.Documents), func(x, y review.Document) int { return cmp.Compare(level[x.Path], level[y.Path]) })
}

// notShown says what does not fit in the comment.
func notShown(brief, omitted int) (text string) {
	if brief > 0 {
		text = fmt.Sprintf("\nOf %s, only the heading fits in this comment.\n", plural(brief, "post mortem"))
	}
	if omitted > 0 {
		text += fmt.Sprintf("\n… and %d more that do not fit in this comment.\n", omitted)
	}
	return text
}

// overview says what kind of change it is, unless the heading of the only document does.
func overview(d Diff) string {
	if len(d.Documents) == 0 && len(d.Findings) == 0 {
		return "\nNo post mortem changes.\n"
	}
	title := "No change that readers of the site see"
	if len(d.Documents) > 0 {
		title = counts(d.Documents)
	}
	return "\n### " + title + "\n\n" + upper(verdict(d.Findings)) + "\n"
}

// counts counts documents by what happened to them, as in "2 new post mortems" or "4 post mortems: 3 new, 1 changed".
func counts(documents []review.Document) string {
	count := map[string]int{}
	for _, document := range documents {
		count[outcome(document)]++
	}
	if len(count) == 1 {
		return plural(len(documents), outcome(documents[0])+" post mortem")
	}
	var parts []string
	for _, name := range []string{"new", "changed", "renamed", "removed"} {
		if count[name] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[name], name))
		}
	}
	return plural(len(documents), "post mortem") + ": " + strings.Join(parts, ", ")
}

// ending returns what follows the documents: findings in other files, what changes in the collection, and the preview.
func ending(d Diff) string {
	var b strings.Builder
	if rest := elsewhere(d); len(rest) > 0 {
		b.WriteString("\n**Other files: " + tally(rest) + "**\n\n" + findingsMarkdown(d, rest, true))
	}
	if len(d.Totals) > 0 {
		b.WriteString(folded("The collection: "+plural(len(d.Totals), "figure")+" changed", totalsTable(d.Totals)))
	}
	switch {
	case strings.HasSuffix(d.Preview, "/"):
		b.WriteString("\n**Preview:** " + link("the site with this change", d.Preview) + "\n")
	case d.Preview != "":
		b.WriteString("\n**Preview:** download " + link("the site with this change", d.Preview) + " and run `pmsite open` with the zip file, or unpack it and open `index.html`.\n")
	}
	return b.String()
}
