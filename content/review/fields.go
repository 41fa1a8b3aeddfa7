package review

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// fields are the front-matter keys in the order in which changes are listed: the most important
// first, free text last.
var fields = content.KeysFrom("status", "severity", "impact", "detection", "date", "timezone")

// valueOf returns a document's values for a key, separated by commas.
func valueOf(key content.Key, pm *content.PostMortem) string {
	return strings.Join(key.Values(pm), ", ")
}

// compareFields leaves out the summary, which compareTexts compares, and the stated duration if the
// figure changes with it.
func compareFields(before, after *content.PostMortem, figures []Change) (changes []Change) {
	for _, key := range fields {
		from, to := valueOf(key, before), valueOf(key, after)
		if from == to || key.Name == "summary" || key.Name == "duration" && durationChanges(figures) {
			continue
		}
		changes = append(changes, Change{Kind: Field, Name: key.DiffName, From: from, To: to, Free: key.Free()})
	}
	return changes
}

func durationChanges(figures []Change) bool {
	return slices.ContainsFunc(figures, func(c Change) bool { return slices.Contains(lengths, c.Name) })
}

// lengths are the names of the figures that fall back to the stated duration.
var lengths = []string{"duration of the outage", "duration of the degradation"}

// compareOwnKeys reports which keys that the format does not define were added, changed or removed.
// It does not show their values, which may be anything.
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
