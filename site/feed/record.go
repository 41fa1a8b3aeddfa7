package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// SchemaVersion is the version of the data format. Version 2 has the keys of version 1; some
// mean something else, as the README says; see [V1].
const SchemaVersion = 2

// A Record is a post mortem in the data files: an object with the keys of its Head, then the keys
// of the front matter that have a column, then those of its Tail.
type Record struct {
	Head
	PM *content.PostMortem // provides the front matter
	Tail
}

// A Head identifies the post mortem of a record.
type Head struct {
	Slug     string  `json:"slug"`
	ID       *string `json:"id"`
	Title    string  `json:"title"`
	URL      string  `json:"url"`    // absolute if the site has a base_url, else relative to the site's root
	Source   string  `json:"source"` // path in the repository
	Origin   *string `json:"origin"` // name of another repository; null for the site's own
	Date     *string `json:"date"`
	Timezone string  `json:"timezone"`
}

// A Tail holds what a record has besides the front matter.
type Tail struct {
	Summary             string            `json:"summary"`
	StatedDuration      *int64            `json:"stated_duration_seconds"`
	Duration            *int64            `json:"duration_seconds"`
	Degradation         *int64            `json:"degradation_seconds"`
	TimeToDetect        *int64            `json:"time_to_detect_seconds"`
	TimeToDeclare       *int64            `json:"time_to_declare_seconds"`
	TimeToAcknowledge   *int64            `json:"time_to_acknowledge_seconds"`
	TimeToEngageVendor  *int64            `json:"time_to_engage_vendor_seconds"`
	TimeToInternal      *int64            `json:"time_to_internal_communication_seconds"`
	TimeToExternal      *int64            `json:"time_to_external_communication_seconds"`
	TimeToRestore       *int64            `json:"time_to_restore_seconds"`
	TimeToPublish       *int64            `json:"time_to_publish_seconds"` // from git; null without history
	LatentTime          *int64            `json:"latent_time_seconds"`
	Margin              *int64            `json:"margin_seconds"`
	Classes             map[string]string `json:"figure_classes"` // by the figure's key without _seconds; none if it has a value or is unknown
	Ongoing             bool              `json:"ongoing"`
	Timeline            []TimelineEntry   `json:"timeline"`
	Causes              string            `json:"causes"`
	Controls            []string          `json:"controls"`
	ControlOutcomes     []string          `json:"control_outcomes"` // of each control, one of [content.Outcomes]
	TriggeringCondition string            `json:"triggering_condition"`
	Resolution          string            `json:"resolution"`
	TicketURLs          map[string]string `json:"ticket_urls"` // addresses of incidents, changes and vendor_cases, where known
	ActionItems         []ActionItem      `json:"action_items"`
	WentWell            []string          `json:"went_well"`
	WentWrong           []string          `json:"went_wrong"`
	GotLucky            []string          `json:"got_lucky"`
	Luck                []Luck            `json:"luck"`          // of got_lucky, in the same order
	OtherLessons        []OtherLesson     `json:"other_lessons"` // of the kinds besides these three
	References          []string          `json:"references"`
	Created             *string           `json:"created"` // from git; null without history
	Updated             *string           `json:"updated"`
	Revisions           *int              `json:"revisions"`
	Corrections         []Correction      `json:"corrections"` // newest first; none without history
	Agreed              []Agreement       `json:"agreed"`      // newest first; none without history
	Ratings             []Rating          `json:"ratings"`     // oldest first; none unless the severity changed
	Params              map[string]any    `json:"params"`
	V1
}

// A Correction is a change of facts after the post mortem was completed.
type Correction struct {
	Time  string   `json:"time"`
	Facts []string `json:"facts"` // what changed, in domain terms, such as "severity: high → critical"
}

// An Agreement says that somebody agreed to a version of the post mortem.
type Agreement struct {
	Commit string  `json:"commit"`
	Time   string  `json:"time"`
	How    string  `json:"how"`  // reviewed, approved, merged or completed
	Role   *string `json:"role"` // null for somebody whose role is not known
}

// A Rating is a severity that the post mortem had from a day on.
type Rating struct {
	Severity string  `json:"severity"`
	Since    *string `json:"since"` // a day; null for the first one of a history that is cut off
	Days     *int    `json:"days"`  // until the next one; null for the last one, and without since
}

// A TimelineEntry is a row of the timeline.
type TimelineEntry struct {
	Time        *string `json:"time"`
	Event       *string `json:"event"` // a value of the vocabulary, or the text as written
	Note        string  `json:"note"`
	Approximate bool    `json:"approximate"`
}

// An ActionItem is a task that the review agreed on, in the data files.
type ActionItem struct {
	Anchor   string   `json:"anchor"`
	Title    string   `json:"title"`
	Type     *string  `json:"type"`
	Owner    *string  `json:"owner"`
	Tracking []string `json:"tracking"`
	// TrackingURLs are the addresses of the numbers in Tracking, in the same order; null for one that is not known.
	TrackingURLs []*string `json:"tracking_urls"`
	Due          *string   `json:"due"`
	State        string    `json:"state"`
	Overdue      bool      `json:"overdue"`
	Effect       *string   `json:"effect"`   // how one will know that it works
	Verified     bool      `json:"verified"` // Effect ends with the day on which somebody saw it, or with a link
	Agreed       *string   `json:"agreed"`   // from git, like the next three; null if git does not show it
	Ended        *string   `json:"ended"`    // when it was first done or cancelled; null if it was not
	Moved        *bool     `json:"moved"`    // to a later due date while it was open
	Ledger       *Ledger   `json:"ledger"`   // from git, too
}

// A Ledger counts what commits did to an action item.
type Ledger struct {
	Slips       int  `json:"slips"`        // moves to a later due date while the item was open
	SlippedDays int  `json:"slipped_days"` // by all of these
	Reworded    int  `json:"reworded"`
	Reassigned  int  `json:"reassigned"` // to another owner, or to none
	Reopened    bool `json:"reopened"`   // after it was done or cancelled
}

// Luck says whether an action item makes a lesson about luck unnecessary next time.
type Luck struct {
	Hedge    content.Hedge `json:"hedge"`     // hedged, open or unhedged
	HedgedBy *string       `json:"hedged_by"` // anchor of the action item that the lesson names; null if there is none
	Due      *string       `json:"due"`       // of the action item
}

// An OtherLesson is a lesson of a kind that the template does not have.
type OtherLesson struct {
	Anchor   string  `json:"anchor"`
	Kind     string  `json:"kind"` // such as surprise
	Text     string  `json:"text"`
	HedgedBy *string `json:"hedged_by"` // anchor of the action item that the lesson names; null if there is none
}

// NewRecord returns the data of a post mortem without the texts of its sections. Url is its
// address. Address returns that of a ticket for which the post mortem gives none, or "".
func NewRecord(r metrics.Record, url string, asOf content.Date, address func(number string) string) Record {
	pm, f := r.PM, r.Figures
	out := Record{
		Head: Head{
			Slug: pm.Slug, ID: text(pm.ID), Title: pm.Title, URL: url, Source: pm.Path,
			Date: text(pm.Date.String()), Timezone: pm.Zone.String(),
		},
		PM: pm,
		Tail: Tail{
			Summary:  pm.Summary,
			Duration: seconds(f.Get(metrics.Duration)), Degradation: seconds(f.Get(metrics.Degradation)),
			LatentTime: seconds(f.Get(metrics.LatentTime)), Margin: seconds(f.Get(metrics.Margin)), Classes: classes(f),
			TimeToDetect: seconds(f.Get(metrics.TimeToDetect)), TimeToDeclare: seconds(f.Get("time_to_declare")),
			TimeToAcknowledge: seconds(f.Get("time_to_acknowledge")), TimeToEngageVendor: seconds(f.Get("time_to_engage_vendor")),
			TimeToInternal: seconds(f.Get("time_to_internal_communication")), TimeToExternal: seconds(f.Get("time_to_external_communication")),
			TimeToRestore: seconds(f.Get("time_to_restore")), TimeToPublish: seconds(f.Get(metrics.TimeToPublish)), Ongoing: r.Outage.Ongoing,
			Timeline: make([]TimelineEntry, 0, len(pm.Timeline)), Controls: make([]string, 0, len(pm.Controls)), ControlOutcomes: make([]string, 0, len(pm.Controls)),
			TicketURLs:  ticketURLs(pm, address),
			ActionItems: make([]ActionItem, 0, len(pm.ActionItems)),
			WentWell:    lessons(pm.WentWell), WentWrong: lessons(pm.WentWrong), GotLucky: lessons(pm.GotLucky), Luck: luckOf(pm),
			OtherLessons: otherLessons(pm),
			References:   list(pm.References), Params: pm.Params, V1: v1Of(r),
			Created: instant(pm.History.Created()), Updated: instant(pm.History.Changed()), Corrections: corrections(pm.History),
			Agreed: agreements(pm.History), Ratings: ratings(pm.History),
		},
	}
	if pm.History != nil && !pm.History.Truncated {
		revisions := len(pm.History.Revisions)
		out.Revisions = &revisions
	}
	if pm.HasStated {
		stated := int64(pm.Stated.Seconds())
		out.StatedDuration = &stated
	}
	if out.Params == nil {
		out.Params = map[string]any{}
	}
	for _, entry := range pm.Timeline {
		out.Timeline = append(out.Timeline, timelineEntry(entry))
	}
	for _, control := range pm.Controls {
		out.Controls, out.ControlOutcomes = append(out.Controls, control.Text), append(out.ControlOutcomes, control.Outcome)
	}
	for i := range pm.ActionItems {
		out.ActionItems = append(out.ActionItems, actionItem(pm, i, asOf, address))
	}
	return out
}

func corrections(h *content.History) []Correction {
	if h == nil {
		return []Correction{}
	}
	out := make([]Correction, len(h.Corrections))
	for i, c := range h.Corrections {
		out[i] = Correction{c.Time.Format(withOffset), c.Facts}
	}
	return out
}

func agreements(h *content.History) []Agreement {
	if h == nil {
		return []Agreement{}
	}
	out := make([]Agreement, len(h.Agreements))
	for i, a := range h.Agreements {
		out[i] = Agreement{a.Commit, a.Time.Format(withOffset), string(a.How), text(a.Role)}
	}
	return out
}

func ratings(h *content.History) []Rating {
	rated := h.Rated()
	out := make([]Rating, len(rated))
	for i, r := range rated {
		out[i] = Rating{Severity: r.Severity, Since: text(r.Since.String())}
		if i+1 < len(rated) && !r.Since.IsZero() {
			out[i].Days = new(r.Days)
		}
	}
	return out
}

// agreedBy lists the roles of those who agreed, and "someone" if there are others.
func agreedBy(h *content.History) string {
	roles, others := h.AgreedBy()
	if others > 0 {
		roles = append(roles, "someone")
	}
	return join(roles)
}

// ticketURLs returns the addresses of the tickets of the front matter.
func ticketURLs(pm *content.PostMortem, address func(number string) string) map[string]string {
	out := map[string]string{}
	for _, number := range slices.Concat(pm.Incidents, pm.Changes, pm.VendorCases) {
		if url := cmp.Or(pm.TicketURLs[number], address(number)); url != "" {
			out[number] = url
		}
	}
	return out
}

func luckOf(pm *content.PostMortem) []Luck {
	out := make([]Luck, len(pm.GotLucky))
	for i, lesson := range pm.GotLucky {
		hedge, item := pm.HedgeOf(lesson)
		out[i].Hedge = hedge
		if item != nil {
			out[i].HedgedBy, out[i].Due = text(item.Anchor), text(item.Due.String())
		}
	}
	return out
}

// MarshalJSON writes one flat object.
func (r Record) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	err := r.encode(&out, json.NewEncoder(&out))
	return out.Bytes(), err
}

// encode appends the object of MarshalJSON to what encoder writes to. Package json would read it once more.
func (r Record) encode(out *bytes.Buffer, encoder *json.Encoder) error {
	if err := encoder.Encode(r.Head); err != nil {
		return err
	}
	out.Truncate(out.Len() - len("}\n"))
	own, err := fields{r.PM}.MarshalJSON()
	if err != nil {
		return err
	}
	out.WriteByte(',')
	out.Write(own[1 : len(own)-1])
	brace := out.Len()
	if err := encoder.Encode(r.Tail); err != nil {
		return err
	}
	out.Bytes()[brace] = ','
	out.Truncate(out.Len() - len("\n"))
	return nil
}

// WithTexts adds the texts of the sections, which take as much space as everything else.
func (r Record) WithTexts(pm *content.PostMortem) Record {
	r.Causes = pm.Text(content.CausesSection)
	r.TriggeringCondition = pm.Text(content.TriggerSection)
	r.Resolution = pm.Text(content.ResolutionSection)
	return r
}

func timelineEntry(e content.Entry) TimelineEntry {
	out := TimelineEntry{Event: text(e.Event), Note: e.Note, Approximate: e.Approximate}
	if e.Event == "" {
		out.Event = text(e.Label)
	}
	out.Time = instant(e.Time)
	return out
}

func actionItem(pm *content.PostMortem, i int, asOf content.Date, address func(number string) string) ActionItem {
	item := pm.ActionItems[i]
	out := ActionItem{
		Anchor: item.Anchor, Title: item.Title, Type: text(item.Type), Owner: text(item.Owner), Tracking: list(item.Tracking), TrackingURLs: make([]*string, len(item.Tracking)),
		Due: text(item.Due.String()), State: item.State, Overdue: item.Overdue(asOf),
		Effect: text(item.Effect), Verified: item.Verified,
	}
	for i, number := range item.Tracking {
		out.TrackingURLs[i] = text(cmp.Or(pm.TicketURLs[number], address(number)))
	}
	if recorded, ok := metrics.ItemOf(pm, i, asOf); ok {
		out.Agreed, out.Moved = text(recorded.Agreed.String()), new(recorded.Slips > 0)
		out.Ledger = &Ledger{recorded.Slips, recorded.Slipped, recorded.Reworded, recorded.Reassigned, recorded.Reopened}
		if recorded.End != metrics.Pending {
			out.Ended = text(content.DateOf(recorded.Agreed.Time().AddDate(0, 0, int(recorded.Days))).String())
		}
	}
	return out
}

// withOffset is RFC 3339 with +00:00 for UTC. A column in which some times end in Z and others
// in an offset is text to DuckDB 1.5, which then sorts it as text.
const withOffset = "2006-01-02T15:04:05-07:00"

func instant(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return text(t.Format(withOffset))
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func lessons(in []content.Lesson) []string {
	out := make([]string, len(in))
	for i, lesson := range in {
		out[i] = lesson.Text
	}
	return out
}

func otherLessons(pm *content.PostMortem) []OtherLesson {
	out := []OtherLesson{}
	for _, list := range pm.OtherLessons {
		for _, lesson := range list.Lessons {
			out = append(out, OtherLesson{lesson.Anchor, list.Kind, lesson.Text, text(lesson.HedgedBy)})
		}
	}
	return out
}

// definitions are the figures of a post mortem.
var definitions = metrics.Definitions()

// classes returns the classes of the figures by their keys. It leaves out those that have a
// value, and those that are unknown.
func classes(figures metrics.Figures) map[string]string {
	out := map[string]string{}
	for i, d := range definitions {
		if class := figures[i].Class; class != metrics.Known && class != metrics.Unknown {
			out[d.Key] = class.String()
		}
	}
	return out
}

// classList returns classes in one order, for a cell of a table.
func classList(classes map[string]string) (out []string) {
	for _, key := range slices.Sorted(maps.Keys(classes)) {
		out = append(out, key+": "+classes[key])
	}
	return out
}

func seconds(f metrics.Figure) *int64 {
	if !f.Known() {
		return nil
	}
	n := int64(f.Value.Seconds())
	return &n
}
