package convert

import (
	"path"
	"strings"

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
		im.note(0, Left, "date: not found in the document")
	}
	if !im.has("timezone") {
		im.completeZone()
	}
	if !im.has("duration") {
		im.completeDuration()
	}
	if !im.has("status") {
		im.front.set("status", content.Draft)
		im.note(0, Guessed, "status: draft, because the document does not say")
	}
	for _, key := range content.Keys() {
		if key.Required == content.WantedInDraft && !im.has(key.Name) && !im.asked[key.Name] {
			im.note(0, Left, "%s: not found in the document", key.Name)
		}
	}
}

func (im *importer) completeTitle() {
	if im.has("title") {
		return
	}
	doc, err := markdown.Parse([]byte(joinLines(im.lines)), markdown.Options{})
	if err == nil {
		for _, block := range doc.Blocks {
			if title := Line(block.Text); block.Kind == markdown.Heading && block.Level == 1 && title != "" {
				im.front.set("title", scalar(title))
				im.note(im.lines[block.Pos.Line-1].at, Mapped, "title: %s", title)
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
