package convert

import (
	"errors"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

// Errors of [Renumber].
var (
	ErrNoID    = errors.New("the id is not written as `id: ID` on one line")
	ErrNoAlias = errors.New("`aliases` is written in a form to which no address can be added")
)

// Renumber gives a document another id, and replaces the old one where [Mentions] does. With alias, the document's page
// keeps the address of the old id. It returns [ErrNoID] or [ErrNoAlias] if it cannot do so.
func Renumber(src []byte, from, to string, alias bool) (text []byte, left []content.Pos, err error) {
	return renumber(src, from, to, true, alias)
}

// Mentions replaces an id in a document that has another one, where it surely means the post mortem: in `prevented_by`,
// in links such as /id/PM-2026-0001/, and in PM-2026-0001#action-1. An id of the form PM-2026-0001 is also replaced as a
// word of the title and of the prose, but not in file names, paths, addresses, code and comments. It returns where else
// the text it returns has the id.
func Mentions(src []byte, from, to string) (text []byte, left []content.Pos) {
	text, left, _ = renumber(src, from, to, false, false)
	return text, left
}

func renumber(src []byte, from, to string, own, alias bool) ([]byte, []content.Pos, error) {
	text := string(markdown.Normalize(src))
	b, body, readable := cutBlock(text)
	if !readable && own {
		return src, nil, ErrNoID
	}
	if !readable {
		b, body = block{}, text
	}
	r := newRenumbering(from, to)
	done := r.front(&b, own)
	before := strings.Count(text[:len(text)-len(body)], "\n")
	im := &importer{lines: number(body, before)}
	im.scan()
	for i := range im.lines {
		l := &im.lines[i]
		if m := idRow().FindStringSubmatchIndex(l.text); own && m != nil && !l.code && strings.EqualFold(l.text[m[2]:m[3]], from) {
			l.text, done = l.text[:m[2]]+to+l.text[m[3]:], true
			continue
		}
		l.text = r.line(l.text, l.at, readable && !l.code)
	}
	body = joinLines(im.lines)
	switch {
	case own && !done:
		return src, nil, ErrNoID
	case alias && !b.addAlias("/"+content.IDAddress(from)):
		return src, nil, ErrNoAlias
	case len(b.keys) > 0 || b.open != "":
		body = b.join(body)
	}
	for i := range r.left {
		if r.left[i].Line > before {
			r.left[i].Line += strings.Count(body, "\n") - strings.Count(text, "\n") // the alias may be a new line
		}
	}
	return restore(body, src), r.left, nil
}
