package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// CheckText returns a [*SyntaxError] if a file is not text in UTF-8. Its hint says how to convert the file.
func CheckText(src []byte) error { return checkText(src, newLineIndex(src)) }

func checkText(src []byte, index *lineIndex) error {
	fail := func(offset int, format string, args ...any) *SyntaxError {
		return syntaxError(index.pos(offset), format, args...)
	}
	invalid, zero := invalidUTF8(src), bytes.IndexByte(src, 0)
	if invalid < 0 && zero < 0 {
		return nil
	}
	if name := encodingOf(src); name != "" {
		err := fail(0, "the file is in %s, not in UTF-8", name[:len("UTF-16")])
		err.hint = "save it as UTF-8, or convert it: iconv -f " + name + " -t UTF-8 OLD > NEW"
		return err
	}
	if invalid >= 0 {
		err := fail(invalid, "invalid UTF-8 (byte 0x%02x)", src[invalid])
		err.hint = "save it as UTF-8; if it is in Windows-1252 or Latin-1: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW"
		return err
	}
	return fail(zero, "NUL byte: not a text file")
}

// encodingOf returns the name, as of iconv, of an encoding that editors on Windows write, or "" if the text is in none
// of them. It recognizes the byte order mark or, without one, that the text begins with two characters of ASCII.
func encodingOf(src []byte) string {
	start := string(src[:min(len(src), 4)])
	switch {
	case start == "\xff\xfe\x00\x00", start == "\x00\x00\xfe\xff":
		return "UTF-32"
	case strings.HasPrefix(start, "\xff\xfe"), strings.HasPrefix(start, "\xfe\xff"):
		return "UTF-16"
	case len(start) < 4:
		return ""
	}
	zeros := [4]bool{start[0] == 0, start[1] == 0, start[2] == 0, start[3] == 0}
	switch zeros {
	case [4]bool{false, true, false, true}:
		return "UTF-16LE"
	case [4]bool{true, false, true, false}:
		return "UTF-16BE"
	}
	return ""
}

func invalidUTF8(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
}
