package console_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content/console"
)

// TestVisible checks which characters and commands are replaced.
func TestVisible(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "",
		"Überlauf — 過去の障害 🔥 100 %":     "Überlauf — 過去の障害 🔥 100 %",
		"a\x1b]0;owned\ab":             "a�]0;owned�b",
		"a\x1b[2Jb\u009b31mc\x9bd\x7f": "a�[2Jb�31mc�d�",
		"a\r::error::b\n::error::c\td": "a�::error::b�::error::c�d",
		"a\u202eb\u2066c\u200fd\u061c": "a�b�c�d�",
		"a\u2028b\u2029c\ufeffd\u200b": "a�b�c�d�",
		"👩\u200d🚒 نامه\u200cای":        "👩\u200d🚒 نامه\u200cای",
		"::stop-commands::x":           "�:stop-commands::x",
		" \u00a0\u3000::error::x":      " \u00a0\u3000�:error::x",
		"a ::error::x":                 "a ::error::x",
		"std::string":                  "std::string",
		"a ##[error]x ##vso[task.x]y":  "a �#[error]x �#vso[task.x]y",
		"###[x] ##teamcity[a] ## [b]":  "#�#[x] �#teamcity[a] ## [b]",
	} {
		got := console.Visible(text)
		if got != want {
			t.Errorf("Visible(%q) = %q, want %q", text, got, want)
		}
		if again := console.Visible(got); again != got {
			t.Errorf("Visible(%q) = %q, want no change the second time", got, again)
		}
	}
}

// TestCharacters checks the limits of the ranges of characters that are replaced.
func TestCharacters(t *testing.T) {
	t.Parallel()
	for _, r := range []rune{0, '\t', '\n', 0x1b, 0x1f, 0x7f, 0x80, 0x9b, 0x9f, 0x200b, 0x200e, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x206f, 0xe0041} {
		if got := console.Visible("a" + string(r) + "b"); got != "a�b" {
			t.Errorf("%U reaches the terminal: %q", r, got)
		}
	}
	for _, r := range []rune{' ', '~', 0xa0, 'é', 0x200c, 0x200d, 0x2010, 0x202f, 0x2065, 0x2070, '障', '🔥'} {
		if got := console.Visible("a" + string(r) + "b"); got != "a"+string(r)+"b" {
			t.Errorf("%U does not reach the terminal: %q", r, got)
		}
	}
}

// TestWriter checks that a text is harmless in whatever parts it is written, and that its lines and tabs stay.
func TestWriter(t *testing.T) {
	t.Parallel()
	text := "a\tb\n  ::error::ü\x1b[1m\n\u202e##[x]\nno end"
	want := "a\tb\n  �:error::ü�[1m\n��#[x]\nno end"
	for size := 1; size <= len(text); size++ {
		var b strings.Builder
		w := console.NewWriter(&b)
		w.Color = true
		for from := 0; from < len(text); from += size {
			part := text[from:min(from+size, len(text))]
			if n, err := w.Write([]byte(part)); n != len(part) || err != nil {
				t.Fatal(n, err)
			}
		}
		if got, lines := b.String(), want[:strings.LastIndexByte(want, '\n')+1]; got != lines {
			t.Errorf("before Flush, parts of %d bytes are written as %q, want %q", size, got, lines)
		}
		for range 2 {
			if err := w.Flush(); err != nil || b.String() != want {
				t.Errorf("parts of %d bytes are written as %q, %v; want %q", size, b.String(), err, want)
			}
		}
	}
}

// TestLine checks that only styles of spans reach the terminal, and only with colours.
func TestLine(t *testing.T) {
	t.Parallel()
	spans := []console.Span{{Style: console.Red, Text: "error:"}, console.Plain(" a\n::b\x1b[0m"), {Style: console.Faint, Text: "\x1b[8mc"}, {}}
	for color, want := range map[bool]string{
		false: "error: a�::b�[0m�[8mc\n",
		true:  "\x1b[31merror:\x1b[0m a�::b�[0m\x1b[2m�[8mc\x1b[0m\n",
	} {
		var b strings.Builder
		w := console.NewWriter(&b)
		w.Color = color
		if w.Line(spans...); w.Flush() != nil || b.String() != want {
			t.Errorf("with colours %v: %q, want %q", color, b.String(), want)
		}
	}
	var b strings.Builder
	console.NewWriter(&b).Line(console.Plain(" :"), console.Span{Style: console.Bold, Text: ":error::x"})
	if b.String() != " �:error::x\n" {
		t.Errorf("a command in two spans is written as %q", b.String())
	}
}

// A full writer is a disk without space.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no space") }

// TestErrors checks that the first error of the destination is returned.
func TestErrors(t *testing.T) {
	t.Parallel()
	w := console.NewWriter(full{})
	if _, err := w.Write([]byte("a")); err != nil {
		t.Errorf("an incomplete line is written: %v", err)
	}
	if err := w.Flush(); err == nil {
		t.Error("Flush returns no error")
	}
	w = console.NewWriter(full{})
	if _, err := w.Write([]byte("a\n")); err == nil {
		t.Error("Write returns no error")
	}
	w = console.NewWriter(full{})
	if w.Line(console.Plain("a")); w.Flush() == nil {
		t.Error("the error of Line is lost")
	}
}

// FuzzVisible checks that no character and no command is left that anything obeys, and that the length stays.
func FuzzVisible(f *testing.F) {
	for _, seed := range []string{"::a", "##[x]", "a\x1b[0m", "\xff", "\u202e", "###vso[", " \u2003::"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := console.Visible(text)
		if utf8.RuneCountInString(got) != utf8.RuneCountInString(text) || console.Visible(got) != got {
			t.Errorf("Visible(%q) = %q", text, got)
		}
		if strings.ContainsAny(got, "\r\n\t\x1b\u009b\u202e") || strings.HasPrefix(strings.TrimSpace(got), "::") || strings.Contains(got, "##[") || strings.Contains(got, "##vso[") {
			t.Errorf("Visible(%q) = %q, which is obeyed", text, got)
		}
	})
}
