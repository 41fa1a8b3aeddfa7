package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// Limits on a picture. Browsers draw nothing that is nested more deeply.
const (
	MaxSize  = 10 << 20 // in bytes
	maxDepth = 200
)

// Clean returns a picture without the parts that are not allowed, and the sorted names of
// the parts that it removed, such as "<script>" and "onclick". Data of editors, which draws
// nothing, is removed without being named. If nothing is removed, Clean returns src itself.
// It returns an error if the file is not a picture that can be published at all.
func Clean(src []byte) (out []byte, removed []string, err error) {
	first, err := scan(src)
	if err != nil {
		return nil, nil, err
	}
	if len(first.cuts) == 0 {
		return src, nil, nil
	}
	out = first.without()
	again, err := scan(out)
	if err == nil && len(again.cuts) > 0 {
		err = errors.New("it still has forbidden parts after they were removed")
	}
	if err != nil {
		return nil, nil, err
	}
	slices.Sort(first.removed)
	return out, slices.Compact(first.removed), nil
}

// A scanner reads a picture and lists what to cut out of it.
type scanner struct {
	src     []byte
	decoder *xml.Decoder
	from    int // where the current token begins
	cuts    []cut
	removed []string
	drawing drawing
	depth   int
	style   *styleSheet // the style element that is open, or nil
}

// A cut is a range of the text that is removed.
type cut struct{ from, to int }

func scan(src []byte) (*scanner, error) {
	switch {
	case len(src) > MaxSize:
		return nil, fmt.Errorf("the picture is larger than %d MB", MaxSize>>20)
	case !utf8.Valid(src):
		return nil, errors.New("the picture is not in UTF-8")
	}
	s := &scanner{src: src, decoder: xml.NewDecoder(bytes.NewReader(src))}
	for {
		s.from = s.offset()
		token, err := s.decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = s.token(token)
		}
		if err != nil {
			return nil, err
		}
	}
	if !s.drawing.begun() {
		return nil, errors.New("the file has no svg element")
	}
	return s, s.drawing.check()
}

func (s *scanner) offset() int { return int(s.decoder.InputOffset()) }

func (s *scanner) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return s.start(t)
	case xml.EndElement:
		s.end()
	case xml.CharData:
		switch {
		case s.style != nil:
			s.style.text = append(s.style.text, t...)
		case bytes.IndexByte(t, '<') >= 0 && bytes.HasPrefix(s.src[s.from:], openCDATA):
			s.cut(s.from, s.offset(), "CDATA") // to a reader of HTML, it may be an element
		}
	case xml.Comment:
		if bytes.HasPrefix(t, []byte(">")) || bytes.HasPrefix(t, []byte("->")) {
			s.cut(s.from, s.offset(), "") // in HTML, it ends here
		}
	case xml.ProcInst:
		if raw := s.src[s.from:s.offset()]; !declaration().Match(raw) || len(bytes.TrimPrefix(s.src[:s.from], byteOrderMark)) > 0 {
			s.cut(s.from, s.offset(), "<?"+shorten(t.Target)+"?>")
		}
	case xml.Directive:
		if !doctype().Match(s.src[s.from:s.offset()]) {
			s.cut(s.from, s.offset(), "")
		}
	}
	return nil
}

var (
	byteOrderMark = []byte("\xef\xbb\xbf")
	openCDATA     = []byte("<![CDATA[")
	closeCDATA    = []byte("]]>")
)

func (s *scanner) start(t xml.StartElement) error {
	name, attributes, err := tag(s.src[s.from:s.offset()], t)
	if err != nil {
		return err
	}
	if !s.drawing.begun() && (name != "svg" || t.Name.Space != namespace) {
		return errors.New("its first element is not an svg element of " + namespace)
	}
	if s.drawing.begun() && s.depth == 0 {
		return errors.New("something follows its svg element")
	}
	if !elements[name] || t.Name.Space != namespace || s.style != nil {
		return s.skip(name)
	}
	if s.depth++; s.depth > maxDepth {
		return fmt.Errorf("elements are nested more than %d levels deep", maxDepth)
	}
	if err := s.drawing.open(); err != nil {
		return err
	}
	if name == "style" {
		s.style = &styleSheet{element: s.from, from: s.offset(), cuts: len(s.cuts)}
	}
	for _, a := range attributes {
		s.attribute(name, a)
	}
	return nil
}

// skip cuts out an element with everything in it.
func (s *scanner) skip(name string) error {
	from := s.from
	if err := s.decoder.Skip(); err != nil {
		return err
	}
	if s.style != nil {
		s.style.broken = true
	}
	if name = named(name); name != "" {
		name = "<" + name + ">"
	}
	s.cut(from, s.offset(), name)
	return nil
}

func (s *scanner) end() {
	s.depth--
	s.drawing.close()
	if sheet := s.style; sheet != nil {
		s.style = nil
		s.endStyle(sheet)
	}
}

// endStyle cuts the rules of a style element that are not allowed, or the whole element if
// its content is not plain text.
func (s *scanner) endStyle(sheet *styleSheet) {
	const name = "<style>"
	text, at, plain := cssText(s.src[sheet.from:s.from])
	switch {
	case !sheet.broken && cssAllowed(string(sheet.text)):
	case !sheet.broken && plain:
		s.cutCSS(text, sheet.from+at, name)
	default:
		s.cuts = s.cuts[:sheet.cuts]
		s.cut(sheet.element, s.offset(), name)
	}
}

// cutCSS cuts the rules or declarations that are not allowed out of a text that is at an
// offset of the source.
func (s *scanner) cutCSS(text []byte, at int, name string) {
	for _, piece := range cssPieces(string(text)) {
		if !cssAllowed(piece) {
			s.cut(at, at+len(piece), name)
		}
		at += len(piece)
	}
}

// cut removes a range of the source. The name of what is there may be empty.
func (s *scanner) cut(from, to int, name string) {
	s.cuts = append(s.cuts, cut{from, to})
	if name != "" {
		s.removed = append(s.removed, name)
	}
}

// without returns the source without the cuts.
func (s *scanner) without() []byte {
	out := make([]byte, 0, len(s.src))
	slices.SortFunc(s.cuts, func(a, b cut) int { return a.from - b.from })
	at := 0
	for _, c := range s.cuts {
		out = append(out, s.src[at:c.from]...)
		at = c.to
	}
	return append(out, s.src[at:]...)
}
