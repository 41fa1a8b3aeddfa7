package feed

import (
	"encoding/json"
	"io"
	"strconv"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// Recurrences are what came back, and the pairs of post mortems that may be about the same thing.
type Recurrences struct {
	AsOf    content.Date
	Window  int // the most days between the dates of a pair
	Returns []metrics.Return
	Pairs   []metrics.Recurrence
	URL     func(*content.PostMortem) string // of its page
}

type recurrencesJSON struct {
	SchemaVersion int          `json:"schema_version"`
	AsOf          string       `json:"as_of"`
	WindowDays    int          `json:"window_days"`
	CameBack      []repeatJSON `json:"came_back"`
	Count         int          `json:"pair_count"`
	LookedAt      int          `json:"pairs_looked_at"`
	Same          int          `json:"pairs_found_the_same"`
	Pairs         []pairJSON   `json:"pairs"`
}

// repeatJSON is an action item that a later post mortem names.
type repeatJSON struct {
	Item itemJSON `json:"action_item"`
	By   costJSON `json:"cited_by"`
	Days int      `json:"days_between"`
}

type itemJSON struct {
	PostMortem string  `json:"postmortem"` // slug
	ID         *string `json:"id"`         // of the post mortem
	Anchor     string  `json:"anchor"`
	Title      string  `json:"title"`
	Owner      *string `json:"owner"`
	Due        *string `json:"due"`
	State      string  `json:"state"`
	Slips      *int    `json:"slips"` // null if git does not show when it was promised
	Slipped    *int    `json:"slipped_days"`
	DoneThen   *bool   `json:"done_by_then"`
	URL        string  `json:"url"`
}

// costJSON is a post mortem with what the incident cost.
type costJSON struct {
	pairedJSON
	Severity    *string  `json:"severity"`
	Impacts     []string `json:"impacts"`
	Services    []string `json:"services"`
	Duration    *int64   `json:"duration_seconds"`
	Degradation *int64   `json:"degradation_seconds"`
}

type pairedJSON struct {
	PostMortem string  `json:"postmortem"` // slug
	ID         *string `json:"id"`
	Title      string  `json:"title"`
	Date       *string `json:"date"`
	URL        string  `json:"url"`
}

type pairJSON struct {
	Later   pairedJSON   `json:"later"`
	Earlier pairedJSON   `json:"earlier"`
	Days    int          `json:"days_between"`
	Reasons []reasonJSON `json:"reasons"`
	Verdict *verdictJSON `json:"verdict"` // null if nobody has looked at the pair
}

type reasonJSON struct {
	Kind   metrics.ReasonKind `json:"kind"`
	Values []string           `json:"values"`
}

type verdictJSON struct {
	Verdict string `json:"verdict"` // same or different
	Why     string `json:"why"`
	By      string `json:"by"`
}

// JSON writes all of it.
func (r Recurrences) JSON(w io.Writer) error {
	seen, same := metrics.Seen(r.Pairs)
	out := recurrencesJSON{SchemaVersion, r.AsOf.String(), r.Window, []repeatJSON{}, len(r.Pairs), seen, same, []pairJSON{}}
	for _, back := range r.Returns {
		out.CameBack = append(out.CameBack, repeatJSON{r.item(back), r.cost(back.Later), back.Days})
	}
	for _, p := range r.Pairs {
		one := pairJSON{r.paired(p.Later), r.paired(p.Earlier), p.Days, []reasonJSON{}, nil}
		for _, reason := range p.Reasons {
			one.Reasons = append(one.Reasons, reasonJSON{reason.Kind, reason.Values})
		}
		if v := p.Verdict; v != nil {
			one.Verdict = &verdictJSON{v.Word(), v.Why, v.By}
		}
		out.Pairs = append(out.Pairs, one)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

func (r Recurrences) paired(pm *content.PostMortem) pairedJSON {
	return pairedJSON{pm.Slug, text(pm.ID), pm.Title, text(pm.Date.String()), r.URL(pm)}
}

func (r Recurrences) cost(pm *content.PostMortem) costJSON {
	f := metrics.FiguresOf(pm)
	return costJSON{
		r.paired(pm), text(pm.Severity), list(pm.Impacts), list(pm.Services), seconds(f.Get(metrics.Duration)), seconds(f.Get(metrics.Degradation)),
	}
}

func (r Recurrences) item(back metrics.Return) itemJSON {
	out := itemJSON{
		PostMortem: back.PM.Slug, ID: text(back.PM.ID), Anchor: back.Item.Anchor, Title: back.Item.Title, Owner: text(back.Item.Owner),
		Due: text(back.Item.Due.String()), State: back.Item.StateOn(r.AsOf), URL: r.URL(back.PM) + "#" + back.Item.Anchor,
	}
	if ledger, known := back.Ledger(r.AsOf); known {
		done := ledger.DoneBy(back.Later.Date)
		out.Slips, out.Slipped, out.DoneThen = &ledger.Slips, &ledger.Slipped, &done
	}
	return out
}

// pairColumns are the columns of the CSV.
var pairColumns = []string{
	"later", "later_id", "later_date", "later_title", "later_url", "earlier", "earlier_id", "earlier_date", "earlier_title", "earlier_url",
	"days_between", "reasons", "verdict", "why", "by",
}

// CSV writes one line for each pair.
func (r Recurrences) CSV(w io.Writer) error {
	return writeCSV(w, pairColumns, func(yield func([]string) bool) {
		for _, p := range r.Pairs {
			var row []string
			for _, pm := range []*content.PostMortem{p.Later, p.Earlier} {
				row = append(row, pm.Slug, pm.ID, pm.Date.String(), pm.Title, r.URL(pm))
			}
			row = append(row, strconv.Itoa(p.Days), p.ReasonText())
			if v := p.Verdict; v != nil {
				row = append(row, v.Word(), v.Why, v.By)
			} else {
				row = append(row, "", "", "")
			}
			if !yield(row) {
				return
			}
		}
	})
}
