package meeting

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/console"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A Question is asked about rows of the timeline.
type Question struct {
	Text string   // markdown
	Rows []string // anchors of the rows that it is about, in order

	row int // index of the first of them, by which questions are in order
}

// kinds find questions, the most telling first: if a timeline gives more than [MaxQuestions], the
// last ones are left out.
var kinds = []func(pm *content.PostMortem, voices []Voice) []Question{
	surprising, atFirst, silence, unnoticed, deciding, afterDetection, joining, vague, turn, told, before, over,
}

func questions(pm *content.PostMortem, voices []Voice) (out []Question) {
	asked := map[int]bool{} // alone, once each
	for _, find := range kinds {
		for _, q := range find(pm, voices) {
			alone := len(q.Rows) == 1
			if len(out) < MaxQuestions && (!alone || !asked[q.row]) {
				asked[q.row] = asked[q.row] || alone
				out = append(out, q)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Question) int { return cmp.Or(x.row-y.row, len(x.Rows)-len(y.Rows)) })
	return out
}

// ask returns a question about rows of the timeline.
func ask(pm *content.PostMortem, rows []int, format string, args ...any) Question {
	q := Question{Text: fmt.Sprintf(format, args...), row: rows[0]}
	for _, row := range rows {
		q.Rows = append(q.Rows, pm.Timeline[row].Anchor)
	}
	return q
}

// maxQuoted is the maximum number of characters of a row that a question quotes.
const maxQuoted = 120

// quoted returns what a row says, in quotation marks.
func quoted(entry content.Entry) string {
	text := strings.Join(strings.Fields(cmp.Or(entry.Note, entry.Label)), " ")
	if letters := []rune(text); len(letters) > maxQuoted {
		text = strings.TrimRight(string(letters[:maxQuoted]), " ,;") + " …"
	}
	return "“" + console.Markdown(strings.TrimSuffix(text, ".")) + "”"
}

// when returns the time of a row for people, with the day if it is not the incident's.
func when(pm *content.PostMortem, row int) string {
	entry := pm.Timeline[row]
	if entry.Time.IsZero() {
		return cmp.Or(console.Markdown(entry.Clock), "an unknown time")
	}
	form := "15:04"
	if content.DateOf(entry.Time) != pm.Date {
		form = "15:04 on 2 January 2006"
	}
	if entry.Approximate {
		form = "about " + form
	}
	return entry.Time.Format(form)
}

// revised matches words of a first belief that was given up later.
var revised = lazyregexp.New(`(?i)\b(?:at first|initially|first (?:thought|assumed|suspected|believed)|(?:was |were )?(?:mis)?taken for|turn(?:s|ed) out|suspected|assum(?:ed|ing)|ruled out|(?:wrongly|mistakenly) \pL+|no (?:effect|change)|did not help|does not help|red herring)\b`)

// maxRevised is the maximum number of questions about first beliefs.
const maxRevised = 2

// surprising asks about the first row that surprised people.
func surprising(pm *content.PostMortem, _ []Voice) []Question {
	row := rowOf(pm, content.Surprise)
	if row < 0 {
		return nil
	}
	return []Question{ask(pm, []int{row}, "At %s, %s was a surprise. What had people expected, and what made them expect it?", when(pm, row), quoted(pm.Timeline[row]))}
}

// atFirst asks about rows that say what people believed, or believed at first.
func atFirst(pm *content.PostMortem, _ []Voice) (out []Question) {
	for i, entry := range pm.Timeline {
		if len(out) < maxRevised && (entry.Event == content.Hypothesis || entry.Event == "" && revised().MatchString(entry.Note)) {
			out = append(out, ask(pm, []int{i}, "At %s, %s. What pointed that way, and what changed minds?", when(pm, i), quoted(entry)))
		}
	}
	return out
}

// minSilence is the shortest gap between two rows that is a silence.
const minSilence = 10 * time.Minute

// silence asks about the longest gap between two rows from the detection to the end.
func silence(pm *content.PostMortem, _ []Voice) []Question {
	from, to := detected(pm), ended(pm)
	last, longest, at := -1, minSilence-1, [2]int{-1, -1}
	for i, entry := range pm.Timeline {
		if !entry.Exact() || entry.Event == content.WouldHaveBegun || i < from || i > to {
			continue
		}
		if last >= 0 {
			if gap := entry.Time.Sub(pm.Timeline[last].Time); gap > longest {
				longest, at = gap, [2]int{last, i}
			}
		}
		last = i
	}
	if at[0] < 0 {
		return nil
	}
	return []Question{ask(
		pm, at[:], "Nothing is written down for %s between %s (%s) and %s (%s). What did people look at in that time, and what did they believe was happening?",
		content.FormatDuration(longest), when(pm, at[0]), quoted(pm.Timeline[at[0]]), when(pm, at[1]), quoted(pm.Timeline[at[1]]),
	)}
}

// unnoticed asks about the time between the beginning and the detection. A near miss begins with its first row.
func unnoticed(pm *content.PostMortem, _ []Voice) []Question {
	begin, found := max(0, rowOf(pm, content.OutageBegins)), rowOf(pm, content.OutageDetected)
	if found < 0 || !pm.Timeline[begin].Exact() || !pm.Timeline[found].Exact() {
		return nil
	}
	gap := pm.Timeline[found].Time.Sub(pm.Timeline[begin].Time)
	if gap < time.Minute {
		return nil
	}
	return []Question{ask(pm, []int{begin, found}, "It began at %s and was noticed at %s, %s later. What could be seen in between, by whom, and what did it look like to them?",
		when(pm, begin), when(pm, found), content.FormatDuration(gap))}
}

// minWords is the minimum number of words of a row that says what people did.
const minWords = 3

// tells reports whether a row says what people did, more than the name of an event or the number of a ticket.
func tells(entry content.Entry) bool { return len(strings.Fields(entry.Note)) >= minWords }

// afterDetection asks about the first thing that people did after the detection.
func afterDetection(pm *content.PostMortem, _ []Voice) []Question {
	found := rowOf(pm, content.OutageDetected)
	for row := found + 1; found >= 0 && row < ended(pm); row++ {
		if entry := pm.Timeline[row]; tells(entry) {
			return []Question{ask(pm, []int{row}, "The first thing after the detection was, at %s, %s. What made that the next thing to do?", when(pm, row), quoted(entry))}
		}
	}
	return nil
}

// maxJoining is the maximum number of questions about roles that join.
const maxJoining = 2

// joining asks about the rows in which a role is named first, once the incident was noticed.
func joining(pm *content.PostMortem, voices []Voice) (out []Question) {
	from := max(detected(pm), 1)
	for i, entry := range pm.Timeline {
		var roles []string
		for _, v := range voices {
			if v.Row == entry.Anchor {
				roles = append(roles, v.Role)
			}
		}
		if i >= from && len(roles) > 0 && len(out) < maxJoining {
			out = append(out, ask(pm, []int{i}, "At %s, the timeline names the %s for the first time. What were they told, and what did they have to find out for themselves?",
				when(pm, i), console.Markdown(strings.Join(roles, " and the "))))
		}
	}
	return out
}

// deciding asks about the first row with a decision.
func deciding(pm *content.PostMortem, _ []Voice) []Question {
	row := rowOf(pm, content.Decision)
	if row < 0 {
		return nil
	}
	return []Question{ask(pm, []int{row}, "The decision at %s was %s. What else was there to choose from, and what would have changed it?", when(pm, row), quoted(pm.Timeline[row]))}
}

// vague asks about the rows without an exact time.
func vague(pm *content.PostMortem, _ []Voice) []Question {
	var rows []int
	for i, entry := range pm.Timeline {
		if !entry.Exact() {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	first := pm.Timeline[rows[0]]
	if len(rows) == 1 {
		return []Question{ask(pm, rows, "%s has no exact time (%s). What would tell when it was: a log, a chat, a picture on a phone?", quoted(first), when(pm, rows[0]))}
	}
	return []Question{ask(pm, rows, "%d rows have no exact time; the first is %s (%s). What would tell when they were: a log, a chat, a picture on a phone?", len(rows), quoted(first), when(pm, rows[0]))}
}

// turn asks about the last thing that people did before the end of the outage.
func turn(pm *content.PostMortem, _ []Voice) []Question {
	for row := ended(pm) - 1; pm.Has(content.OutageEnds) && !pm.Outage().Ongoing && row > detected(pm); row-- {
		if entry := pm.Timeline[row]; tells(entry) {
			return []Question{ask(pm, []int{row}, "The last thing before the end was, at %s, %s. How did people know that it would work, and had anybody done it before?", when(pm, row), quoted(entry))}
		}
	}
	return nil
}

// told asks about the last row in which somebody is told who was not there.
func told(pm *content.PostMortem, _ []Voice) []Question {
	for row, entry := range slices.Backward(pm.Timeline) {
		if slices.Contains([]string{content.InternalCommunication, content.ExternalCommunication, content.VendorContacted}, entry.Event) && tells(entry) {
			return []Question{ask(pm, []int{row}, "At %s, %s. What did those who were told need to know, and what could nobody say yet?", when(pm, row), quoted(entry))}
		}
	}
	return nil
}

// before asks about the first row.
func before(pm *content.PostMortem, _ []Voice) []Question {
	if len(pm.Timeline) == 0 {
		return nil
	}
	return []Question{ask(pm, []int{0}, "The timeline begins at %s with %s. What did a normal day look like until then?", when(pm, 0), quoted(pm.Timeline[0]))}
}

// over asks about the last row, unless the outage has not ended.
func over(pm *content.PostMortem, _ []Voice) []Question {
	last := len(pm.Timeline) - 1
	if last >= 0 && pm.Timeline[last].Event == content.WouldHaveBegun {
		last--
	}
	if last < 1 || pm.Outage().Ongoing {
		return nil
	}
	return []Question{ask(pm, []int{last}, "The timeline ends at %s with %s. What told people that it was over, and how sure were they?", when(pm, last), quoted(pm.Timeline[last]))}
}

// rowOf returns the index of the first row of an event, or -1.
func rowOf(pm *content.PostMortem, event string) int {
	return slices.IndexFunc(pm.Timeline, func(entry content.Entry) bool { return entry.Event == event })
}

// detected returns the index of the row of the detection, or else of the beginning, or 0.
func detected(pm *content.PostMortem) int {
	return max(0, cmp.Or(max(0, rowOf(pm, content.OutageDetected)), rowOf(pm, content.OutageBegins)))
}

// ended returns the index of the row with which the outage ended at last; without one, of the last row of what happened.
func ended(pm *content.PostMortem) int {
	last := -1
	for i, entry := range pm.Timeline {
		switch {
		case entry.Event == content.OutageEnds:
			last = i
		case entry.Event != content.WouldHaveBegun && !pm.Has(content.OutageEnds):
			last = i
		}
	}
	return last
}
