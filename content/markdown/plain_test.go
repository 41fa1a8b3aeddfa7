package markdown

import (
	"slices"
	"strings"
	"testing"
	"unsafe"
)

// TestParagraphs checks that Paragraphs returns the visible text, one string per block, without markup.
func TestParagraphs(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                       nil,
		"<!-- nothing -->":                       nil,
		"a *b* `c`\nd":                           {"a b c d"},
		"a\n\nb":                                 {"a", "b"},
		"a<br>b  \nc":                            {"a b c"},
		"a &lt;b&gt; &amp;amp; \"q\"":            {`a <b> &amp; "q"`},
		"- a\n- b\n  - c\n\n1. d":                {"a", "b", "c", "d"},
		"> a\n>\n> b":                            {"a", "b"},
		"> # head\n> text":                       {"head", "text"},
		"| a | b |\n|-|-|\n| c d | |\n| e | f |": {"a b", "c d", "e f"},
		"[link](x.md) [out](https://a.example/)": {"link out"},
		"![local](y.png) a ![far](https://a.b/c)": {"local a far"},
		"![a \"quoted\" <b>](y.png)":              {`a "quoted" <b>`},
		"```go\nx := 1 < 2\n\ny\n```":             {"x := 1 < 2 y"},
		"    code\n    more":                      {"code more"},
		"a\n\n---\n\nb":                           {"a", "b"},
		"<div>\nraw\n</div>":                      {"<div> raw </div>"},
		"- [x] done":                              {"☑ done"},
		"nb\u00a0sp\u0085 tab\tend":               {"nb sp tab end"},
		"a ~~b~~ **c**d":                          {"a b cd"},
	} {
		doc := parseText(t, text)
		f := doc.HTML(doc.Blocks...)
		if got := f.Paragraphs(); !slices.Equal(got, want) || (got == nil) != (want == nil) {
			t.Errorf("%q shows the paragraphs %q, want %q", text, got, want)
		}
	}
}

// TestFoldSpace checks that a text without anything to fold stays the same string.
func TestFoldSpace(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " a ": "a", "a b": "a b", "a  b": "a b", "a\nb": "a b", "a\tb": "a b", "a\vb": "a b", "a\fb": "a b", "a\rb": "a b", "a\u00a0b": "a b", "a\u0085b": "a b", "aÂb": "aÂb", "é è": "é è", "\n\u00a0": "",
	} {
		if got := foldSpace(text); got != want {
			t.Errorf("foldSpace(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestSharing checks that a plain text shares the memory of its HTML, and that a text with markup does
// not.
func TestSharing(t *testing.T) {
	f := Fragment{html: strings.Clone("a sentence")}
	same := strings.Clone("a sentence")
	if got := f.Sharing(same); unsafe.StringData(got) != unsafe.StringData(f.html) {
		t.Error("a text without markup is stored twice")
	}
	if got := f.Sharing("another"); got != "another" {
		t.Errorf("a text becomes %q", got)
	}
}

// TestRecentTexts checks that a short text that occurs repeatedly is stored once, a long one each time,
// and that no text is mistaken for another.
func TestRecentTexts(t *testing.T) {
	r := &recent{}
	for _, test := range []struct {
		text   string
		shared bool
	}{{"Outage begins", true}, {strings.Repeat("x", shortText), true}, {strings.Repeat("x", shortText+1), false}} {
		r.intern([]byte(test.text))
		second, third := r.intern([]byte(test.text)), r.intern([]byte(test.text))
		if second != test.text || third != test.text {
			t.Errorf("%q becomes %q and %q", test.text, second, third)
		}
		if got := unsafe.StringData(r.intern([]byte(test.text))) == unsafe.StringData(third); got != test.shared {
			t.Errorf("a repeated text of %d bytes is shared: %v, want %v", len(test.text), got, test.shared)
		}
	}
	if r.intern(nil) != "" {
		t.Error("an empty text becomes another")
	}
	buffer := []byte("reused")
	kept := r.intern(buffer)
	copy(buffer, "xxxxxx")
	if kept != "reused" {
		t.Errorf("a text changes with its buffer: %q", kept)
	}
}
