package convert

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// numberWords are the numbers that people write out.
var numberWords = map[string]string{
	"one": "1", "an": "1", "a": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90",
}

// unitWords are the units of the format.
var unitWords = []unitWord{
	unit("d", `days?|d|tagen?|tage|jours?|días?|dias?|giorni|日間|天|일`),
	unit("h", `hours?|hrs?|h|stunden?|std|heures?|horas?|ore|時間|个?小时|小時|시간`),
	unit("m", `minutes?|mins?|m|minuten?|minutos?|minuti|分間?|分钟|分鐘|분`),
	unit("s", `seconds?|secs?|s|sekunden?|secondes?|segundos?|秒間?|秒钟?|초`),
	unit("w", `weeks?|w|wochen?|semaines?|semanas?|週間|周|주`),
}

// A unitWord is a unit of time with the words for it.
type unitWord struct {
	unit, words string
	form        func() *regexp.Regexp
}

func unit(name, words string) unitWord {
	return unitWord{name, words, lazyregexp.New(`^(?i:` + words + `)$`)}
}

const numberPart = `(\d+(?:[.,]\d+)?|(?i:one|an|a|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety))`

var (
	unitPart = func() string {
		var all []string
		for _, u := range unitWords {
			all = append(all, u.words)
		}
		return `(?i:(` + strings.Join(all, "|") + `))`
	}()
	lengthPart   = lazyregexp.New(`^` + numberPart + `[\s-]?` + unitPart + `\.?(?:[^\p{L}\p{N}]|$|[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\d])`)
	lengthInText = lazyregexp.New(numberPart + `[\s-]?` + unitPart)
	lengthGap    = lazyregexp.New(`^(?:\s*,\s*|\s+(?:and|und|et|y|e)\s+|\s*)`)
	rangeAhead   = lazyregexp.New(`(?i)(?:\d\s*[-–—]\s*|\b(?:up to|over|more than|less than|at least|at most|almost|nearly|under|within|between|bis zu|mehr als|weniger als|fast|über|plus de|moins de|presque|más de|menos de|casi|mais de|quase|another|further|every|last|next|first|or|after|por)\s+|約?最大|超过|超過|以上)$`)
	rangeAfter   = lazyregexp.New(`^\s*(?:\+|or (?:more|so)|plus\b|to \d|[-–—]\s?\d|以上|余)`)
)

// maxParts is the number of parts that a length of time has at most: weeks, days, hours, minutes
// and seconds.
const maxParts = 5

// cutLength reads a length of time at the beginning of a text, such as "1 hour and 48 minutes",
// 54分 or "nine hours", and returns it in the format.
func cutLength(text string) (value, rest string, ok bool) {
	var parts []string
	for rest = text; len(parts) < maxParts; {
		next := rest[len(lengthGap().FindString(rest)):]
		if len(parts) == 0 {
			next = rest
		}
		m := lengthPart().FindStringSubmatchIndex(next)
		if m == nil {
			break
		}
		number := strings.ToLower(next[m[2]:m[3]])
		if digits, written := numberWords[number]; written {
			number = digits
		}
		parts = append(parts, strings.ReplaceAll(number, ",", ".")+unitOf(next[m[4]:m[5]]))
		rest = strings.TrimPrefix(next[m[5]:], ".")
	}
	value = strings.Join(parts, " ")
	_, err := content.ParseDuration(value)
	return value, rest, len(parts) > 0 && err == nil
}

func unitOf(word string) string {
	for _, u := range unitWords {
		if u.form().MatchString(word) {
			return u.unit
		}
	}
	return ""
}

// duration parses a duration that a remark may follow. It returns no value for a range or an
// estimate with a bound, such as 2-3 hours and "over an hour".
func duration(text string) (value string, sure, ok bool) {
	if _, err := content.ParseDuration(text); err == nil {
		return scalar(text), true, true
	}
	about := aboutForm().FindString(text)
	if d, err := content.ParseDuration(strings.TrimSpace(remarkForm().ReplaceAllString(text[len(about):], "$1"))); err == nil && d > 0 {
		return scalar(strings.TrimSpace(remarkForm().ReplaceAllString(text[len(about):], "$1"))), false, true
	}
	value, rest, ok := cutLength(text[len(about):])
	return value, false, ok && !rangeAfter().MatchString(rest)
}

var (
	lasted = lazyregexp.New(`(?i)(?:\b(?:outage|incident|downtime|disruption|interruption|issue|problem|degradation|impact|effect|unavailability)\b[^.;:]{0,60}?\b(?:lasted|lasting|took|continued)(?: for)?|` +
		`\b(?:down|unavailable|offline|inaccessible|unreachable|interrupted|disrupted|not (?:available|accessible|reachable))\b[^.;:,]{0,40}? for|\b(?:total )?(?:time to (?:resolution|recovery|restore|resolve)|downtime|outage|duration|impact duration)(?: of| was|:| -)?|` +
		`\b(?:ausfall|störung|unterbrechung)\b[^.;:]{0,40}?(?:dauerte|von)|\b(?:panne|incident|interruption|coupure)\b[^.;:]{0,40}?(?:duré|pendant|de)|\b(?:caída|incidente|interrupción|incidencia)\b[^.;:]{0,40}?(?:duró|durante|de)|\b(?:queda|incidente|interrupção|indisponibilidade)\b[^.;:]{0,40}?(?:durou|durante|por|de)|` +
		`(?:停止|障害|中断|故障|不可用|影响|장애|중단)[^。;]{0,20}?)\s*[*_]{0,2}\s*(?:for )?(?:about|approximately|approx\.?|around|roughly|circa|ca\.|etwa|rund|environ|aproximadamente|cerca de|unos|unas|约|約|~|약)?\s*$`)
	lengthOfOutage = lazyregexp.New(`^\s*(?:of|von|de)\s+(?:complete |total |partial |full )?(?:downtime|outage|unavailability|service interruption|ausfall|störung|panne|caída|interrupción|indisponibilidad|indisponibilidade)`)
)

// lastedStems are parts of the words that [lasted] begins with: looking for them is much faster.
var lastedStems = []string{
	"outage", "incident", "down", "disrupt", "interrup", "issue", "problem", "degrad", "impact", "effect", "unavail", "offline", "accessible", "unreach", "available", "reachable",
	"time to", "duration", "ausfall", "störung", "unterbrech", "panne", "coupure", "caída", "queda", "indispon", "停止", "障害", "中断", "故障", "不可用", "影响", "장애", "중단",
}

// saysLasted reports whether a text ends with words such as "the outage lasted".
func saysLasted(text string) bool {
	return hasLasted(text) && lasted().MatchString(text)
}

// hasLasted reports whether a text has a part of any word of [lasted] or [lengthOfOutage].
func hasLasted(text string) bool {
	lower := strings.ToLower(text)
	return slices.ContainsFunc(lastedStems, func(stem string) bool { return strings.Contains(lower, stem) })
}

// maxBefore is how much of the text in front of a length of time is looked at, in bytes.
const maxBefore = 160

// completeDuration looks for a sentence of the summary, or of the text above it, that says how
// long the outage lasted, unless another one says something else.
func (im *importer) completeDuration() {
	line, stated, written := 0, "", ""
	for i, l := range im.lines {
		if l.code || l.level > 0 || l.kind != "" && l.kind != content.SummarySection || l.kind == "" && l.depth > 1 && !impactTitle().MatchString(l.section) {
			continue
		}
		text := plain(im.paragraph(i))
		if !hasLasted(text) {
			continue
		}
		for _, found := range lengthInText().FindAllStringIndex(text, -1) {
			at := found[0]
			if before, _ := utf8.DecodeLastRuneInString(text[:at]); at > 0 && isWord(before) && before < unicode.MaxLatin1 {
				continue
			}
			value, rest, ok := cutLength(text[at:])
			before := text[:at]
			if len(before) > maxBefore {
				before = strings.ToValidUTF8(before[len(before)-maxBefore:], "")
			}
			if !ok || rangeAhead().MatchString(before) || rangeAfter().MatchString(rest) || !saysLasted(before) && !lengthOfOutage().MatchString(rest) {
				continue
			}
			if stated != "" && stated != value {
				return // nobody can tell which of them is meant
			}
			if stated == "" {
				line, stated, written = l.at, value, Line(strings.TrimRight(strings.TrimSuffix(text[at:], rest), ". "))
			}
		}
	}
	if stated != "" {
		im.front.set("duration", stated+" # "+written)
		im.note(line, Guessed, "duration: %s, from %q", stated, written)
	}
}

var impactTitle = lazyregexp.New(`^(?:impact|impacts|user impact|customer impact|business impact|detection|resolution|auswirkung(?:en)?|folgen|impacto?|影响|影響|影響範囲|影响范围|영향)$`)

// paragraph returns the text of a paragraph that begins at a line, or "" for other lines.
func (im *importer) paragraph(i int) string {
	if i > 0 && im.lines[i-1].level == 0 && strings.TrimSpace(im.lines[i-1].text) != "" && !listForm().MatchString(im.lines[i].text) {
		return ""
	}
	var texts []string
	for ; i < len(im.lines) && im.lines[i].level == 0 && strings.TrimSpace(im.lines[i].text) != "" && (len(texts) == 0 || !listForm().MatchString(im.lines[i].text)); i++ {
		texts = append(texts, strings.TrimSpace(im.lines[i].text))
	}
	return strings.Join(texts, " ")
}
