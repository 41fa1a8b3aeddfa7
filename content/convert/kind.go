package convert

import (
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

// A Kind is what a text beside post mortems seems to be.
type Kind string

// The kinds of texts.
const (
	KindPostMortem Kind = "post mortem"
	KindReadme     Kind = "README"
	KindTemplate   Kind = "template"
	KindIndex      Kind = "list of links"
	KindOther      Kind = "too few of the usual parts of a post mortem"
)

var (
	projectNames  = lazyregexp.New(`(?i)^(?:readme|contributing|changelog|licen[cs]e|code[-_]of[-_]conduct|security|codeowners)(?:[._-].*)?$`)
	templateWords = lazyregexp.New(`(?i)(?:^|[^\p{L}])(?:templates?|vorlagen?|plantillas?|modèles?|modelos?)(?:[^\p{L}]|$)|テンプレート|模板|템플릿`)
	incidentName  = lazyregexp.New(`(?i)post[-_ ]?mortem|incident|outage|retrospective|downtime|root[-_ ]cause|\brca\b|störung|ausfall|vorfall|panne|incidente|caída|falha|障害|故障|事故|장애`)
	linkForm      = lazyregexp.New(`\]\(|\]\[|<https?:`)
)

// minLinks is the number of entries with links that make a text without a timeline an index.
const minLinks = 3

// KindOf says what a markdown text seems to be. It takes a text for a post mortem if two things
// speak for that, such as a timeline, a date and a folder named incidents, or if its name has a date. It does not
// judge a text whose front matter cannot be read: that is a post mortem with an error.
func KindOf(name string, src []byte) Kind {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	dated := dateOfName(name) != "" || clearDates().MatchString(base)
	switch {
	case projectNames().MatchString(base):
		return KindReadme
	case templateWords().MatchString(base) && !dated:
		return KindTemplate
	}
	text := string(markdown.Normalize(src))
	front, body, ok := cutBlock(text)
	if !ok {
		return KindPostMortem
	}
	im := &importer{name: name, front: front, words: content.BuiltinVocabularies(), calendar: newCalendar(name, text)}
	im.lines = number(body, 0)
	im.underlined()
	im.scan()
	title := im.titleWritten()
	if templateWords().MatchString(title) && !incidentName().MatchString(templateWords().ReplaceAllString(title, " ")) {
		return KindTemplate
	}
	evidence := im.evidence()
	if incidentName().MatchString(name) || incidentName().MatchString(title) {
		evidence++
	}
	switch {
	case im.isIndex() && !im.hasTimeline():
		return KindIndex
	case dated || evidence >= 2:
		return KindPostMortem
	}
	return KindOther
}

// titleWritten returns the title of the front matter, or else the first heading.
func (im *importer) titleWritten() string {
	for _, e := range im.front.keys {
		if e.Known == "title" {
			return strings.TrimPrefix(e.value[0], e.Name+":")
		}
	}
	i := slices.IndexFunc(im.lines, func(l line) bool { return l.level == 1 })
	if i < 0 {
		return ""
	}
	return im.lines[i].title
}

// evidence counts what speaks for a post mortem: each of its usual sections, and a date.
func (im *importer) evidence() int {
	found := map[string]bool{}
	for _, e := range im.front.keys {
		found["date"] = found["date"] || e.Known == "date" || startKeys[content.FoldHeading(e.Name)]
	}
	for _, l := range im.lines {
		if l.level > 1 && l.kind != "" && l.kind != content.SummarySection && l.kind != content.ReferencesSection {
			found[string(l.kind)] = true
		}
		if label, _, ok := field(l.text); ok && !l.code {
			key := keyOf(plain(label))
			found["date"] = found["date"] || key == "date"
			found["field"] = found["field"] || key == "severity" || key == "duration"
		}
		if !found["date"] && l.level == 1 {
			_, _, ok := im.date(plain(l.title))
			found["date"] = ok
		}
	}
	n := 0
	for _, there := range found {
		if there {
			n++
		}
	}
	return n
}

// isIndex reports whether most items of the lists and rows of the tables of a text have links, and whether
// there is little else.
func (im *importer) isIndex() bool {
	linked, entries, others := 0, 0, 0
	for i, l := range im.lines {
		switch {
		case l.code || l.level > 0 || strings.TrimSpace(l.text) == "":
		case listForm().MatchString(l.text), strings.HasPrefix(strings.TrimSpace(l.text), "|") && im.tableAt(i) == 0 && !delimiterForm().MatchString(l.text):
			entries++
			if linkForm().MatchString(l.text) {
				linked++
			}
		default:
			others++
		}
	}
	return linked >= minLinks && linked*4 >= entries*3 && others <= entries
}
