package review

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// corrected returns which facts that the version before states are different in the one after, in words that do not
// quote the author. What is added, action items, lessons, the spelling of a text and its form are no such facts.
func corrected(before, after *content.PostMortem) (facts []string) {
	figures := correctedFigures(before, after)
	for _, c := range compareFields(before, after, figures) {
		if key, _ := content.LookupKey(keyOf[c.Name]); key.Fact && c.From != "" {
			facts = append(facts, Describe([]Change{c})...)
		}
	}
	for _, c := range figures {
		facts = append(facts, c.String())
	}
	if n := entriesGone(before, after); n > 0 && len(figures) == 0 {
		facts = append(facts, "timeline: "+entries(n)+" changed")
	}
	if n := outcomesChanged(before, after); n > 0 {
		facts = append(facts, "what became of "+counted(n, "control"))
	}
	for _, text := range []struct {
		name string
		kind content.SectionKind
	}{{"causes", content.CausesSection}, {"triggering condition", content.TriggerSection}} {
		if from, to := before.Text(text.kind), after.Text(text.kind); from != "" && !sameButSpelling(from, to) {
			facts = append(facts, "text on the "+text.name)
		}
	}
	return facts
}

// keyOf maps the names of keys in a diff to the keys.
var keyOf = func() map[string]string {
	out := map[string]string{}
	for _, key := range fields {
		out[key.DiffName] = key.Name
	}
	return out
}()

// correctedFigures returns the changes of the figures that the page shows first, if they had a value.
func correctedFigures(before, after *content.PostMortem) (changes []Change) {
	from, to := metrics.FiguresOf(before), metrics.FiguresOf(after)
	for i, d := range definitions {
		if slices.Contains([]string{metrics.Duration, metrics.Degradation, metrics.TimeToDetect}, d.Key) && from[i].Known() && from[i].String() != to[i].String() {
			changes = append(changes, Change{Kind: Figure, Name: lower(d.Name), From: from[i].String(), To: to[i].String()})
		}
	}
	return changes
}

// entriesGone returns the number of entries of the timeline whose time or event is no longer there.
func entriesGone(before, after *content.PostMortem) (n int) {
	key := func(e content.Entry) string {
		if e.Time.IsZero() {
			return e.Clock + "\x00" + e.Event
		}
		return e.Time.UTC().Format(time.RFC3339) + "\x00" + e.Event
	}
	left := map[string]int{}
	for _, e := range after.Timeline {
		left[key(e)]++
	}
	for _, e := range before.Timeline {
		if left[key(e)]--; left[key(e)] < 0 {
			n++
		}
	}
	return n
}

// outcomesChanged returns the number of controls of which the text said what became of them, and says something else now.
func outcomesChanged(before, after *content.PostMortem) (n int) {
	now := map[string]string{}
	for _, c := range after.Controls {
		now[c.Key()] = c.Outcome
	}
	for _, c := range before.Controls {
		if outcome, known := now[c.Key()]; known && c.Outcome != content.Named && outcome != c.Outcome {
			n++
		}
	}
	return n
}

// sameButSpelling reports whether two texts have the same words, apart from case, punctuation and typos.
func sameButSpelling(a, b string) bool {
	x, y := strings.FieldsFunc(strings.ToLower(a), isNoWord), strings.FieldsFunc(strings.ToLower(b), isNoWord)
	return slices.EqualFunc(x, y, func(v, w string) bool { return v == w || isTypo(v, w) })
}

func isNoWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }

// isTypo reports whether one of two words may be a misspelling of the other. Short words and numbers mean something else
// if they differ.
func isTypo(v, w string) bool {
	const shortest, typos = 5, 2
	return min(utf8.RuneCountInString(v), utf8.RuneCountInString(w)) >= shortest && !strings.ContainsFunc(v+w, unicode.IsNumber) &&
		content.EditDistance(v, w) <= typos
}

// line returns the indexes of the versions that lead to the newest one, newest first: of a version, the next one is what
// its first parent had. What only a branch had before it was merged with others is not on the line, so that the
// corrections on it, one after another, lead from the first version to the newest.
func line(versions []Version) (on []int) {
	for i := 0; i < len(versions); {
		on = append(on, i)
		before := versions[i].Before
		i++
		if before == "" { // it was added, perhaps again
			continue
		}
		n := slices.IndexFunc(versions[i:], func(v Version) bool { return v.Blob == before })
		if n < 0 { // the history is cut off
			break
		}
		i += n
	}
	return on
}

// correctedOn returns the facts that the versions on a line correct, by index; inTime are those in comparison with the
// version before in time.
func (h *Historian) correctedOn(line []int, versions []Version, inTime [][]string, state *reading) ([][]string, error) {
	facts := make([][]string, len(versions))
	for _, i := range line {
		switch v := versions[i]; {
		case v.Before == "" || v.Blob == "":
		case i+1 < len(versions) && versions[i+1].Blob == v.Before:
			facts[i] = inTime[i]
		default:
			step, err := h.step(state, v, v.Before, false)
			if err != nil {
				return nil, err
			}
			facts[i] = step.Facts
		}
	}
	return facts, nil
}

// manyAtOnce is the number of post mortems in which one commit changes facts if it is no correction, but a change of
// words: a service was renamed, for example.
const manyAtOnce = 10

// setCorrections sets the corrections of histories, given the facts that their revisions changed: of each one, what
// changed after it was first completed.
func setCorrections(all []*traced) {
	at := map[string]int{} // number of post mortems that a commit corrects
	for _, h := range all {
		completed := false
		for i, r := range slices.Backward(h.Revisions) {
			if completed && len(h.facts[i]) > 0 {
				h.Corrections = append(h.Corrections, content.Correction{Commit: r.Commit, Time: r.Time, Facts: h.facts[i]})
				at[r.Commit]++
			}
			completed = completed || r.Status == content.Completed
		}
		slices.Reverse(h.Corrections)
	}
	for _, h := range all {
		h.Corrections = slices.DeleteFunc(h.Corrections, func(c content.Correction) bool { return at[c.Commit] >= manyAtOnce })
	}
}

// traced is a history with the facts that each of its revisions changed.
type traced struct {
	*content.History
	facts [][]string
}
