package convert

import (
	"regexp"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A phrase is a way to say in plain words that an event happens.
type phrase struct {
	event string
	form  func() *regexp.Regexp
}

const happens = `(?:is |was |were |are |has been |have been |been |now |fully |completely )*`

// phrases are sought in this order; the first that occurs names the event.
var phrases = []phrase{
	{content.IncidentCreated, lazyregexp.New(`(?i)\bincident ` + happens + `(?:declared|opened|created|raised)\b`)},
	{content.IncidentEnds, lazyregexp.New(`(?i)\bincident ` + happens + `(?:closed|marked (?:as )?(?:resolved|closed))\b`)},
	{content.OutageEnds, lazyregexp.New(`(?i)\b(?:services?|site|website|system|connectivity|functionality|access|outage|issue|problem|production) ` + happens +
		`(?:restored|recovered|recovers|back online|back to normal|resolved)\b|\b(?:outage|impact|downtime|disruption) ` + happens + `(?:ends|ended|over)\b|^[*_(\[]*end of (?:the )?(?:outage|impact|downtime)\b|` +
		`^[*_(\[]*(?:resolved|service restored|full recovery)[*_)\]]*(?:[.:!]|$)|\([*_]*resolved[*_]*\)|` +
		`(?:dienst|störung|ausfall)\b.{0,20}(?:wiederhergestellt|behoben|beendet)|servicio (?:restaurado|restablecido|recuperado)|service rétabli|serviço (?:restaurado|restabelecido)|サービス復旧|復旧完了|完全復旧|服务恢复|恢复正常`)},
	{content.OutageBegins, lazyregexp.New(`(?i)\b(?:outage|impact|degradation|downtime|disruption|incident) (?:begins|began|starts|started)\b|^[*_(\[]*(?:start|beginning|onset) of (?:the )?(?:outage|incident|impact|downtime)\b|` +
		`\bservices? (?:starts?|started|begins?|began) (?:failing|degrading)\b|(?:störung|ausfall) beginnt|(?:inicio|comienzo) del? (?:la )?(?:incidente|incidencia|caída)|début de l.(?:incident|interruption)|início do incidente|障害発生|故障开始|故障发生`)},
	{content.OutageDetected, lazyregexp.New(`(?i)\b(?:alert|alarm|pager|page|monitor)s? (?:is |was |were |has )?(?:fired|fires|fire|triggered|triggers|received|raised|went off|goes off)\b|\bfirst alert\b|` +
		`\bon-?call (?:engineer )?(?:is |was |gets |got )(?:paged|alerted|notified)\b|\b(?:outage|issue|problem|incident|anomaly) (?:is |was |were )?(?:first )?(?:detected|noticed|reported|discovered)\b|` +
		`^[*_]*(?:an? |the |our )?(?:users?|customers?|staff|engineers?|operator) (?:first )?(?:noticed|notices|reported|reports|detected|detects)\b|アラート(?:発報|検知)|障害(?:を)?検知|收到告警|触发告警`)},
	{content.ExternalCommunication, lazyregexp.New(`(?i)\bstatus ?page (?:is |was )?(?:updated|posted|published)\b|\b(?:updated?|posted|published) (?:to |on )?(?:the |our )?(?:public )?status ?page\b|\bcustomers (?:are|were) (?:notified|informed|emailed)\b`)},
}

var (
	sentenceEnd = lazyregexp.New(`[.!?](?:\s|$)|。`)
	hedgeWords  = lazyregexp.New(`(?i)\b(?:not|no|n't|partly|partial(?:ly)?|temporar(?:y|ily)|briefly|some|but|believed?|thought|may|might|seems?|appears?|apparently|suspect\w*|should|expect\w*|until|before|if|unless|once|wait\w*|almost|nearly|still|again|attempt\w*|tr(?:y|ies|ied)|false|test)\b`)
	eventEntry  = lazyregexp.New(`^( {0,3}(?:[-*+]|\d{1,4}[.)]) +[*_` + "`" + `]*(?:\d{4}-\d{2}-\d{2}[T ]+)?[~≈]?\d{1,2}:\d{2}(?::\d{2})?~?(?: ?(?:Z|[A-Z]{2,4}T|UTC|GMT))?[*_` + "`" + `]*)([\s:–—-]*)(.*)$`)
)

// eventIn returns the event that the first sentence of a text states in plain words. A
// sentence with a reservation states none.
func eventIn(text string) string {
	if end := sentenceEnd().FindStringIndex(text); end != nil {
		text = text[:end[0]+1]
	}
	if hedgeWords().MatchString(text) {
		return ""
	}
	for _, p := range phrases {
		if p.form().MatchString(text) {
			return p.event
		}
	}
	return ""
}

// labelEvents puts the name of an event before the text of the first entry that states it in
// plain words, unless the timeline has that event by name.
func (im *importer) labelEvents() {
	im.scan()
	known := im.eventNames()
	for i := 0; i < len(im.lines); i++ {
		l := &im.lines[i]
		if l.kind != content.TimelineSection || l.code || l.level > 0 {
			continue
		}
		if rows := im.tableAt(i); rows > 0 {
			im.labelRows(im.lines[i:i+rows], known)
			i += rows - 1
			continue
		}
		m := eventEntry().FindStringSubmatch(l.text)
		if m == nil {
			continue
		}
		text := m[3]
		if text == "" {
			text = im.textBelow(i + 1)
		}
		if event := im.unnamed(text, known); event != "" {
			l.text = strings.TrimRight(m[1]+" "+event+": "+m[3], " ")
			im.note(l.at, Guessed, "timeline: %q is %s", plain(text), event)
		}
	}
}

// eventNames returns the events that some line of the timeline names.
func (im *importer) eventNames() map[string]bool {
	known := map[string]bool{}
	for _, l := range im.lines {
		if l.kind != content.TimelineSection || l.code {
			continue
		}
		for _, event := range im.words.Event.Values {
			if strings.Contains(strings.ToLower(l.text), strings.ToLower(event)) {
				known[event] = true
			}
		}
	}
	return known
}

// unnamed returns the event that a text states if it is not known yet, and records it.
func (im *importer) unnamed(text string, known map[string]bool) string {
	event := eventIn(text)
	if event == "" || known[event] {
		return ""
	}
	known[event] = true
	return event
}

// textBelow returns the first line of an entry's text that is on lines of its own.
func (im *importer) textBelow(i int) string {
	for ; i < len(im.lines); i++ {
		if text := strings.TrimSpace(im.lines[i].text); text != "" {
			if !strings.HasPrefix(im.lines[i].text, "  ") || im.lines[i].code {
				return ""
			}
			return text
		}
	}
	return ""
}

// labelRows labels the rows of a table in which one column holds all the words.
func (im *importer) labelRows(table []line, known map[string]bool) {
	column := -1
	for i, cell := range cells(table[0].text) {
		if kind := content.TimelineColumn(plain(cell)); kind == "note" || kind == "event" {
			if column >= 0 {
				return
			}
			column = i
		}
	}
	for n := 2; column >= 0 && n < len(table); n++ {
		row := cells(table[n].text)
		if column >= len(row) {
			continue
		}
		if event := im.unnamed(row[column], known); event != "" {
			im.note(table[n].at, Guessed, "timeline: %q is %s", plain(row[column]), event)
			row[column] = event + ": " + row[column]
			table[n].text = joinCells(row)
		}
	}
}
