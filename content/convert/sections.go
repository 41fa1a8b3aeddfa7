package convert

import (
	"cmp"
	"path"
	"strings"
	"unicode"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

var (
	underline = lazyregexp.New(`^ {0,3}(?:(=+)|-+)[ \t]*$`)
	oneLiner  = lazyregexp.New(`^ {0,3}[^\s>|#=*+~` + "`" + `<\[\d-].*[^#\s][ \t]*$`)
)

// underlined rewrites underlined headings with number signs.
func (im *importer) underlined() {
	im.scan()
	for i := 0; i+1 < len(im.lines); i++ {
		l := &im.lines[i]
		m := underline().FindStringSubmatch(im.lines[i+1].text)
		if m == nil || l.code || im.lines[i+1].code || l.level > 0 || !oneLiner().MatchString(l.text) || strings.Contains(l.text, "|") || i > 0 && strings.TrimSpace(im.lines[i-1].text) != "" {
			continue
		}
		mark := "## "
		if m[1] != "" {
			mark = "# "
		}
		l.text = mark + strings.TrimSpace(l.text)
		im.lines[i+1].text = ""
		if i+2 < len(im.lines) && strings.TrimSpace(im.lines[i+2].text) == "" {
			im.lines = append(im.lines[:i+1], im.lines[i+2:]...)
		}
	}
}

// complete adds missing keys that every document requires. It takes them from the first
// heading, the file's name or the timeline.
func (im *importer) complete() {
	im.scan()
	im.completeTitle()
	if !im.has("date") {
		im.completeDate()
	}
	if !im.has("timezone") {
		im.completeZone()
	}
	if !im.has("duration") {
		im.completeDuration()
	}
	if at, hidden := im.hiddenBy(); hidden != "" {
		im.hide(at, hidden)
	} else if !im.has("status") {
		im.completeStatus()
	}
	if len(im.opts.Authors) > 0 && !im.has("authors") {
		im.front.set("authors", list(im.opts.Authors))
		im.note(0, Guessed, "authors: %s, from the commits", strings.Join(im.opts.Authors, ", "))
	}
	for _, key := range content.Keys() {
		if key.Required == content.WantedInDraft && !im.has(key.Name) && !im.asked[key.Name] {
			im.missed(key.Name)
		}
	}
}

// completeDate sets the date that the options give, if the document contains none.
func (im *importer) completeDate() {
	if im.opts.Date.IsZero() {
		im.missed("date")
		return
	}
	im.front.set("date", im.opts.Date.String())
	im.note(0, Guessed, "date: %s, %s", im.opts.Date, cmp.Or(im.opts.Dated, "as given"))
}

func (im *importer) completeStatus() {
	status := cmp.Or(im.opts.Status, content.Draft)
	im.front.set("status", status)
	if im.opts.Status == "" {
		im.note(0, Guessed, "status: %s, as import found none", status)
	} else {
		im.note(0, Guessed, "status: %s, as given", status)
	}
}

// missed notes that a key stays open: at the first line that may have its value, or else for the
// whole document.
func (im *importer) missed(key string) {
	if im.labelled == nil {
		im.labelled = im.labels()
	}
	if at, there := im.labelled[key]; there {
		im.note(at, Left, "%s: import cannot read it here; add it to the front matter", key)
		return
	}
	im.note(0, Left, "%s: import found none; add it to the front matter", key)
}

// labels returns the first line, in the source, that is labelled as each key: as a field, a heading, or a
// row of a table.
func (im *importer) labels() map[string]int {
	out := map[string]int{}
	for _, l := range im.lines {
		label, _, isField := field(l.text)
		switch {
		case l.code:
			continue
		case l.level > 0:
			label = l.title
		case strings.Contains(l.text, "|"):
			label = cells(l.text)[0]
		case !isField:
			continue
		}
		key := keyOf(plain(label))
		if _, known := out[key]; !known {
			out[key] = l.at
		}
	}
	return out
}

func (im *importer) completeTitle() {
	if im.has("title") {
		return
	}
	doc, err := markdown.Parse([]byte(joinLines(im.lines)), markdown.Options{})
	if err == nil {
		for _, block := range doc.Blocks {
			if title := Line(block.Text); block.Kind == markdown.Heading && block.Level == 1 && title != "" {
				im.setTitle(&im.lines[block.Pos.Line-1], title)
				return
			}
		}
	}
	base := strings.TrimSuffix(path.Base(im.name), path.Ext(im.name))
	if base = strings.NewReplacer("-", " ", "_", " ").Replace(nameDate().ReplaceAllString(base, "")); Line(base) != "" {
		im.front.set("title", scalar(Line(base)))
		im.note(0, Guessed, "title: %s, from the file's name", Line(base))
	}
}

// setTitle takes the title from the first heading. The date in front of it goes if it is the document's,
// which every page shows.
func (im *importer) setTitle(l *line, title string) {
	short, heading := im.undated(title), im.undated(l.title)
	if l.level == 1 && short != title && heading != l.title {
		l.text = "# " + heading
		im.front.set("title", scalar(short)+" # "+Line(title))
	} else {
		short = title
		im.front.set("title", scalar(title))
	}
	im.note(l.at, Mapped, "title: %s", short)
}

// undated returns a title without the document's date in front.
func (im *importer) undated(title string) string {
	s, ok := cutStamp(title)
	if !ok || s.clock != "" || im.calendar.near.IsZero() {
		return title
	}
	date, ok := im.calendar.date(s.day)
	rest := strings.TrimLeft(s.unmarked(s.rest), " \t,;:|–—-")
	if !ok || date != im.calendar.near || !strings.ContainsFunc(rest, unicode.IsLetter) {
		return title
	}
	return rest
}
