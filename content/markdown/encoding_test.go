package markdown

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// TestOtherEncodings checks that a file in an encoding that editors on Windows write is named as such, at its
// beginning, with the command that converts it.
func TestOtherEncodings(t *testing.T) {
	t.Parallel()
	const text = "---\r\ntitle: Straße\r\n---\r\n"
	utf16 := func(order unicode.Endianness, mark unicode.BOMPolicy) string {
		out, err := unicode.UTF16(order, mark).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	wide, err := utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for src, want := range map[string]string{
		utf16(unicode.LittleEndian, unicode.UseBOM):    "1:1: the file is in UTF-16, not in UTF-8; convert it: iconv -f UTF-16 -t",
		utf16(unicode.BigEndian, unicode.UseBOM):       "1:1: the file is in UTF-16, not in UTF-8; convert it: iconv -f UTF-16 -t",
		utf16(unicode.LittleEndian, unicode.IgnoreBOM): "1:1: the file is in UTF-16, not in UTF-8; convert it: iconv -f UTF-16LE -t",
		utf16(unicode.BigEndian, unicode.IgnoreBOM):    "1:1: the file is in UTF-16, not in UTF-8; convert it: iconv -f UTF-16BE -t",
		wide:                     "1:1: the file is in UTF-32, not in UTF-8; convert it: iconv -f UTF-32 -t",
		"\x00\x00\xfe\xff":       "1:1: the file is in UTF-32, not in UTF-8; convert it: iconv -f UTF-32 -t",
		"\xff\xfe":               "1:1: the file is in UTF-16, not in UTF-8; convert it: iconv -f UTF-16 -t",
		"title: Stra\xdfe":       "1:12: invalid UTF-8 (byte 0xdf); Latin-1: iconv -f WINDOWS-1252 -t",
		"\xef\xbb\xbfa\x00b\x00": "1:3: NUL byte: not a text file",
		"a\x00b":                 "1:2: NUL byte: not a text file",
		"ab\x00\x00":             "1:3: NUL byte: not a text file",
		"Straße":                 "",
	} {
		err := CheckText([]byte(src))
		if want == "" && err == nil {
			continue
		}
		message, hint, _ := strings.Cut(want, "; ")
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Error() != message || !strings.Contains(syntax.Hint(), hint) || hint == "" && syntax.Hint() != "" {
			t.Errorf("%.12q: %v, want %s", src, err, want)
		}
	}
}
