package report

import (
	"fmt"

	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/drift"
)

// Text writes a report for people: each difference with the place of the item.
func Text(w *console.Writer, r Report) error {
	for _, finding := range drift.Findings() {
		differences := r.of(finding)
		if len(differences) > 0 {
			w.Line(console.Span{Style: console.Bold, Text: headings[finding]})
		}
		for _, d := range differences {
			w.Line(console.Plain(fmt.Sprintf("  %s:%s  %s: %s", d.PM.Path, d.Item.Pos, d.Item.Title, Describe(d))))
		}
	}
	for _, g := range r.Gaps {
		w.Line(console.Plain(describeGap(g)))
		w.Line(console.Span{Style: console.Faint, Text: "hint: " + gapHint(g, g.Command)})
	}
	if text := r.describeElsewhere(); text != "" {
		w.Line(console.Plain(text))
	}
	w.Line(console.Plain(r.headline()))
	return w.Flush()
}
