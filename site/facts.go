package site

import (
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/render"
)

// definitions are the figures of a post mortem.
var definitions = metrics.Definitions()

// lasted returns how long a post mortem's outage or degradation lasted.
func lasted(r metrics.Record) render.NamedFigure {
	key := metrics.Duration
	if r.PM.Degraded && !r.PM.NearMiss {
		key = metrics.Degradation
	}
	i := slices.IndexFunc(definitions, func(d metrics.Definition) bool { return d.Key == key })
	return render.NameFigure(definitions[i], r.Figures[i])
}

// fillFacts fills in the facts above the text of the page.
func (b *builder) fillFacts(page *render.PostMortemPage, r metrics.Record) {
	pm := r.PM
	for i, d := range definitions {
		named := render.NameFigure(d, r.Figures[i])
		if d.Key == metrics.TimeToDetect {
			page.Detect = named
		}
		switch {
		case named.Tells:
			page.Figures = append(page.Figures, named)
		case r.Figures[i].Class == metrics.NotApplicable:
			page.Without = append(page.Without, d.Name)
		default:
			page.Unknown = append(page.Unknown, named)
		}
	}
	page.Actions, page.Failed = b.actionTally(pm), b.failedIn(pm)
	page.Zones = render.Zones{Name: pm.Zone.String(), UTC: showsUTC(pm), URL: page.URL(zonesPath)}
	page.Outage = slices.ContainsFunc(page.Timeline, func(row render.TimelineRow) bool { return row.Out })
	page.Began = !metrics.Began(pm).IsZero()
	if story := metrics.StoryOf(pm); story.Known() || pm.IsDraft() {
		page.Story = render.TellStory(story)
	}
	if page.Story != nil && page.Story.Ongoing {
		page.Timeline[len(page.Timeline)-1].SoFar = page.Story.SoFar
	}
	if sense := metrics.SenseOf(pm); sense.Known() {
		page.Sense = render.MakeSense(pm, sense)
	}
	page.Terms.Services, page.Terms.Impacts = page.Row.Links, page.TermLinks("impacts", pm.Impacts...)
	page.Terms.Tags = page.TermLinks("tags", pm.Tags...)
	if pm.Detection != "" {
		page.Terms.Detection = page.TermLinks("detections", pm.Detection)
	}
	if pm.Vendor != "" {
		page.Terms.Vendor = page.TermLinks("vendors", pm.Vendor)
	}
	page.Terms.Factors = page.TermLinks("factors", pm.Factors...)
	page.Tickets.Incidents, page.Tickets.Changes = page.TicketLinks(pm, pm.Incidents), page.TicketLinks(pm, pm.Changes)
	page.Tickets.VendorCases = page.TicketLinks(pm, pm.VendorCases)
}

// actionTally counts the action items of a post mortem by state.
func (b *builder) actionTally(pm *content.PostMortem) *render.ActionTally {
	if len(pm.ActionItems) == 0 {
		return nil
	}
	out := &render.ActionTally{Count: len(pm.ActionItems), Anchor: pm.ActionItems[0].Anchor, Gone: b.gone(pm)}
	for _, section := range pm.Sections {
		if slices.ContainsFunc(section.Parts, func(p content.Part) bool { return p.Kind == content.ActionRun }) && section.Level > 0 {
			out.Anchor = section.Anchor
			break
		}
	}
	for _, state := range metrics.States(pm.ActionItems, b.in.AsOf) {
		first := slices.IndexFunc(pm.ActionItems, func(item content.ActionItem) bool { return item.StateOn(b.in.AsOf) == state.Value })
		out.States = append(out.States, render.StateCount{State: state.Value, N: state.N, Anchor: pm.ActionItems[first].Anchor})
	}
	return out
}

// mostFailures is the most other post mortems that a page names for a control that failed in them, too.
const mostFailures = 5

// failedIn returns the controls that failed in a post mortem, and where else they did.
func (b *builder) failedIn(pm *content.PostMortem) (out []render.FailedControl) {
	seen := map[string]bool{}
	for i := range pm.Controls {
		c := &pm.Controls[i]
		key := c.Key()
		if !c.Failed() || seen[key] {
			continue
		}
		seen[key] = true
		failures := b.failed()[key]
		shown := render.FailedControl{Name: c.Name, Anchor: c.Anchor, Outcome: c.Outcome, Posts: failures.Posts()}
		for _, m := range failures.Where {
			switch {
			case m.PM == pm:
				shown.Remedies = slices.Concat(remedies(m), shown.Remedies)
			case len(shown.Others) < mostFailures:
				shown.Others = append(shown.Others, render.Mention{PM: m.PM, Anchor: m.Control.Anchor, Outcome: m.Control.Outcome})
				shown.Remedies = append(shown.Remedies, remedies(m)...)
			}
		}
		out = append(out, shown)
	}
	return out
}

// remedies returns the action item that a mention of a control names, if there is one.
func remedies(m metrics.Mention) (out []render.Remedy) {
	for i := range m.PM.ActionItems {
		if item := &m.PM.ActionItems[i]; item.Anchor == m.Control.AnsweredBy {
			out = append(out, render.Remedy{PM: m.PM, Item: item})
		}
	}
	return out
}

// failures returns the controls that failed, by key.
func (b *builder) failures() map[string]metrics.Control {
	out := map[string]metrics.Control{}
	for _, control := range metrics.Failed(b.records) {
		out[control.Key] = control
	}
	return out
}
