package review

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// fields are the keys of the front matter in the order in which they are told: what weighs first,
// then the author's own words.
var fields = content.KeysFrom("status", "severity", "impact", "detection", "date", "timezone")

// valueOf returns what a document says for a key, as one text.
func valueOf(key content.Key, pm *content.PostMortem) string {
	return strings.Join(key.Values(pm), ", ")
}

// compareFields leaves out the summary, which compareTexts compares as readers see it, and the
// stated duration where it is the figure that changes.
func compareFields(before, after *content.PostMortem, figures []Change) (changes []Change) {
	for _, key := range fields {
		from, to := valueOf(key, before), valueOf(key, after)
		if from == to || key.Name == "summary" || key.Name == "duration" && tellDuration(figures) {
			continue
		}
		changes = append(changes, Change{Kind: Field, Name: key.Said, From: from, To: to, Free: key.Free()})
	}
	return changes
}

func tellDuration(figures []Change) bool {
	return slices.ContainsFunc(figures, func(c Change) bool { return c.Name == outageDuration })
}

// outageDuration is the name of the figure that a stated duration stands in for.
const outageDuration = "duration of the outage"

// compareOwnKeys tells which keys that the format does not know were added, changed or removed.
// What they hold may be anything, so it is not shown.
func compareOwnKeys(before, after map[string]any) (changes []Change) {
	all := maps.Clone(before)
	if all == nil {
		all = map[string]any{}
	}
	maps.Copy(all, after)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		from, was := before[name]
		to, is := after[name]
		how := "changed"
		switch {
		case !was:
			how = "added"
		case !is:
			how = "removed"
		case reflect.DeepEqual(from, to):
			continue
		}
		changes = append(changes, Change{Kind: OwnKey, Name: name, To: how})
	}
	return changes
}
