package feed

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// figures are columns, and what the dashboard's filters need besides. Recurring texts are stored once.
type figures struct {
	SchemaVersion int      `json:"schema_version"`
	AsOf          int      `json:"as_of"`       // days since 1970-01-01, like all dates here
	TargetDays    int      `json:"target_days"` // 0 for no target
	PublishLag    int      `json:"publish_lag"` // days within which nine of ten post mortems are completed; 0 if not known
	Severities    []string `json:"severities"`  // those of the vocabulary first, then others
	Looks         []string `json:"looks"`       // of the severities: the last part of their class
	Detections    []string `json:"detections"`
	Statuses      []string `json:"statuses"`
	Types         []string `json:"types"`
	Impacts       []string `json:"impacts"`
	States        []string `json:"states"` // of action items; "overdue" is the first
	Standings     []string `json:"standings"`
	Services      []string `json:"services"`
	Vendors       []string `json:"vendors"`
	Tags          []string `json:"tags"`
	Factors       []string `json:"factors"`
	Owners        []string `json:"owners"`
	OutageImpacts []string `json:"outage_impacts"` // impacts that count as an outage
	Harms         []string `json:"harms"`
	Caughts       []string `json:"caughts"` // what caught near misses
	Controls      []string `json:"controls"`
	ControlKeys   []string `json:"control_keys"`  // shared by the spellings of one control
	Returned      []string `json:"returned"`      // titles of action items to which later post mortems point back
	HurtControls  []string `json:"hurt_controls"` // names of controls that worked as designed and hurt
	Slugs         slugs    `json:"slugs"`
	Synonyms      synonyms `json:"synonyms"`

	Panels  []metrics.Panel  `json:"panels"` // except availability, which filters do not change
	Answers []metrics.Answer `json:"answers"`
	Fields  map[string]field `json:"fields"` // that panels count by
	Ages    []int            `json:"ages"`   // lower bounds of the ages that panels count by, in days
	Bins    []float64        `json:"bins"`   // lower bounds of the bins of durations, in seconds

	Slug      []string `json:"slug"`
	Title     []string `json:"title"`
	Date      []*int   `json:"date"`
	Status    []int    `json:"status"` // 0 draft, 1 review, 2 completed, then others
	Severity  []int    `json:"severity"`
	Detection []int    `json:"detection"`
	Harm      []int    `json:"harm"`
	CaughtBy  []int    `json:"caught_by"` // caughts include ""
	Service   [][]int  `json:"service"`
	Vendor    []int    `json:"vendor"` // vendors include ""
	Impact    [][]int  `json:"impact"`
	Factor    [][]int  `json:"factor"`
	Tag       [][]int  `json:"tag"`

	Figures []figureColumn `json:"figures"` // in page order

	Outage  [][]float64 `json:"outage"`  // of each part of the outage: months since year 0, seconds
	Control [][]int     `json:"control"` // of each failure of a control that failed more than once: its name, and its key
	Anchor  [][]string  `json:"anchor"`  // of these failures
	Unsaid  []int       `json:"unsaid"`  // number of controls without an outcome
	Luck    [][]int     `json:"luck"`    // lessons that are hedged, to be hedged and not hedged, and when the first of the open items is due, 0 if none is; empty without lessons
	Hurt    [][][2]int  `json:"hurt"`    // of each control that worked as designed and hurt: its name in hurt_controls, and the number of its anchor
	Returns [][][4]int  `json:"returns"` // of each action item to which it points back: its post mortem, the number of its anchor, its title in returned, and the days since
	Reach   []int       `json:"reach"`   // shortest window of availability, in days, that the outage overlaps; negative if its duration is unknown there; 0 for none
	Items   [][]int     `json:"items"`   // of each action item: type, owner, standing, 1 tracked + 2 with due date + 4 times the state, days late
	Agreed  [][]int     `json:"agreed"`  // the number of action items of which it is unknown when they were agreed on; then for each of the others: the day, the days until it ended or so far, and 1 done or 2 cancelled or removed + 4 moved + 8 reopened; empty without items
}

// agreedNumbers returns when action items were agreed on, and what became of them.
func agreedNumbers(pm *content.PostMortem, asOf content.Date) []int {
	items, unknown := metrics.ItemsOf(pm, asOf)
	if len(items)+unknown == 0 {
		return []int{}
	}
	out := []int{unknown}
	for _, item := range items {
		flags := int(item.End)
		if item.Slips > 0 {
			flags |= 4
		}
		if item.Reopened {
			flags |= 8
		}
		out = append(out, epochDays(item.Agreed), int(item.Days), flags)
	}
	return out
}

// A figureColumn holds one figure of every post mortem, in seconds; null is
// unknown, -1 ongoing, -2 not applicable, -3 none, -4 before.
type figureColumn struct {
	Key     string       `json:"key"`
	Name    string       `json:"name"`
	Ends    string       `json:"ends"`
	Values  []*float64   `json:"values"`
	Elapsed [][2]float64 `json:"elapsed,omitempty"` // of ongoing ones: the place of the post mortem, and the seconds so far
}

// synonyms are other words for the values of a field, by its name. They are compared without
// regard to case, hyphens, underscores and spaces.
type synonyms map[string]map[string]string

// synonymsOf returns the other words for those values of a vocabulary that are used, for a long one.
func synonymsOf(v *content.Vocabulary, used *texts) map[string]string {
	out := v.Synonyms()
	maps.DeleteFunc(out, func(_, value string) bool { return !slices.Contains(used.list, value) })
	return out
}

// A field has its values in the list of that name. The first of them are those of
// the vocabularies.
type field struct {
	Values string `json:"values"`
	Known  int    `json:"known"`
}

// lists are the names of the lists of fields.
var lists = map[string]string{
	"severity": "severities", "detection": "detections", "harm": "harms", "caught_by": "caughts", "status": "statuses", "impact": "impacts",
	"service": "services", "vendor": "vendors", "factor": "factors", "tag": "tags",
	"type": "types", "owner": "owners", "state": "states", "standing": "standings",
}

// define adds what the script needs to count and draw in the same way as the
// pages.
func (f *figures) define(v *content.Vocabularies) {
	f.Answers, f.Fields, f.OutageImpacts = metrics.Answers(), map[string]field{}, list(v.Outage)
	for _, p := range metrics.Panels() {
		if p.Series.Kind != metrics.KindAvailability {
			f.Panels = append(f.Panels, p)
		}
	}
	for _, one := range metrics.Fields() {
		f.Fields[one.Key] = field{lists[one.Key], len(newTexts(one.Values(v)...).list)}
	}
	for _, age := range metrics.Ages() {
		if age.From >= 0 {
			f.Ages = append(f.Ages, age.From)
		}
	}
	for _, edge := range metrics.Edges() {
		f.Bins = append(f.Bins, edge.Seconds())
	}
}

// slugs are the slugs of values, in the order of the values.
type slugs struct {
	Severities []string `json:"severities"`
	Detections []string `json:"detections"`
	Services   []string `json:"services"`
	Vendors    []string `json:"vendors"`
	Factors    []string `json:"factors"`
	Tags       []string `json:"tags"`
}

// Columns hold what charts and filters count of post mortems: a column for each thing.
type Columns struct{ *figures }

// Write writes the input of the dashboard's filters.
func (c Columns) Write(w io.Writer) error { return json.NewEncoder(w).Encode(c.figures) }

// NewColumns returns the columns of post mortems, in the order of the records. Slug and name return the last part of the
// address of a value's page, name that of a name. The settings's span and services are ignored.
func NewColumns(records []metrics.Record, settings metrics.Settings, slug, name func(string) string) Columns {
	asOf, v := settings.AsOf, settings.Vocabularies
	known := func(key string) *texts { return newTexts(metrics.FieldOf(key).Values(v)...) }
	severities, detections, statuses, types := known("severity"), known("detection"), known("status"), known("type")
	impacts, standings, states := known("impact"), known("standing"), known("state")
	harms, caughts := known("harm"), known("caught_by")
	services, vendors, factors, tags, owners, controls := newTexts(), newTexts(), newTexts(), newTexts(), newTexts(), newTexts()
	controlKeys, returned, hurtControls, again := newTexts(), newTexts(), newTexts(), recurring(records)
	f := &figures{SchemaVersion: SchemaVersion, AsOf: epochDays(asOf), TargetDays: settings.TargetDays, PublishLag: settings.PublishLag}
	f.define(v)
	for _, d := range definitions {
		f.Figures = append(f.Figures, figureColumn{Key: d.Key, Name: d.Name, Ends: d.Ends})
	}
	places := sync.OnceValue(func() map[*content.PostMortem]int { return placesOf(records) })
	for at, r := range records {
		pm := r.PM
		f.Slug, f.Title = append(f.Slug, pm.Slug), append(f.Title, pm.Title)
		f.Date = append(f.Date, day(pm.Date))
		f.Status = append(f.Status, statuses.place(metrics.Progress(pm)))
		f.Severity = append(f.Severity, severities.place(pm.Severity))
		f.Detection = append(f.Detection, detections.place(pm.Detection))
		f.Harm, f.CaughtBy = append(f.Harm, harms.place(metrics.Harm(pm))), append(f.CaughtBy, caughts.place(pm.CaughtBy))
		f.Service = append(f.Service, services.places(pm.Services))
		f.Vendor = append(f.Vendor, vendors.place(pm.Vendor))
		f.Impact, f.Tag = append(f.Impact, impacts.places(pm.Impacts)), append(f.Tag, tags.places(pm.Tags))
		f.Factor = append(f.Factor, factors.places(pm.Factors))
		for k, figure := range r.Figures {
			f.Figures[k].Values = append(f.Figures[k].Values, figureValue(figure))
			if figure.Class == metrics.Ongoing {
				f.Figures[k].Elapsed = append(f.Figures[k].Elapsed, [2]float64{float64(at), figure.Elapsed(asOf).Seconds()})
			}
		}
		reach, missing := metrics.Reach(r, asOf, settings.Zone)
		if missing {
			reach = -reach
		}
		f.Reach = append(f.Reach, reach)
		outage := []float64{}
		for date, time := range r.OutageByMonth() {
			outage = append(outage, float64(12*date.Year+int(date.Month)-1), time.Seconds())
		}
		f.Outage = append(f.Outage, outage)
		failed, anchors := []int{}, []string{}
		for _, control := range pm.Controls {
			if key := control.Key(); control.Failed() && again[key] {
				failed, anchors = append(failed, controls.place(control.Name), controlKeys.place(key)), append(anchors, control.Anchor)
			}
		}
		f.Control, f.Anchor = append(f.Control, failed), append(f.Anchor, anchors)
		f.Unsaid = append(f.Unsaid, metrics.UnsaidOutcomes([]metrics.Record{r}))
		f.Luck = append(f.Luck, luckNumbers(r))
		back := [][4]int{}
		for _, one := range metrics.ReturnsOf([]metrics.Record{r}, settings.Cited) {
			back = append(back, [4]int{places()[one.PM], anchorNumber(one.Item.Anchor), returned.place(one.Item.Title), one.Days})
		}
		f.Returns = append(f.Returns, back)
		hurt := [][2]int{}
		for _, m := range metrics.SurprisesOf([]metrics.Record{r}).Hurt {
			hurt = append(hurt, [2]int{hurtControls.place(m.Control.Name), anchorNumber(m.Control.Anchor)})
		}
		f.Hurt = append(f.Hurt, hurt)
		f.Items = append(f.Items, itemNumbers(pm, asOf, types, owners, standings, states))
		f.Agreed = append(f.Agreed, agreedNumbers(pm, asOf))
	}
	f.Severities, f.Detections, f.Statuses, f.Types = severities.list, detections.list, statuses.list, types.list
	f.Looks = severities.each(func(severity string) string { return content.Slug(v.Look(severity)) })
	f.Synonyms = synonyms{
		"severity": v.Severity.Synonyms(), "impact": v.Impact.Synonyms(), "detection": v.Detection.Synonyms(), "status": v.Status.Synonyms(),
		"factor": synonymsOf(v.Factor, factors),
	}
	f.Harms, f.Caughts = harms.list, caughts.list
	f.Impacts, f.Standings, f.States, f.ControlKeys = impacts.list, standings.list, states.list, controlKeys.list
	f.Returned, f.HurtControls = returned.list, hurtControls.list
	f.Services, f.Vendors, f.Factors, f.Tags, f.Owners, f.Controls = services.list, vendors.list, factors.list, tags.list, owners.list, controls.list
	f.Slugs = slugs{severities.each(slug), detections.each(slug), services.each(name), vendors.each(name), factors.each(name), tags.each(name)}
	return Columns{f}
}

// recurring returns the keys of the controls that failed more than once. Those
// of any subset of the post mortems are among them.
func recurring(records []metrics.Record) map[string]bool {
	out := map[string]bool{}
	for _, control := range metrics.Recurring(records) {
		out[control.Key] = true
	}
	return out
}

func luckNumbers(r metrics.Record) []int {
	luck := metrics.LuckOf([]metrics.Record{r})
	if luck.Hedged+luck.Open+luck.Unhedged == 0 {
		return []int{}
	}
	due := 0
	for _, u := range luck.Posts {
		if !u.Due.IsZero() {
			due = epochDays(u.Due)
		}
	}
	return []int{luck.Hedged, luck.Open, luck.Unhedged, due}
}

func itemNumbers(pm *content.PostMortem, asOf content.Date, types, owners, standings, states *texts) []int {
	out := []int{}
	for _, item := range pm.ActionItems {
		standing, flags, late := metrics.Standing(&item, asOf), 0, 0
		if standing == content.Overdue {
			late = epochDays(asOf) - epochDays(item.Due)
		}
		if len(item.Tracking) > 0 {
			flags |= 1
		}
		if !item.Due.IsZero() {
			flags |= 2
		}
		flags |= states.place(item.StateOn(asOf)) << 2
		out = append(out, types.place(item.Type), owners.place(item.Owner), standings.place(standing), flags, late)
	}
	return out
}

// codes stand for figures without a value.
var codes = map[metrics.Class]float64{metrics.Ongoing: -1, metrics.NotApplicable: -2, metrics.None: -3, metrics.Before: -4}

func figureValue(f metrics.Figure) *float64 {
	value := f.Value.Seconds()
	switch f.Class {
	case metrics.Known:
	case metrics.Unknown:
		return nil
	default:
		value = codes[f.Class]
	}
	return &value
}

func epochDays(d content.Date) int { return int(d.Time().Unix() / (24 * 60 * 60)) }

func day(d content.Date) *int {
	if d.IsZero() {
		return nil
	}
	n := epochDays(d)
	return &n
}

// placesOf returns the place of each post mortem among the records.
func placesOf(records []metrics.Record) map[*content.PostMortem]int {
	out := make(map[*content.PostMortem]int, len(records))
	for i, r := range records {
		out[r.PM] = i
	}
	return out
}

// anchorNumber returns the number of an anchor such as control-2.
func anchorNumber(anchor string) int {
	n, _ := strconv.Atoi(anchor[strings.LastIndexByte(anchor, '-')+1:])
	return n
}
