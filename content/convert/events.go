package convert

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A phrase is a way to say in plain words that an event happens.
type phrase struct {
	event string
	stems []string // a clause without any of them, and in ASCII, does not have the phrase
	form  func() *regexp.Regexp
}

const (
	happens = `(?:is |are |was |were |has |have |had |been |being |now |fully |completely |permanently |finally |all |verified |confirmed |verified to be |confirmed to be )*`
	system  = `(?:services?|sites?|websites?|systems?|platform|app|application|api|api server|server|servers|cluster|database|production|hub|dashboard|traffic|connectivity|functionality|access|operations?|everything|logins?|deploys?|deployments?|builds?|processing|checkout|payments?)`
	people  = `(?:an? |the |our |one |two |three |several |some |multiple |many |first )*(?:[\w-]+ )?(?:(?:end-?)?users?|customers?|clients?|staff|engineers?|operators?|developers?|students?|instructors?|colleagues?|team members?|team|community member|contributors?|someone|somebody|support|on-?call|sre)`
)

// phrases are sought in this order; see firstEvent.
var phrases = []phrase{
	{content.IncidentCreated, []string{"incident", "war room", "warroom", "vorfall"}, lazyregexp.New(`(?i)\bincident ` + happens + `(?:declared|opened|created|raised|filed)\b|\b(?:declared?|declares|opened|created|raised) an? (?:formal |major |p[0-9] |sev-?[0-9] )?incident\b|\bwar ?room ` + happens + `(?:created|opened|started)\b|\bincident (?:channel|bridge|call|room) ` + happens + `(?:created|opened|started)\b|` +
		`(?:incident|störfall|vorfall) (?:wird |wurde )?(?:eröffnet|ausgerufen)|incident (?:déclaré|ouvert)|incidente (?:declarado|abierto|aberto)|インシデント(?:を)?(?:宣言|発令|起票)|宣布(?:故障|事故|事件)`)},
	{content.IncidentEnds, []string{"incident", "vorfall"}, lazyregexp.New(`(?i)\bincident ` + happens + `(?:closed|resolved|over|ends|ended|marked (?:as )?(?:resolved|closed))\b|\b(?:end of (?:the )?incident|closed the incident)\b|(?:störfall|vorfall) (?:wird |wurde )?(?:geschlossen|beendet)|(?:clôture|fin) de l.incident|(?:cierre|fin) del incidente|incidente (?:cerrado|encerrado)|fim do incidente|インシデント(?:を)?(?:終了|クローズ)`)},
	{content.OutageEnds, []string{"restor", "recover", "resum", "back", "normal", "baseline", "working", "operational", "available", "resolv", "fixed", "mitigat", "solved", "away", "gone", "ends", "ended", "over", "clear", "end of", "behoben", "beendet", "wieder", "restaurad", "restablec", "recuperad", "resuelt", "retour"}, lazyregexp.New(`(?i)\b(?:` + system + `|outages?|issues?|problems?|errors?|impact) ` + happens + `(?:restored|recovered|recovers|recover|resumed?|resumes|back online|back up|back to normal|back in service|normal again|working again|working normally|healthy again|operational|available again|resolved|mitigated|solved|goes away|went away|gone)\b|\b(?:outages?|issues?|problems?) ` + happens + `fixed$|` +
		`\b(?:outage|impact|downtime|disruption|degradation) ` + happens + `(?:ends|ended|over|mitigated)\b|\b(?:end of (?:the )?(?:outage|impact|downtime|disruption)|everything (?:is |was )?working|(?:returned|returns|returning|back) to (?:normal|baseline)|normal (?:service|operations?) (?:is |was )?(?:resumed|restored)|all clear)\b|^full(?:y)? (?:recovery|recovered|restored|operational)\b|` +
		`^(?:resolved|mitigated|recovered|service restored|restored)(?:[.:!]|$)|\(resolved\)|` +
		`(?:dienste?|störung|ausfall|system|betrieb|problem)\b.{0,25}(?:wiederhergestellt|behoben|beendet|wieder (?:erreichbar|verfügbar|normal|online))|(?:servicio|sistema|acceso|sitio).{0,20}(?:restaurado|restablecido|recuperado|normalizado)|incidencia resuelta|problema resuelto|` +
		`(?:service|site|accès).{0,15}(?:rétabli|restauré|de nouveau (?:disponible|opérationnel))|retour à la normale|problème résolu|(?:serviço|sistema|acesso|site).{0,20}(?:restaurado|restabelecido|recuperado|normalizado)|problema resolvido|(?:サービス|システム).{0,4}(?:復旧|回復|復帰)|復旧(?:完了|確認)|完全復旧|障害(?:の)?(?:復旧|解消|収束)|(?:服务|系统|业务).{0,6}(?:恢复|正常)|恢复正常|故障(?:恢复|解除|结束)|(?:서비스|시스템).{0,4}(?:복구|정상)|장애 (?:복구|해소|종료)`)},
	{content.OutageBegins, []string{"begin", "began", "start", "onset", "down", "unavail", "unreach", "offline", "inaccess", "drop", "outage", "begonn", "inicio", "comienzo", "commencement", "panne"}, lazyregexp.New(`(?i)\b(?:outage|impact|degradation|downtime|disruption|incident) (?:first )?(?:begins|began|starts|started)\b|\b(?:problems?|issues?|failures?|errors?|timeouts?) (?:first )?(?:begins?|began|starts?|started)(?:$| (?:at|on|for|in|to appear|to occur|to happen|occurring|happening|appearing)\b)|^(?:start|beginning|onset) of (?:the )?(?:outage|incident|impact|downtime|problem|disruption)\b|` +
		`\b` + system + ` (?:starts?|started|begins?|began) (?:to fail|failing|degrading|timing out|erroring|returning errors)\b|\b` + system + ` (?:is |are |was |were |goes |went |go |became |becomes |becoming )(?:hard |completely |fully |entirely )?(?:down|unavailable|unreachable|offline|inaccessible)\b|\bdrop(?:s|ped)? to (?:zero|0)\b|\b(?:site|service|system) outage$|` +
		`(?:störung|ausfall|problem)\b.{0,10}(?:beginnt|begann|begonnen)|beginn (?:der störung|des ausfalls)|(?:inicio|comienzo) (?:del?|de la) (?:incidente|incidencia|caída|interrupción|fallo)|(?:début|commencement) (?:de la |du |de l.)(?:panne|incident|interruption|coupure)|início (?:do incidente|da falha|da interrupção|da queda)|障害(?:が)?発生|障害開始|故障(?:开始|发生|出现)|服务(?:不可用|中断)|장애 (?:발생|시작)`)},
	{content.OutageDetected, []string{"alert", "alarm", "page", "monitor", "report", "notic", "detect", "discover", "notified", "spotted", "erkannt", "bemerkt", "gemeldet", "entdeckt", "first"}, lazyregexp.New(`(?i)\b(?:alert|alarm|pager|page|monitor|monitoring)s?\b(?: \S+){0,3}? ` + happens + `(?:fired|fires|fire|firing|triggered|triggers|trigger|received|raised|went off|goes off|go off|detected|detects)\b|\bfirst (?:alert|alarm|page|report|user report|customer report)s?\b|\breceived (?:an? |the |a lot of |several |multiple )?(?:[\w-]+ )?(?:alerts?|alarms?|pages?)\b|` +
		`\b(?:on-?call|team|staff|engineers?|operators?|sre|we) (?:engineers? |team |members? )*(?:is |was |are |were |gets |got |get )?(?:paged|alerted|notified)\b|\b(?:outage|issue|problem|incident|anomaly|failure|regression|bug|attack) (?:is |was |were |has been )?(?:first )?(?:detected|noticed|reported|discovered|spotted)\b|` +
		`\b(?:reported|reports|noticed|notices|detected|detects|discovered) (?:an? |the )?(?:\S+ ){0,2}(?:outage|downtime|disruption)\b|^` + people + ` (?:first |independently )?(?:noticed|notices|notice|reported|reports|report|reporting|alerted us|detected|detects|discovered|discovers) .*\b(?:outage|errors?|failures?|failed|fails?|failing|issues?|problems?|down|unavailable|unreachable|slow|slowness|latency|missing|broken|crash\w*|timeouts?|unable|can.?t|cannot|similar|buffering|regression|[45]\d\d)\b|` +
		`alarm (?:ausgelöst|schlägt an)|(?:störung|ausfall|problem) (?:wird |wurde )?(?:erkannt|bemerkt|gemeldet|entdeckt)|(?:alerte|alarme) (?:déclenchée?|reçue)|(?:panne|incident|problème) (?:détectée?|signalée?)|(?:alerta|alarma|alarme) (?:disparada|recibida|recebid[ao]|activada|ativad[ao]|disparou)|(?:incidente|problema|fallo|falha) (?:detectad[oa]|reportad[oa])|アラート(?:が)?(?:発報|検知|発火|受信)|(?:障害|異常)(?:を)?検知|(?:收到|触发).{0,6}(?:告警|报警)|(?:告警|报警)(?:触发|响起)|(?:발견|감지)됨|알림 수신|장애 (?:감지|인지)`)},
	{content.ExternalCommunication, []string{"status", "customer", "announce", "statement", "kunden", "client"}, lazyregexp.New(`(?i)\bstatus ?page ` + happens + `(?:updated|posted|published)\b|\b(?:updated?|posted|published) (?:to |on )?(?:the |our )?(?:public )?status ?page\b|\bcustomers ` + happens + `(?:notified|informed|emailed)\b|\bcustomer communications? ` + happens + `(?:sent|posted|published)\b|\bpublic (?:announcement|statement) ` + happens + `(?:sent|posted|published|made)\b|statusseite (?:aktualisiert|veröffentlicht)|kunden (?:informiert|benachrichtigt)|clients (?:informés|prévenus)|clientes (?:informados|notificados|avisados)`)},
}

var (
	labelForm  = lazyregexp.New(`^(?i:(detection|detected|discovery|discovered|erkennung|détection|detección|detecção|検知|发现|감지)|(recovery|recovered|restored|outage end|impact end|end of impact|wiederherstellung|rétablissement|recuperación|recuperação|復旧|恢复|복구)|(outage start|impact start|incident start|start of impact|beginn|début|inicio|início|発生|开始|발생))\s?[:：]`)
	clauseEnd  = lazyregexp.New(`[.!?](?:\s|$)|[,;。，；、]| [—–-] |: `)
	someOfIt   = lazyregexp.New(`(?i)\b(?:partial\w*|partly|some|most|temporar\w*|briefly|only|except|but)\b`)
	toldWords  = lazyregexp.New(`(?i)\b(?:inform|report|confirm|notic|alert|observ|discover|found|find|told|tell|said|saw|see|check|verif)\w*`)
	hedgeWords = lazyregexp.New(`(?i)\b(?:not|no|n't|never|partly|partial(?:ly)?|temporar(?:y|ily)|briefly|some|most|believed?|thought|think|assume[ds]?|may|might|could|would|will|should|seems?|seemed|appears?|appeared|apparently|suspect\w*|expect\w*|until|before|after|if|whether|unless|once|when|while|wait\w*|almost|nearly|still|attempt\w*|tr(?:y|ies|ied|ying)|false|test\w*|to be|that (?:he|she|they)|nicht|teilweise|aún no|todavía|parcial\w*|pas|partiel\w*|não)\b|一部|未`)
	eventEntry = lazyregexp.New(`^( {0,3}(?:[-*+]|\d{1,4}[.)]) +[*_` + "`" + `]*(?:\d{4}-\d{2}-\d{2}[T ]+)?[~≈]?\d{1,2}:\d{2}(?::\d{2})?~?(?: ?(?:Z|[A-Z]{2,4}T|UTC|GMT)(?:[+-]\d{1,2})?\b)?[*_` + "`" + `]*)([\s:–—-]*)(.*)$`)
)

// maxClauses is how many clauses of a text may name an event: what comes later are details.
const maxClauses = 4

// eventIn returns the first event that a text states in plain words and that is not known yet.
func eventIn(text string, known, passed map[string]bool) string {
	text = plain(text)
	if m := labelForm().FindStringSubmatch(text); m != nil {
		for i, event := range []string{content.OutageDetected, content.OutageEnds, content.OutageBegins} {
			if m[i+1] != "" && !known[event] && !late(event, passed) {
				return event
			}
		}
	}
	for n := 0; n < maxClauses && text != ""; n++ {
		clause, rest := text, ""
		if end := clauseEnd().FindStringIndex(text); end != nil {
			clause, rest = text[:end[0]], strings.TrimSpace(text[end[1]:])
		}
		text = rest
		if event := firstEvent(clause, known, passed); event != "" {
			return event
		}
	}
	return ""
}

// firstEvent returns the event whose phrase begins first in a clause that has several: "service restored and
// incident closed". Of phrases that overlap, it is the first one of the list.
func firstEvent(clause string, known, passed map[string]bool) (event string) {
	begin, lower := len(clause), ""
	if isASCII(clause) {
		lower = strings.ToLower(clause)
	}
	for _, p := range phrases {
		if known[p.event] || late(p.event, passed) || lower != "" && !slices.ContainsFunc(p.stems, func(stem string) bool { return strings.Contains(lower, stem) }) {
			continue
		}
		if at := p.in(clause); at != nil && (event == "" || at[1] <= begin) {
			event, begin = p.event, at[0]
		}
	}
	return event
}

// late reports whether an event is named too late in the timeline to be meant: nothing begins
// after it was detected, and neither after it ended.
func late(event string, passed map[string]bool) bool {
	switch event {
	case content.OutageBegins:
		return passed[content.OutageDetected] || passed[content.OutageEnds]
	case content.OutageDetected:
		return passed[content.OutageEnds]
	}
	return false
}

// in returns where a clause has the phrase without a reservation: in front of it, or of what it
// says. That somebody reports that a site is down is not its beginning. Without the phrase it is nil.
func (p phrase) in(clause string) []int {
	at := p.form().FindStringIndex(clause)
	if at == nil || hedgeWords().MatchString(clause[:at[1]]) || someOfIt().MatchString(clause[at[1]:]) ||
		p.event == content.OutageBegins && toldWords().MatchString(clause[:at[1]]) {
		return nil
	}
	return at
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
}

// An eventRow is a row of the timeline with the text that may name an event.
type eventRow struct {
	line  *line
	when  string // what is in front of the text
	text  string
	label func(event string) // writes an event in front of the text
}

// labelEvents puts the name of an event before the text of the first row that states it, unless
// the timeline has that event by name.
func (im *importer) labelEvents() {
	im.scan()
	rows, known := im.eventRows(), im.eventNames()
	im.labelRange(rows, known)
	passed := map[string]bool{}
	for _, row := range rows {
		event, named := im.eventOf(row.text)
		if stated := eventIn(row.text, known, passed); !named || stated == event && !beginsWith(row.text, event) {
			event, named = stated, false // another word for an event gets its name, too
		}
		if event != "" && !named {
			row.label(event)
			im.note(row.line.at, Guessed, "timeline: %q is %s", Line(plain(row.text)), event)
		}
		known[event], passed[event] = true, true
	}
}

// eventRows returns the rows of the timeline, in the order written.
func (im *importer) eventRows() (out []eventRow) {
	for i := 0; i < len(im.lines); i++ {
		l := &im.lines[i]
		if l.kind != content.TimelineSection || l.code || l.level > 0 {
			continue
		}
		if rows := im.tableAt(i); rows > 0 {
			out = append(out, rowsOfTable(im.lines[i:i+rows])...)
			i += rows - 1
			continue
		}
		m := eventEntry().FindStringSubmatch(l.text)
		if m == nil {
			continue
		}
		row := eventRow{l, m[1], m[3], func(event string) { l.text = strings.TrimRight(m[1]+" "+event+": "+m[3], " ") }}
		if row.text == "" {
			row.text = im.textBelow(i + 1)
		}
		out = append(out, row)
	}
	return out
}

// rowsOfTable returns the rows of a table in which one column holds all the words.
func rowsOfTable(table []line) (out []eventRow) {
	column := -1
	for i, cell := range cells(table[0].text) {
		if kind := content.TimelineColumn(plain(cell)); kind == "note" || kind == "event" {
			if column >= 0 {
				return nil
			}
			column = i
		}
	}
	for n := 2; column >= 0 && n < len(table); n++ {
		row := cells(table[n].text)
		if column >= len(row) || strings.Join(row[:column], "") == "" {
			continue
		}
		l := &table[n]
		out = append(out, eventRow{l, strings.Join(row[:column], " "), row[column], func(event string) {
			row[column] = event + ": " + row[column]
			l.text = joinCells(row)
		}})
	}
	return out
}

// eventNames returns the events that some row of the timeline names: its text, or one of its cells,
// begins with the name.
func (im *importer) eventNames() map[string]bool {
	known := map[string]bool{}
	for _, l := range im.lines {
		if l.kind != content.TimelineSection || l.code {
			continue
		}
		texts := []string{strings.TrimSpace(l.text)}
		if m := eventEntry().FindStringSubmatch(l.text); m != nil {
			texts[0] = m[3]
		} else if strings.Contains(l.text, "|") {
			texts = cells(l.text)
		}
		for _, text := range texts {
			text = strings.ToLower(strings.TrimLeft(plain(text), "-*+ "))
			for _, event := range im.words.Event.Values {
				known[event] = known[event] || strings.HasPrefix(text, strings.ToLower(event))
			}
		}
	}
	return known
}

func beginsWith(text, event string) bool {
	name, _, _ := strings.Cut(plain(text), ":")
	return content.SameWord(name, event)
}

// eventOf returns the event that a text begins with.
func (im *importer) eventOf(text string) (event string, ok bool) {
	name, _, _ := strings.Cut(plain(text), ":")
	return im.words.Event.Match(name)
}

// textBelow returns the first paragraph of an entry's text that is on lines of its own.
func (im *importer) textBelow(i int) string {
	var texts []string
	for ; i < len(im.lines) && !im.lines[i].code; i++ {
		text := strings.TrimSpace(im.lines[i].text)
		if text == "" && len(texts) > 0 || text != "" && !strings.HasPrefix(im.lines[i].text, "  ") {
			break
		}
		if text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, " ")
}
