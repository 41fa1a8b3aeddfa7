package git

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// TestEncodingsMatchGit reads commits in other encodings.
func TestEncodingsMatchGit(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	tree := strings.TrimSpace(r.Git("write-tree"))
	for _, test := range []struct{ encoding, bytes, want string }{
		{"", "Jürgen", "Jürgen"},
		{"UTF-8", "Jürgen", "Jürgen"},
		{"utf8", "Jürgen", "Jürgen"},
		{"ISO-8859-1", "J\xfcrgen \x80", "Jürgen \u0080"},
		{"iso-8859-1", "J\xfcrgen", "Jürgen"},
		{"latin1", "J\xfcrgen", "Jürgen"},
		{"latin-1", "J\xfcrgen", "Jürgen"},
		{"ISO-8859-15", "\xa4", "€"},
		{"windows-1252", "J\xfcrgen \x80", "Jürgen €"},
		{"CP1252", "J\xfcrgen \x80", "Jürgen €"},
		{"KOI8-R", "\xe9\xd7\xc1\xce", "Иван"},
		{"Shift_JIS", "\x8eR\x93c\x91\xbe\x98Y", "山田太郎"},
		{"SJIS", "\x8eR\x93c \x83\\", "山田 ソ"},
		{"CP932", "\x8eR\x93c", "山田"},
		{"EUC-JP", "\xbb\xb3\xc5\xc4", "山田"},
		{"eucJP", "\xbb\xb3\xc5\xc4", "山田"},
		{"ISO-2022-JP", "\x1b$B;3ED\x1b(B", "山田"},
		{"ISO-2022-JP", "\x1b$B<B\x1b(B", "実"}, // its bytes are <B
		{"EUC-KR", "\xb1\xe8", "김"},
		{"GB18030", "\xcd\xf5", "王"},
		{"Big5", "\xa4\xfd", "王"},
		// Git passes these on as they are.
		{"", "J\xfcrgen, Łukasz", "Jürgen, Łukasz"},
		{"utf-8", "J\xfcrgen", "Jürgen"},
		{"x-unknown", "J\xfcrgen", "Jürgen"},
		{"x-unknown", "Jürgen", "Jürgen"},
		{"EUC-JP", "J\xfcrgen", "Jürgen"},
		{"UTF-16", "Jürgen!", "Jürgen!"},
	} {
		header := ""
		if test.encoding != "" {
			header = "encoding " + test.encoding + "\n"
		}
		data := fmt.Sprintf("tree %s\nauthor %[2]s <a@example.org> 1 +0000\ncommitter C <c@example.org> 1 +0000\n%[3]s\nof %[2]s\n", tree, test.bytes, header)
		id, err := r.Try(data, "hash-object", "-t", "commit", "-w", "--stdin")
		if err != nil {
			t.Fatal(err)
		}
		c, err := parseCommit("", []byte(data))
		if err != nil || c.Author.Name != test.want || c.Subject() != "of "+test.want || c.Tree.String() != tree {
			t.Errorf("%s: %q is read as %+v, %v", test.encoding, test.bytes, c, err)
		}
		said := strings.TrimSpace(r.Git("log", "-1", "--encoding=UTF-8", "--format=%an", strings.TrimSpace(id)))
		if utf8.ValidString(said) && said != test.want {
			t.Errorf("%s: git reads %q as %q, want %q", test.encoding, test.bytes, said, test.want)
		}
	}
}
