package convert

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

// An Import is a document in the format, and what became of its parts.
type Import struct {
	Text  []byte
	Notes []Note // in the order of the source's lines
}

// A Note tells what became of one part of a document.
type Note struct {
	Line int // 1-based, of the source; 0 when it came from no line
	Kind NoteKind
	Text string
}

// NoteKind says how sure an import was.
type NoteKind string

// A part is mapped when the source says what it is, guessed when it is only
// likely, and left when it stays where it was and somebody has to look.
const (
	Mapped  NoteKind = "mapped"
	Guessed NoteKind = "guessed"
	Left    NoteKind = "left"
)

// maxRounds bounds how often the steps are repeated; two are the rule.
const maxRounds = 5

// FromForeign turns a document of another form into one of the format: pure
// tables, `**Key:** value` lines, front matter with other keys, and timelines
// of other shapes. No word of it is lost: what is put in another form keeps the
// source's words beside it. Nothing is invented; what is not understood stays
// where it is. An import of the result changes nothing. The path may give a
// date and a title. The error is for a file that cannot be read as text, or
// whose front matter cannot.
func FromForeign(name string, src []byte, opts content.Options) (*Import, error) {
	if opts.Vocabularies == nil {
		opts.Vocabularies = content.BuiltinVocabularies()
	}
	out := &Import{}
	if len(src) > markdown.MaxSize {
		return nil, fmt.Errorf("import %q: larger than %d KiB", name, markdown.MaxSize>>10)
	}
	source := string(markdown.Normalize(src))
	if err := markdown.Check([]byte(source)); err != nil {
		return nil, fmt.Errorf("import %q: %w", name, err)
	}
	text, known := source, map[string]bool{}
	for range maxRounds {
		next, notes, err := importOnce(name, text, opts)
		if err != nil {
			return nil, err
		}
		for _, note := range notes {
			if text != source {
				note.Line = 0 // a line of what the first round made
			}
			if !known[note.Text] && (text == source || note.Kind != Left) {
				known[note.Text] = true
				out.Notes = append(out.Notes, note)
			}
		}
		if next == text {
			break
		}
		text = next
	}
	if pm, problems := content.Parse(name, []byte(text), opts); pm == nil {
		return nil, fmt.Errorf("import %q: %s", name, problems[0].Message)
	}
	slices.SortStableFunc(out.Notes, func(a, b Note) int { return a.Line - b.Line })
	out.Text = restore(text, src)
	return out, nil
}

// An importer works on one document.
type importer struct {
	name  string
	front block
	lines []line // of the body
	words *content.Vocabularies
	notes []Note
	asked map[string]bool // keys that have a note of their own already
}

// importOnce takes every step once. The order matters: sections are found
// before what stands in them is read.
func importOnce(name, text string, opts content.Options) (string, []Note, error) {
	front, body, ok := cutBlock(text)
	if !ok {
		return "", nil, fmt.Errorf("import %q: %w", name, ErrTemplate)
	}
	im := &importer{name: name, front: front, words: opts.Vocabularies, asked: map[string]bool{}}
	im.lines = number(body, strings.Count(text, "\n")-strings.Count(body, "\n"))
	im.underlined()
	im.renameKeys()
	im.convertKeys()
	im.renameSections()
	im.takeMetadata()
	im.takeHeadings()
	im.convertTimeline()
	im.convertActions()
	im.complete()
	return im.front.join(joinLines(im.lines)), im.notes, nil
}

func (im *importer) note(line int, kind NoteKind, format string, args ...any) {
	im.notes = append(im.notes, Note{line, kind, fmt.Sprintf(format, args...)})
}

// has reports whether the front matter gives a key.
func (im *importer) has(key string) bool {
	return slices.ContainsFunc(im.front.keys, func(e entry) bool { return e.Known == key })
}

// words gives the words of a text, which no import loses, in lower case.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWord(r) })
}

// lacks reports whether a text misses a word of another, be it large or small.
func lacks(text, other string) bool {
	have := map[string]int{}
	for _, word := range words(text) {
		have[word]++
	}
	for _, word := range words(other) {
		if have[word]--; have[word] < 0 {
			return true
		}
	}
	return false
}

// give sets a key, with the source's words behind it where the value lacks
// them. Label and source are as written.
func (im *importer) give(key, value, label, source string) {
	remark := ""
	switch full := key + ": " + value; {
	case lacks(full, label+" "+source) && !lacks(full, source):
		remark = " # " + label
	case lacks(full, label+" "+source):
		remark = " # " + strings.TrimPrefix(label+": "+source, ": ")
	}
	im.front.set(key, strings.TrimSpace(value+" "+Line(remark)))
}
