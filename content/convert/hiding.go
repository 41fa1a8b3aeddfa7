package convert

import (
	"regexp"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// tlpMark matches a line with only a mark of the traffic light protocol, such as **TLP:RED**.
var tlpMark = lazyregexp.New(`(?i)^ {0,3}(?:[-*+>] +)?[*_]*(TLP): *([\w+]+)[*_]*\s*$`)

// A hidingField is a field of the body with which other programs hide the document. Its zero value is none.
type hidingField struct {
	at   int // line of the source
	text string
}

// findHiding finds the first field that hides the document, where documents have metadata: a line or a row of a
// two-column table. It stays on the page.
func (im *importer) findHiding() {
	im.scan()
	for i, l := range im.lines {
		if l.code || l.level > 0 || !l.inFront() && !l.early {
			continue
		}
		for _, f := range im.fieldsAt(i) {
			if label, value := plain(f[0]), plain(f[1]); hides(label, value) {
				im.hiding = hidingField{l.at, label + ": " + value}
				return
			}
		}
	}
}

// fieldsAt returns the labels and values on a line, whether the format knows them or not.
func (im *importer) fieldsAt(i int) (out [][2]string) {
	l := im.lines[i]
	if labels := severalForm().FindAllStringSubmatchIndex(l.text, -1); len(labels) > 1 && strings.Trim(l.text[:labels[0][0]], " -*+>|") == "" {
		for n, at := range labels {
			end := len(l.text)
			if n+1 < len(labels) {
				end = labels[n+1][0]
			}
			out = append(out, [2]string{l.text[at[2]:at[3]], strings.Trim(l.text[at[1]:end], " |·•;,/—–-\\")})
		}
		return out
	}
	if row := cells(l.text); strings.Contains(l.text, "|") && len(row) == 2 {
		return [][2]string{{row[0], row[1]}}
	}
	if i+1 < len(im.lines) {
		if value, ok := strings.CutPrefix(strings.TrimLeft(im.lines[i+1].text, " "), ": "); ok {
			return [][2]string{{l.text, value}}
		}
	}
	for _, form := range []*regexp.Regexp{tlpMark(), boldField(), itemField(), lineField()} {
		if m := form.FindStringSubmatch(l.text); m != nil {
			return [][2]string{{m[1], m[2]}}
		}
	}
	return nil
}

// hides reports whether a field hides the document. A remark after the first words of its value counts for nothing, and
// a sentence is no value.
func hides(label, value string) bool {
	first, _, _ := strings.Cut(value, " (")
	if at := strings.IndexAny(first, ",;.–—"); at > 0 {
		first = first[:at]
	}
	return value != "" && len(words(value)) <= maxField && content.HidesElsewhere(label, strings.Trim(first, " -"))
}

// hiddenBy returns what in the front matter hides the document in other programs, or else a field in the body with its
// line, or "".
func (im *importer) hiddenBy() (at int, said string) {
	for _, e := range im.front.keys {
		if said := content.HidingFrontMatter(strings.Join(e.value, "\n")); said != "" {
			return 0, said
		}
	}
	return im.hiding.at, im.hiding.text
}

// hide makes the document a draft, whatever status is stated or given. Hidden is what hides it.
func (im *importer) hide(at int, hidden string) {
	if im.says("status", content.Draft) {
		return
	}
	remark := ""
	for _, e := range im.front.keys {
		if e.Known == "status" {
			remark = " # " + strings.TrimSpace(strings.TrimPrefix(e.value[0], "status:"))
		}
	}
	im.front.set("status", content.Draft+remark)
	im.note(at, Guessed, "status: %s, because of `%s`", content.Draft, hidden)
}
