package metrics

import "github.com/pmsite/pmsite/content"

// A Field is a property that panels count by. Lists use its key as a parameter in their
// addresses, except for standing, which they call state.
type Field struct {
	Key        string
	post       func(*content.PostMortem) []string
	item       func(*content.ActionItem, content.Date) string
	vocabulary func(*content.Vocabularies) []string
}

func one(of func(*content.PostMortem) string) func(*content.PostMortem) []string {
	return func(pm *content.PostMortem) []string { return []string{of(pm)} }
}

var fields = []Field{
	{
		Key: "severity", post: one(func(pm *content.PostMortem) string { return pm.Severity }),
		vocabulary: func(v *content.Vocabularies) []string { return v.Severity.Values },
	},
	{
		Key: "detection", post: one(func(pm *content.PostMortem) string { return pm.Detection }),
		vocabulary: func(v *content.Vocabularies) []string { return v.Detection.Values },
	},
	{
		Key: "harm", post: one(Harm),
		vocabulary: func(*content.Vocabularies) []string { return []string{Occurred, Averted} },
	},
	{
		Key: "caught_by", post: one(func(pm *content.PostMortem) string { return pm.CaughtBy }),
		vocabulary: func(v *content.Vocabularies) []string { return v.CaughtBy.Values },
	},
	{
		Key: "impact", post: func(pm *content.PostMortem) []string { return pm.Impacts },
		vocabulary: func(v *content.Vocabularies) []string { return v.Impact.Values },
	},
	{Key: "service", post: func(pm *content.PostMortem) []string { return pm.Services }},
	{Key: "vendor", post: one(func(pm *content.PostMortem) string { return pm.Vendor })},
	{Key: "factor", post: func(pm *content.PostMortem) []string { return pm.Factors }},
	{Key: "tag", post: func(pm *content.PostMortem) []string { return pm.Tags }},
	{
		Key: "status", post: one(Progress),
		vocabulary: func(*content.Vocabularies) []string {
			return []string{content.Draft, content.Review, content.Completed}
		},
	},
	{
		Key: "type", item: func(item *content.ActionItem, _ content.Date) string { return item.Type },
		vocabulary: func(v *content.Vocabularies) []string { return v.ActionType.Values },
	},
	{Key: "owner", item: func(item *content.ActionItem, _ content.Date) string { return item.Owner }},
	{
		Key: "state", item: func(item *content.ActionItem, asOf content.Date) string { return item.StateOn(asOf) },
		vocabulary: func(v *content.Vocabularies) []string {
			return append([]string{content.Overdue}, v.ActionState.Values...)
		},
	},
	{
		Key: "standing", item: Standing,
		vocabulary: func(*content.Vocabularies) []string {
			return []string{content.Done, content.Cancelled, OnTime, content.Overdue}
		},
	},
}

// OnTime is the standing of an action item that is open and not overdue.
const OnTime = "on time"

// Standing returns a coarser view of an action item's state: [content.Done],
// [content.Cancelled], [OnTime] or [content.Overdue]. Lists accept standings in addition to
// states.
func Standing(item *content.ActionItem, asOf content.Date) string {
	switch {
	case item.Closed():
		return item.State
	case item.Overdue(asOf):
		return content.Overdue
	}
	return OnTime
}

// Progress returns the status of a post mortem, or draft if it counts as a draft.
func Progress(pm *content.PostMortem) string {
	if pm.IsDraft() {
		return content.Draft
	}
	return pm.Status
}

// Fields returns the fields, those of post mortems first.
func Fields() []Field { return append([]Field(nil), fields...) }

// FieldOf returns the field with the key. It panics if the key is unknown.
func FieldOf(key string) Field {
	for _, f := range fields {
		if f.Key == key {
			return f
		}
	}
	panic("metrics: no field " + key)
}

// Values returns the field's values in the vocabularies, in order, or nil if the field has
// no vocabulary.
func (f Field) Values(v *content.Vocabularies) []string {
	if f.vocabulary == nil {
		return nil
	}
	return f.vocabulary(v)
}

// values returns the field's values for a post mortem or action item; "" stands for "not
// given".
func (f Field) values(t thing, asOf content.Date) []string {
	if f.item != nil {
		return []string{f.item(t.item, asOf)}
	}
	if values := f.post(t.pm); len(values) > 0 {
		return values
	}
	return []string{""}
}

// Items reports whether the field belongs to action items, rather than to post mortems.
func (f Field) Items() bool { return f.item != nil }
