package markdown

import (
	"bytes"
	"regexp"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// autolinks finds addresses in text: those with http or https by a parser of ours, those that begin with www. and of
// e-mail by goldmark's.
type autolinks struct{}

var (
	wwwAddress = regexp.MustCompile(`^www\.[\p{L}\p{N}._-]*[\p{L}\p{N}](?:[:/?#][^\s<]*)?`)
	nothing    = regexp.MustCompile(`^[^\s\S]`)
)

func (autolinks) Extend(m goldmark.Markdown) {
	extension.NewLinkify(extension.WithLinkifyURLRegexp(nothing), extension.WithLinkifyWWWRegexp(wwwAddress)).Extend(m)
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(urlParser{}, 999)))
}

// A urlParser finds addresses with a scheme as GitHub does (cmark-gfm 0.29.0.gfm.13, autolink.c): after anything but a
// letter, with any host, also one without a dot. goldmark's parser ends the host after the last letters that may be those of a
// domain, so that https://grafana.svc.k8s would lead to grafana.svc.k.
type urlParser struct{}

func (urlParser) Trigger() []byte { return []byte{':'} }

// Parse implements parser.InlineParser. The text before the colon is already a node, which loses the scheme.
func (urlParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	rest, found := bytes.CutPrefix(line, []byte("://"))
	before, isText := parent.LastChild().(*ast.Text)
	if !found || !isText || pc.IsInLinkLabel() || before.Segment.Stop != segment.Start {
		return nil
	}
	scheme, length := schemeLength(before.Segment.Value(block.Source())), addressLength(rest)
	if scheme == 0 || length == 0 {
		return nil
	}
	start, length := segment.Start-scheme, len(line)-len(rest)+length
	if before.Segment = before.Segment.WithStop(start); before.Segment.Len() == 0 {
		parent.RemoveChild(parent, before)
	}
	block.Advance(length)
	return ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, segment.Start+length)))
}

// schemeLength returns the length of the scheme with which a text ends; 0 if it ends otherwise.
func schemeLength(text []byte) int {
	word := len(text) - len(bytes.TrimRightFunc(text, func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }))
	if s := bytes.ToLower(text[len(text)-word:]); string(s) == "http" || string(s) == "https" {
		return word
	}
	return 0
}

// addressLength returns the length of the address, without its scheme, with which a line begins; 0 if there is none.
func addressLength(line []byte) int {
	if r, _ := utf8.DecodeRune(line); !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return 0
	}
	end := bytes.IndexFunc(line, func(r rune) bool { return r == '<' || unicode.IsSpace(r) })
	if end < 0 {
		end = len(line)
	}
	return len(trimAddress(line[:end]))
}

// entity matches a character reference at the end of an address.
var entity = regexp.MustCompile(`&[A-Za-z0-9]+;$`)

// trimAddress removes the punctuation that belongs to the sentence around an address: closing parentheses without an
// opening one, too.
func trimAddress(address []byte) []byte {
	open := bytes.Count(address, []byte("(")) - bytes.Count(address, []byte(")"))
	for len(address) > 0 {
		last := address[len(address)-1]
		switch {
		case bytes.IndexByte([]byte(`?!.,:*_~'"`), last) >= 0:
			address = address[:len(address)-1]
		case last == ')' && open < 0:
			address, open = address[:len(address)-1], open+1
		case last == ';':
			at := entity.FindIndex(address[max(0, len(address)-40):])
			if at == nil {
				return address
			}
			address = address[:len(address)-(at[1]-at[0])]
		default:
			return address
		}
	}
	return address
}
