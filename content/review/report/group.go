package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
)

// A group holds the findings of one rule and level.
type group struct {
	level    content.Level
	rule     string
	messages []message
}

// count returns the number of findings.
func (g group) count() (n int) {
	for _, m := range g.messages {
		n += m.count
	}
	return n
}

// A message is what findings of one group have in common, and where they are.
type message struct {
	text, hint string
	count      int
	places     []place
}

// A place is a range of lines in which every line has a finding.
type place struct {
	file        string
	first, last int // 1-based, inclusive
}

func (p place) String() string {
	if p.first == p.last {
		return fmt.Sprint(p.first)
	}
	return fmt.Sprintf("%d–%d", p.first, p.last)
}

// groups returns findings by rule, errors before warnings, and otherwise in the order in which they begin.
func groups(findings []check.Finding) (out []group) {
	type key struct {
		level content.Level
		rule  string
	}
	type text struct{ rule, message, hint string }
	byRule, byText := map[key]int{}, map[text]int{}
	for _, f := range findings {
		g, known := byRule[key{f.Level, f.Rule}]
		if !known {
			g = len(out)
			byRule[key{f.Level, f.Rule}], out = g, append(out, group{level: f.Level, rule: f.Rule})
		}
		words := text{f.Level.String() + f.Rule, f.Message, f.Hint}
		m, known := byText[words]
		if !known {
			m = len(out[g].messages)
			byText[words], out[g].messages = m, append(out[g].messages, message{text: f.Message, hint: f.Hint})
		}
		out[g].messages[m].add(f.File, f.Line)
	}
	slices.SortStableFunc(out, func(x, y group) int { return cmp.Compare(x.level, y.level) })
	return out
}

// add adds a line. It extends the last range if that has the line or ends in front of it.
func (m *message) add(file string, line int) {
	m.count++
	if last := len(m.places) - 1; last >= 0 && m.places[last].file == file && line <= m.places[last].last+1 {
		m.places[last].last = max(m.places[last].last, line)
		return
	}
	m.places = append(m.places, place{file, line, line})
}
