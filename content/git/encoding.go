package git

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
)

// toUTF8 returns the data of a commit in UTF-8. If its encoding is unknown, or the data is not in it, bytes that are
// not UTF-8 are taken for Latin-1, as git commit does.
func toUTF8(data []byte) []byte {
	if enc := encodingOf(data); enc != nil {
		out, err := enc.NewDecoder().Bytes(data)
		if err == nil && bytes.HasPrefix(out, []byte("tree ")) && !bytes.ContainsRune(out, utf8.RuneError) {
			return out
		}
	}
	if utf8.Valid(data) {
		return data
	}
	out := make([]byte, 0, len(data)+len(data)/8)
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			r = rune(data[0])
		}
		out = utf8.AppendRune(out, r)
		data = data[n:]
	}
	return out
}

// encodingOf returns the encoding that the header of a commit names; nil for UTF-8 and for those that are unknown.
func encodingOf(commit []byte) encoding.Encoding {
	head, _, _ := bytes.Cut(commit, []byte("\n\n"))
	_, name, found := bytes.Cut(head, []byte("\nencoding "))
	if !found {
		return nil
	}
	name, _, _ = bytes.Cut(name, []byte("\n"))
	return encodingNamed(string(name))
}

// encodingNamed returns an encoding; nil for UTF-8 and for those that are unknown.
func encodingNamed(name string) encoding.Encoding {
	label := strings.ToLower(strings.TrimSpace(name))
	switch label {
	case "utf-8", "utf8":
		return nil
	case "latin-1":
		label = "iso-8859-1"
	case "cp932":
		label = "shift_jis"
	case "eucjp":
		label = "euc-jp"
	}
	if enc, err := ianaindex.IANA.Encoding(label); err == nil && enc != nil {
		return enc
	}
	enc, err := htmlindex.Get(label) // knows more names
	if err != nil {
		return nil
	}
	return enc
}

// Decode returns a text of a work tree in UTF-8, as git stores it; name is the value of the attribute
// working-tree-encoding. It returns false if the encoding is unknown, or the text is not in it.
func Decode(data []byte, name string) (out []byte, ok bool) {
	upper := strings.ToUpper(strings.TrimSpace(name))
	if upper == "UTF-8" || upper == "UTF8" {
		return data, true
	}
	var enc encoding.Encoding
	switch upper {
	case "UTF-16", "UTF16":
		enc = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	case "UTF-16LE-BOM":
		enc = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case "UTF-16LE":
		enc = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case "UTF-16BE":
		enc = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	default:
		if enc = encodingNamed(name); enc == nil {
			return nil, false
		}
	}
	out, err := enc.NewDecoder().Bytes(data)
	return out, err == nil && !bytes.ContainsRune(out, utf8.RuneError)
}
