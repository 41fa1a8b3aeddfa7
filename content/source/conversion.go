package source

import (
	"bytes"
	"fmt"

	"github.com/pmsite/pmsite/content/git"
)

// A conversion is what git does to a file when it adds it to the object store, and undoes when it checks it out.
type conversion struct {
	lines    lineConversion
	ident    bool   // $Id: …$ becomes $Id$
	encoding string // of the file in the work tree; "" for UTF-8
	filter   string // name of a program that changes the file; "" for none
}

type lineConversion int

const (
	noLines   lineConversion = iota
	autoLines                // CRLF becomes LF in files that look like text
	textLines                // CRLF becomes LF
)

// conversionOf returns what the attributes of a file say, if core.autocrlf is set or not.
func conversionOf(attributes map[string]string, autoCRLF bool) conversion {
	c := conversion{ident: attributes["ident"] == attributeSet}
	if name := attributes["working-tree-encoding"]; name != "" && name[0] != 0 {
		c.encoding = name
	}
	if name := attributes["filter"]; name != "" && name[0] != 0 {
		c.filter = name
	}
	text := attributes["text"]
	if text == "" || text == unspecified || text[0] != 0 && text != "auto" && text != "input" {
		text = attributes["crlf"] // its former name
	}
	eol := attributes["eol"]
	switch {
	case text == attributeSet, text == "input":
		c.lines = textLines
	case text == "auto":
		c.lines = autoLines
	case text == attributeUnset:
	case eol == "lf" || eol == "crlf":
		c.lines = textLines
	case autoCRLF:
		c.lines = autoLines
	}
	return c
}

// unknown describes what is not undone; "" if nothing is left. The large files of Git LFS are recognized elsewhere.
func (c conversion) unknown() string {
	if c.filter != "" && c.filter != "lfs" {
		return fmt.Sprintf("filter %q", c.filter)
	}
	if _, ok := git.Decode(nil, c.encoding); c.encoding != "" && !ok {
		return fmt.Sprintf("working-tree-encoding %q", c.encoding)
	}
	return ""
}

// stored returns what git stores of the content of a file. For a file that only looks like text, inIndex returns the
// content that is stored already, or nil: if that has CRLF, line ends stay as they are.
func (c conversion) stored(data []byte, inIndex func() []byte) []byte {
	if c.encoding != "" {
		if decoded, ok := git.Decode(data, c.encoding); ok {
			data = decoded
		}
	}
	if bytes.Contains(data, []byte("\r\n")) {
		switch {
		case c.lines == textLines:
			data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		case c.lines == autoLines && !isBinary(data):
			if was := inIndex(); !bytes.Contains(was, []byte("\r\n")) || isBinary(was) {
				data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
			}
		}
	}
	if c.ident {
		data = withoutIdent(data)
	}
	return data
}

// isBinary reports whether git takes a content for binary: it has NUL bytes or carriage returns in the middle of lines,
// or more than one in 128 characters is a control character.
func isBinary(data []byte) bool {
	data = bytes.TrimSuffix(data, []byte{0x1a}) // the end of a file in DOS
	printable, other := 0, 0
	for i, b := range data {
		switch {
		case b == 0, b == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			return true
		case b == '\r', b == '\n':
		case b == 0x7f, b < ' ' && b != '\b' && b != '\t' && b != 0x1b && b != '\f':
			other++
		default:
			printable++
		}
	}
	return printable>>7 < other
}

// withoutIdent undoes the expansion of $Id$.
func withoutIdent(data []byte) []byte {
	var out []byte
	for {
		i := bytes.Index(data, []byte("$Id:"))
		if i < 0 {
			return append(out, data...)
		}
		i += len("$Id")
		out = append(out, data[:i]...)
		data = data[i:]
		if end := bytes.IndexAny(data, "$\n"); end >= 0 && data[end] == '$' {
			out = append(out, '$')
			data = data[end+1:]
		}
	}
}
