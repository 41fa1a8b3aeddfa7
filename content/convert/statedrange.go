package convert

import (
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	outageWord  = lazyregexp.New(`(?i)\b(?:outage|down|downtime|duration|unavailable|unreachable|interrupt\w*|disrupt\w*|ausfall|störung|dauer|panne|interruption|durée|caída|duración|interrupção|queda|duração)\b[^.!?。]{0,80}$|(?:停止|障害|中断|故障|장애)[^.!?。]{0,40}$`)
	statedTimes = lazyregexp.New(`(?:\b(?i:from|between|von|zwischen|de|entre|desde|das)\s+|\()([~≈]?\d{1,2}:\d{2}(?:\s?[AaPp][Mm])?)(?:\s?(?:UTC|GMT|[A-Z]{2,4}T))?(?:\s*[-–—]\s*|\s+(?i:to|and|until|till|bis|und|à|et|a|hasta|y|até|e|às)\s+)([~≈]?\d{1,2}:\d{2}(?:\s?[AaPp][Mm])?)`)
)

// statedRange returns the times from which until which the text says that the outage lasted, in
// the format, or "" if it does not say so.
func (im *importer) statedRange() (begin, end string) {
	for _, l := range im.lines {
		if l.code || !strings.Contains(l.text, ":") || l.kind != "" && l.kind != content.SummarySection && l.kind != content.TimelineSection || listForm().MatchString(l.text) && l.kind == content.TimelineSection || strings.HasPrefix(l.text, "|") {
			continue
		}
		m := statedTimes().FindStringSubmatchIndex(l.text)
		if m == nil || !outageWord().MatchString(l.text[:m[0]]) {
			continue
		}
		from, ok := cutStamp(l.text[m[2]:m[3]])
		until, also := cutStamp(l.text[m[4]:m[5]])
		if ok && also {
			return strings.Trim(from.clock, "~"), strings.Trim(until.clock, "~")
		}
	}
	return "", ""
}

// labelRange labels the rows at the times between which the text says that the outage lasted.
func (im *importer) labelRange(rows []eventRow, known map[string]bool) {
	begin, end := im.statedRange()
	for _, e := range []struct{ event, clock string }{{content.OutageBegins, begin}, {content.OutageEnds, end}} {
		if e.clock == "" || known[e.event] {
			continue
		}
		for n := range rows {
			row := &rows[n]
			if !strings.Contains(row.when, e.clock) {
				continue
			}
			if _, named := im.eventOf(row.text); !named {
				row.label(e.event)
				row.text = e.event + ": " + row.text
				im.note(row.line.at, Guessed, "timeline: %s is %s, by the times in the text", e.clock, e.event)
				known[e.event] = true
			}
			break
		}
	}
}
