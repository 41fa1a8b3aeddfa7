package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// maxPaired limits the search for reworded items. In longer lists, items match only by
// tracking number or title.
const maxPaired = 300

// compareActions returns what happened to each action item. Two items are the same if
// they share a tracking number or, failing that, most of their words.
func compareActions(before, after []content.ActionItem) (changes []Change) {
	for _, item := range itemsOf(before, after) {
		changes = append(changes, item.Changes...)
	}
	return changes
}

func added(item content.ActionItem) Change {
	note := slices.DeleteFunc(append([]string{item.Type, item.Owner}, item.Tracking...), func(s string) bool { return s == "" })
	if !item.Due.IsZero() {
		note = append(note, "due "+item.Due.String())
	}
	return Change{Kind: ActionAdded, Item: item.Title, To: item.State, Note: strings.Join(note, ", ")}
}

func compareAction(x, y content.ActionItem) (changes []Change) {
	switch {
	case !x.Closed() && y.Closed():
		changes = append(changes, Change{Kind: ActionClosed, Item: y.Title, From: x.State, To: y.State})
	case x.Closed() && !y.Closed():
		changes = append(changes, Change{Kind: ActionReopened, Item: y.Title, From: x.State, To: y.State})
	case x.State != y.State:
		changes = append(changes, Change{Kind: ActionChanged, Name: "state", Item: y.Title, From: x.State, To: y.State})
	}
	for _, part := range []struct {
		name, from, to string
		free           bool
	}{
		{"type", x.Type, y.Type, false},
		{"due date", x.Due.String(), y.Due.String(), false},
		{"owner", x.Owner, y.Owner, true},
		{"tracking", strings.Join(x.Tracking, ", "), strings.Join(y.Tracking, ", "), true},
		{"effect", x.Effect, y.Effect, true},
		{"wording", x.Title, y.Title, true},
	} {
		if part.from != part.to {
			changes = append(changes, Change{Kind: ActionChanged, Name: part.name, Item: y.Title, From: part.from, To: part.to, Free: part.free})
		}
	}
	return changes
}

// pair returns, for each item of after, the index of the same item in before, or -1 for
// a new item.
func pair(before, after []content.ActionItem) []int {
	pairs := make([]int, len(after))
	taken := make([]bool, len(before))
	for j := range pairs {
		pairs[j] = -1
	}
	match := func(same func(x, y content.ActionItem) bool) {
		for j := range after {
			for i := 0; i < len(before) && pairs[j] < 0; i++ {
				if !taken[i] && same(before[i], after[j]) {
					pairs[j], taken[i] = i, true
				}
			}
		}
	}
	match(func(x, y content.ActionItem) bool { return x.Title == y.Title && slices.Equal(x.Tracking, y.Tracking) })
	match(func(x, y content.ActionItem) bool {
		return slices.ContainsFunc(x.Tracking, func(n string) bool { return slices.Contains(y.Tracking, n) })
	})
	match(func(x, y content.ActionItem) bool { return x.Title == y.Title })
	if len(before) <= maxPaired && len(after) <= maxPaired {
		pairReworded(before, after, pairs, taken)
	}
	return pairs
}

// pairReworded pairs the remaining items, the most similar first.
func pairReworded(before, after []content.ActionItem, pairs []int, taken []bool) {
	type candidate struct {
		i, j       int
		similarity float64
	}
	var candidates []candidate
	words := make([]map[string]bool, len(before))
	for i := range before {
		if !taken[i] {
			words[i] = wordsOf(before[i].Title)
		}
	}
	for j := range after {
		if pairs[j] >= 0 {
			continue
		}
		own := wordsOf(after[j].Title)
		for i := range before {
			if s := similarity(words[i], own); s > 0.5 {
				candidates = append(candidates, candidate{i, j, s})
			}
		}
	}
	slices.SortStableFunc(candidates, func(x, y candidate) int { return cmp.Compare(y.similarity, x.similarity) })
	for _, c := range candidates {
		if !taken[c.i] && pairs[c.j] < 0 {
			pairs[c.j], taken[c.i] = c.i, true
		}
	}
}

func wordsOf(title string) map[string]bool {
	words := map[string]bool{}
	for _, word := range strings.Fields(strings.ToLower(title)) {
		words[strings.Trim(word, ".,;:!?()\"'")] = true
	}
	return words
}

// similarity returns the number of common words divided by the number of words in the
// longer text.
func similarity(a, b map[string]bool) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	common := 0
	for word := range a {
		if b[word] {
			common++
		}
	}
	return float64(common) / float64(max(len(a), len(b)))
}
