package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"strings"
)

// An attribute is one of a start tag, as written and as understood.
type attribute struct {
	name     string
	value    string
	from, to int // in the tag, including the blanks in front
	raw      int // where the value begins in the tag, after its quote
}

var errTag = errors.New("a tag is not written as XML demands")

// tag splits the text of a start tag that the decoder has read. It compares names as they
// are written: no namespace can make a name another one.
func tag(text []byte, t xml.StartElement) (name string, attributes []attribute, err error) {
	rest := bytes.IndexAny(text, " \t\r\n/>")
	if rest < 2 || text[0] != '<' {
		return "", nil, errTag
	}
	name = string(text[1:rest])
	for _, known := range t.Attr {
		a := attribute{value: known.Value, from: rest}
		equals := bytes.IndexByte(text[rest:], '=')
		if equals < 0 {
			return "", nil, errTag
		}
		a.name = strings.Trim(string(text[rest:rest+equals]), blanks)
		value := bytes.TrimLeft(text[rest+equals+1:], blanks)
		if len(value) == 0 || value[0] != '"' && value[0] != '\'' {
			return "", nil, errTag
		}
		a.raw = len(text) - len(value) + 1
		length := bytes.IndexByte(value[1:], value[0])
		if _, local, found := strings.Cut(a.name, ":"); length < 0 || a.name != known.Name.Local && (!found || local != known.Name.Local) {
			return "", nil, errTag
		}
		rest = a.raw + length + 1
		a.to = rest
		attributes = append(attributes, a)
	}
	if end := strings.Trim(string(text[rest:]), blanks); end != ">" && end != "/>" {
		return "", nil, errTag
	}
	return name, attributes, nil
}

const blanks = " \t\r\n"
