package feed

import (
	"encoding/json"
	"io"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

type dueJSON struct {
	SchemaVersion int              `json:"schema_version"`
	AsOf          string           `json:"as_of"`
	Days          int              `json:"days"`
	Decide        []dueItemJSON    `json:"needs_decision"`
	Soon          []dueItemJSON    `json:"due_soon"`
	Late          []lateReviewJSON `json:"late_reviews"`
}

type dueItemJSON struct {
	PostMortem string   `json:"postmortem"` // slug
	ID         *string  `json:"id"`         // of the post mortem
	Severity   *string  `json:"severity"`
	Title      string   `json:"title"`
	Type       *string  `json:"type"`
	Owner      *string  `json:"owner"`
	Tracking   []string `json:"tracking"`
	Due        string   `json:"due"`
	State      string   `json:"state"`
	URL        string   `json:"url"`
}

type lateReviewJSON struct {
	PostMortem string  `json:"postmortem"` // slug
	ID         *string `json:"id"`
	Severity   *string `json:"severity"`
	Title      string  `json:"title"`
	Status     string  `json:"status"`
	Date       string  `json:"date"`
	Days       int     `json:"days"` // since the incident
	URL        string  `json:"url"`
}

// Due writes what is due as of a day, and in the given number of days after it.
func Due(w io.Writer, d metrics.Due, asOf content.Date, days int, url func(*content.PostMortem) string) error {
	items := func(from []metrics.DueItem) []dueItemJSON {
		out := []dueItemJSON{}
		for _, x := range from {
			out = append(out, dueItemJSON{
				x.PM.Slug, text(x.PM.ID), text(x.PM.Severity), x.Item.Title, text(x.Item.Type), text(x.Item.Owner), list(x.Item.Tracking),
				x.Item.Due.String(), x.Item.State, url(x.PM) + "#" + x.Item.Anchor,
			})
		}
		return out
	}
	out := dueJSON{SchemaVersion, asOf.String(), days, items(d.Decide), items(d.Soon), []lateReviewJSON{}}
	for _, late := range d.Late {
		pm := late.PM
		out.Late = append(out.Late, lateReviewJSON{pm.Slug, text(pm.ID), text(pm.Severity), pm.Title, pm.Status, pm.Date.String(), late.Days, url(pm)})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
