package convert

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// frontSections are headings of sections that hold metadata.
var frontSections = map[string]bool{
	"summary": true, "metadata": true, "overview": true, "details": true, "incident details": true, "incident summary": true, "information": true,
	"incident information": true, "general information": true, "document information": true, "incident": true, "key facts": true, "at a glance": true,
}

var (
	boldField = lazyregexp.New(`^ {0,3}(?:[-*+] +)?(?:\*\*|__)([^*_:]+?)\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:)\s*(.*?)(?:\\| {2,})?$`)
	itemField = lazyregexp.New(`^ {0,3}[-*+] +([^*_:|]{1,40}?)\s*:(?:\s+(.*?))?\s*$`)
	lineField = lazyregexp.New(`^([A-Z][^*_:|#]{1,40}?)\s*:\s+(.*?)(?:\\| {2,})?$`)
	subItem   = lazyregexp.New(`^\s+[-*+] +([^\s].*?)\s*$`)
	topItem   = lazyregexp.New(`^[-*+] +(.*)$`)
	structure = lazyregexp.New(`^\s*$|^ {0,3}(?:[-*+] |\d+[.)] |#|\||>|(?:\*\*|__)[^*]+(?:\*\*|__)?:)|^[A-Z][^:|]{1,40}:\s`)
)

// inFront reports whether a line is in a place where documents have metadata: at the beginning,
// or in a section for it. Bold labels may also be in other sections above those of the format.
func (l line) inFront() bool {
	early := l.early && boldField().MatchString(l.text)
	return !l.code && l.level == 0 && (l.depth <= 1 || frontSections[l.section] || early)
}

// takeMetadata moves fields from the beginning of the body to the front matter: lines such
// as "**Status:** final", and rows of two-column tables.
func (im *importer) takeMetadata() {
	im.scan()
	for i := 0; i < len(im.lines); i++ {
		l := im.lines[i]
		if rows := im.tableAt(i); rows > 0 {
			if l.inFront() || l.early {
				i = im.takeTable(i, i+rows)
			} else {
				i += rows - 1
			}
			continue
		}
		switch {
		case l.code:
		case im.takeSeveral(i):
			i--
		case !l.inFront():
			im.copyField(l)
		default:
			i = im.takeLine(i)
		}
	}
}

// takeLine moves the field at a line, if there is one, to the front matter. It returns the line
// before the one to continue with.
func (im *importer) takeLine(i int) int {
	l := im.lines[i]
	if im.takeDefinition(i) {
		return i - 1
	}
	label, text, ok := field(l.text)
	if m := boldField().FindStringSubmatch(l.text); !ok && m != nil {
		im.note(l.at, Left, "%s: unknown field", plain(m[1]))
	}
	if !ok || i+1 < len(im.lines) && !structure().MatchString(im.lines[i+1].text) {
		return i // not a field, or one that continues on the next line
	}
	end := i + 1
	if text == "" {
		var items []string
		for ; end < len(im.lines) && subItem().MatchString(im.lines[end].text); end++ {
			items = append(items, subItem().FindStringSubmatch(im.lines[end].text)[1])
		}
		text = strings.Join(items, ", ")
	} else if i+1 < len(im.lines) && subItem().MatchString(im.lines[i+1].text) {
		return i
	}
	if !im.take(l.at, label, text) {
		return i
	}
	im.remove(i, end)
	return i - 1
}

// takeDefinition moves an entry of a definition list, a label with ": value" on the line below, to the
// front matter.
func (im *importer) takeDefinition(i int) bool {
	l := im.lines[i]
	if i+1 == len(im.lines) || keyOf(plain(l.text)) == "" || i+2 < len(im.lines) && strings.HasPrefix(im.lines[i+2].text, ":") {
		return false
	}
	text, ok := strings.CutPrefix(strings.TrimLeft(im.lines[i+1].text, " "), ": ")
	if !ok || !im.take(l.at, l.text, strings.TrimSpace(text)) {
		return false
	}
	im.remove(i, i+2)
	return true
}

// severalForm matches the labels of fields that share a line.
var severalForm = lazyregexp.New(`\*\*([^*:|]{1,40}?)\s*(?::\s*\*\*|\*\*\s*:)\s*`)

// takeSeveral moves the fields of a line such as "**Date:** a | **Severity:** b" to the front
// matter. It returns false if the line stays, because not all of it is fields that are understood.
func (im *importer) takeSeveral(i int) bool {
	l := im.lines[i]
	labels := severalForm().FindAllStringSubmatchIndex(l.text, -1)
	if len(labels) < 2 || !l.inFront() && !l.early || strings.Trim(l.text[:labels[0][0]], " -*+>|") != "" {
		return false
	}
	all := true
	for n, at := range labels {
		end := len(l.text)
		if n+1 < len(labels) {
			end = labels[n+1][0]
		}
		label, text := l.text[at[2]:at[3]], strings.Trim(l.text[at[1]:end], " |·•;,/—–-\\")
		if keyOf(plain(label)) == "" || im.has(keyOf(plain(label))) || !im.take(l.at, label, text) {
			all = false
		}
	}
	if all {
		im.remove(i, i+1)
	}
	return all
}

// copiedKeys are keys that documents also state in other sections, except those that talk about
// the future. There the words stay on the page.
var (
	copiedKeys = map[string]bool{"date": true, "severity": true, "duration": true, "timezone": true}
	notCopied  = map[content.SectionKind]bool{content.ActionsSection: true, content.LessonsSection: true, content.WellSection: true, content.WrongSection: true, content.LuckySection: true, content.ReferencesSection: true}
)

var headingField = lazyregexp.New(`^[*_]*([^:*_]{3,30}?)[*_]*\s?[:–—]\s+(.+)$`)

// copyField copies a field of another section, or one that is a heading, to the front matter.
func (im *importer) copyField(l line) {
	label, text, ok := field(l.text)
	if l.level > 0 {
		m := headingField().FindStringSubmatch(l.title)
		if ok = m != nil; ok {
			label, text = m[1], m[2]
		}
	}
	key := keyOf(plain(label))
	if !ok || !copiedKeys[key] || im.has(key) || notCopied[l.kind] || text == "" {
		return
	}
	if value, sure, ok := im.value(key, plain(text)); ok && value != "" {
		im.front.set(key, value)
		im.note(l.at, kindOf(sure), "%s: %s", key, value)
	}
}

// field splits a line into a label that the format knows and its value.
func field(text string) (label, value string, ok bool) {
	if !strings.Contains(text, ":") {
		return "", "", false
	}
	for _, form := range []*regexp.Regexp{boldField(), itemField(), lineField()} {
		if m := form.FindStringSubmatch(text); m != nil && keyOf(plain(m[1])) != "" {
			return m[1], m[2], true
		}
	}
	return "", "", false
}

// take adds a field to the front matter. It returns false if the field stays where it is.
func (im *importer) take(at int, label, text string) bool {
	key := keyOf(plain(label))
	if key == "incident" && content.FoldHeading(label) == "incident change" {
		return im.takeTickets(at, label, text)
	}
	value, sure, ok := im.value(key, plain(text))
	if im.has(key) {
		if !ok || !im.says(key, value) {
			im.note(at, Left, "%s: the front matter already has it", key)
		}
		return false
	}
	if !ok {
		im.asked[key] = true
		im.leaveWord(at, key, plain(text))
		return false
	}
	if value != "" {
		im.note(at, kindOf(sure), "%s: %s", key, value)
	}
	im.give(key, value, label, text)
	return true
}

// takeTickets splits the template's row "Incident / Change #" as the parser does.
func (im *importer) takeTickets(at int, label, text string) bool {
	if im.has("incident") || im.has("change") {
		im.note(at, Left, "incident: the front matter already has it")
		return false
	}
	var incidents, changes []string
	for _, number := range strings.FieldsFunc(plain(text), func(r rune) bool { return strings.ContainsRune(",;/ ", r) }) {
		if strings.HasPrefix(strings.ToUpper(number), "CH") {
			changes = append(changes, number)
		} else if !content.IsPlaceholder("incident", number) {
			incidents = append(incidents, number)
		}
	}
	if len(changes) > 0 {
		im.front.set("change", list(changes))
		im.note(at, Mapped, "change: %s", list(changes))
	}
	value := ""
	if len(incidents) > 0 {
		value = list(incidents)
		im.note(at, Mapped, "incident: %s", value)
	}
	im.give("incident", value, label, text)
	return true
}

// headingKeys are keys that may have a heading of their own.
var headingKeys = []string{"date", "authors", "status", "severity", "duration", "timezone", "service"}

// takeHeadings moves fields that are written as a heading with a line or a list below it.
func (im *importer) takeHeadings() {
	im.scan()
	for i := 0; i < len(im.lines); i++ {
		l := im.lines[i]
		key := keyOf(plain(l.title))
		if l.level < 2 || !slices.Contains(headingKeys, key) || im.has(key) || l.kind != "" {
			continue
		}
		end := i + 1
		var texts []string
		for ; end < len(im.lines) && im.lines[end].level == 0; end++ {
			if text := strings.TrimSpace(im.lines[end].text); text != "" {
				texts = append(texts, text)
			}
		}
		items := true
		for n, text := range texts {
			item := topItem().FindStringSubmatch(text)
			if items = items && item != nil; items {
				texts[n] = item[1]
			}
		}
		if len(texts) == 0 || len(texts) > 1 && !items || slices.ContainsFunc(im.lines[i:end], func(l line) bool { return l.code || strings.Contains(l.text, "|") }) {
			continue
		}
		if !im.take(l.at, l.title, strings.Join(texts, ", ")) {
			continue
		}
		if isSentence(texts) {
			continue // a reader still wants to see it
		}
		im.remove(i, end)
		i--
	}
}

// maxField is the number of words that a field may have. What is longer is a sentence.
const maxField = 8

func isSentence(texts []string) bool { return len(texts) == 1 && len(words(texts[0])) > maxField }
