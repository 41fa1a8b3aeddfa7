package convert

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

// An Imported is a converted document, and notes on what was done with its parts.
type Imported struct {
	Text       []byte
	Notes      []Note              // in the order of the source's lines
	PostMortem *content.PostMortem // what Text says; its path is that of the source
	Problems   []content.Problem   // of Text
}

// A Note says what was done with one part of a document.
type Note struct {
	Line int // 1-based line of the source; 0 if it came from no line
	Kind NoteKind
	Text string // begins with the part and a colon
	Word string // of a part that has a vocabulary, which does not know it; else ""
}

// Part returns the part of the document that the note is about, such as date or timeline.
func (n Note) Part() string {
	part, _, _ := strings.Cut(n.Text, ":")
	return part
}

// NoteKind says how certain an import was.
type NoteKind string

// A part is mapped if the source says what it is, and guessed if that is only likely. It
// is left if it stays where it was and somebody has to look at it.
const (
	Mapped  NoteKind = "mapped"
	Guessed NoteKind = "guessed"
	Left    NoteKind = "left"
)

// ImportOptions control an import. The zero value takes everything from the document.
type ImportOptions struct {
	content.Options

	Status string       // status of documents that state none; "" means draft
	Date   content.Date // date of documents that contain none; zero means that they get none
	Dated  string       // where Date comes from, for the note; "" means that somebody has given it

	Authors []string // roles of those who have written documents that name no authors
}

// maxRounds limits how often the steps are repeated; two rounds are usual.
const maxRounds = 5

// Import converts a document in another format: tables, `**Key:** value` lines, front
// matter with other keys, timelines of other shapes. It loses no word: where it rewrites a
// value, the original words stay beside it. It invents nothing and leaves alone what it
// does not understand. Importing the result again changes nothing. A date and a title may
// come from the path, name, or from opts. Import returns an error if the file is not text or its
// front matter cannot be read.
func Import(name string, src []byte, opts ImportOptions) (*Imported, error) {
	if opts.Vocabularies == nil {
		opts.Vocabularies = content.BuiltinVocabularies()
	}
	out := &Imported{}
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
				note.Line = 0 // it is a line of the first round's result
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
	text, err := out.settle(name, text, opts)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(out.Notes, func(a, b Note) int { return a.Line - b.Line })
	out.Text = restore(text, src)
	return out, nil
}

// An importer converts one document.
type importer struct {
	name  string
	front block
	lines []line // of the body
	words *content.Vocabularies
	opts  ImportOptions
	notes []Note
	asked map[string]bool // keys that already have a note

	calendar *calendar
	zero     zero           // see findZero
	labelled map[string]int // see labels; nil until it is needed
	hiding   hidingField    // see findHiding
}

// importOnce runs every step once.
func importOnce(name, text string, opts ImportOptions) (string, []Note, error) {
	front, body, ok := cutBlock(text)
	if !ok {
		return "", nil, fmt.Errorf("import %q: %w", name, ErrTemplate)
	}
	im := &importer{name: name, front: front, words: opts.Vocabularies, opts: opts, asked: map[string]bool{}, calendar: newCalendar(name, text)}
	im.lines = number(body, strings.Count(text, "\n")-strings.Count(body, "\n"))
	im.underlined()
	im.renameKeys()
	im.convertKeys()
	im.findHiding()
	im.takeMetadata()
	im.takeHeadings()
	im.findTimeline()
	im.findDate()
	im.convertTimeline()
	im.labelEvents()
	im.convertActions()
	im.complete()
	return im.front.join(joinLines(im.lines)), im.notes, nil
}

func (im *importer) note(line int, kind NoteKind, format string, args ...any) {
	im.notes = append(im.notes, Note{Line: line, Kind: kind, Text: fmt.Sprintf(format, args...)})
}

// leaveWord notes that the text of a key is not a valid value.
func (im *importer) leaveWord(line int, key, text string) {
	im.note(line, Left, "%s: %q is not a valid value", key, text)
	if im.words.Of(key) != nil {
		im.notes[len(im.notes)-1].Word = text
	}
}

// has reports whether the front matter has a key.
func (im *importer) has(key string) bool {
	return slices.ContainsFunc(im.front.keys, func(e entry) bool { return e.Known == key })
}

// says reports whether the front matter has a value of one line for a key.
func (im *importer) says(key, value string) bool {
	return slices.ContainsFunc(im.front.keys, func(e entry) bool {
		return e.Known == key && len(e.value) == 1 && strings.HasPrefix(e.value[0]+" #", key+": "+value+" #")
	})
}

// words returns the words of a text in lower case. An import loses none of them.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWord(r) })
}

// lacks reports whether a word of other is missing from text, ignoring case.
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

// give sets a key. If the value lacks words of the source, they follow in a comment. Label
// and source are as written.
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
