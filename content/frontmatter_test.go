package content_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestFrontMatterErrorsHavePlaces breaks one line of a block and checks that the problem
// is reported on that line, wherever it is.
func TestFrontMatterErrorsHavePlaces(t *testing.T) {
	const yaml = "content/a.md:%d:1: error: invalid YAML: "
	for _, test := range []struct {
		name, broken string
		want         string // %d is the line
	}{
		{"two colons", "service: b: c", yaml + "mapping values are not allowed in this context"},
		{"a word alone", "service", yaml + "could not find expected ':'"},
		{"indented", "  service: b", yaml + "mapping values are not allowed in this context"},
		{"an at sign", "service: @b", yaml + "found character that cannot start any token"},
		{"a backtick", "service: `b`", yaml + "found character that cannot start any token"},
		{"a bad escape", `service: "\q"`, yaml + "found unknown escape character"},
		{"a list that is not closed", "service: [a, b", yaml + "did not find expected ',' or ']'"},
		{"a mapping that is not closed", "service: {a: b", yaml + "did not find expected ',' or '}'"},
		{"a bracket alone", "service: ]", yaml + "did not find expected node content"},
		{"a brace alone", "}", yaml + "did not find expected key"},
		{"a word after the sign for a text", "service: |x", yaml + "did not find expected comment or line break"},
		{"an invalid number", `service: "\x0g"`, yaml + "did not find expected hexdecimal number"},
		{"an empty key", `"": b`, "content/a.md:%d:1: error: a key must be a word"},
		{"a list for a key, deep down", "n: {[a]: b}", "content/a.md:%d:5: error: a key must be a word"},
		{"a tag, deep down", "n: {x: !t b}", "content/a.md:%d:8: error: YAML anchors, aliases and tags are not supported in front matter"},
		{"an anchor", "n: [&a b]", "content/a.md:%d:5: error: YAML anchors, aliases and tags are not supported in front matter"},
		{"a line of four dashes", "----", "content/a.md:%d:1: error: a line of dashes within the front matter"},
		{"another document", "--- x", "content/a.md:%d:1: error: \"---\" within the front matter: YAML would end a line or the block here"},
		{"the end of a document", "...", "content/a.md:%d:1: error: \"...\" within the front matter: YAML would end a line or the block here"},
		{"a line separator first", "\u2028b: c", "content/a.md:%d:1: error: \"\\u2028\" within the front matter: YAML would end a line or the block here"},
		{"a paragraph separator last", "b: c\u2029", "content/a.md:%d:5: error: \"\\u2029\" within the front matter: YAML would end a line or the block here"},
		{"a next line mark", "é: b\u0085c", "content/a.md:%d:5: error: \"\\u0085\" within the front matter: YAML would end a line or the block here"},
	} {
		for _, before := range []int{1, 4} {
			text := "---\n"
			for i := range before {
				text += fmt.Sprintf("key%d: a\n", i)
			}
			text += test.broken + "\nstatus: draft\n---\n"
			pm, got := read(t, text)
			if want := fmt.Sprintf(test.want, before+2) + " [front-matter]"; pm != nil || got != want {
				t.Errorf("%s on line %d: reported\n%s\nwant\n%s", test.name, before+2, got, want)
			}
			if keys, end, ok := content.FrontMatterKeys([]byte(text)); ok || end != 0 || keys != nil {
				t.Errorf("%s: FrontMatterKeys returns %v for a block that cannot be read", test.name, keys)
			}
		}
	}
}

// TestFrontMatterErrorsStayInside checks that problems found at the end of the block, or
// without a line, are reported inside the block.
func TestFrontMatterErrorsStayInside(t *testing.T) {
	for text, want := range map[string]string{
		"---\ntitle: [\n---\n":                      "content/a.md:2:1: error: invalid YAML: did not find expected node content [front-matter]",
		"---\nstatus: draft\ntitle: \"a\n---\n":     "content/a.md:3:1: error: invalid YAML: found unexpected end of stream [front-matter]",
		"---\nstatus: draft\ntitle: {a: [\n---\nb":  "content/a.md:3:1: error: invalid YAML: did not find expected node content [front-matter]",
		"---\nstatus: draft\nlast: |x\n---\n":       "content/a.md:3:1: error: invalid YAML: did not find expected comment or line break [front-matter]",
		"--\ntitle: a\n--\n":                        "content/a.md:1:1: error: front matter begins with three dashes, not 2 [front-matter]",
		" ---\ntitle: a\n---\n":                     "content/a.md:1:1: error: the first line of the front matter is indented [front-matter]",
		"---\ntitle: a\n ---\nb: c\n---\n":          "content/a.md:3:1: error: a line of dashes within the front matter [front-matter]",
		"---\ntitle: a":                             "content/a.md:1:1: error: front matter is not closed [front-matter]",
		"---\ntitle: a\ntitle: b\n---\n":            "content/a.md:3:1: error: duplicate key `title` [front-matter]",
		"---\na: b\nc: d\na: e\nc: f\na: g\n---\n":  "content/a.md:4:1: error: duplicate key `a` [front-matter]\ncontent/a.md:5:1: error: duplicate key `c` [front-matter]\ncontent/a.md:6:1: error: duplicate key `a` [front-matter]",
		"---\n- a\n---\n":                           "content/a.md:2:1: error: front matter is not a list of keys and values [front-matter]",
		"---\n\n\n  a word\n---\n":                  "content/a.md:4:3: error: front matter is not a list of keys and values [front-matter]",
		"---\n" + strings.Repeat("# x\n", 1<<14+20): "content/a.md:16386:1: error: the front matter is longer than 64 KiB [front-matter]",
	} {
		if pm, got := read(t, text); pm != nil || got != want {
			t.Errorf("%.60q: reported\n%s\nwant\n%s", text, got, want)
		}
	}
	_, problems := content.Parse("a.md", []byte("---\na: b\nc: d\na: e\n---\n"), content.Options{})
	if len(problems) != 1 || problems[0].Hint != "it is already set on line 2; keep one" {
		t.Errorf("a duplicate key: %+v", problems)
	}
}

// TestFrontMatterBound checks the maximum size of a block: 64 KiB without its closing
// line.
func TestFrontMatterBound(t *testing.T) {
	block := func(size int) string {
		const keys = "title: a\nstatus: draft\ndate: 2026-03-05\nservice: a\nimpact: latency\nseverity: low\ndetection: manual\n# "
		return "---\n" + keys + strings.Repeat("x", size-len(keys)-1) + "\n---\n"
	}
	if _, got := read(t, block(64<<10)); got != "" {
		t.Errorf("a block of 64 KiB: %s", got)
	}
	if _, got := read(t, block(64<<10+1)); got != "content/a.md:9:1: error: the front matter is longer than 64 KiB [front-matter]" {
		t.Errorf("a block of more than 64 KiB: %s", got)
	}
}

// TestSplitFrontMatter checks that a document is cut in two, and that one without a
// readable block is returned as it is.
func TestSplitFrontMatter(t *testing.T) {
	for text, want := range map[string][2]string{
		"---\na: b\n---\ntext\n":         {"---\na: b\n---\n", "text\n"},
		"---\r\na: b\r\n---\r\ntext\r\n": {"---\na: b\n---\n", "text\n"},
		"\ufeff---\n---\ntext":           {"---\n---\n", "text"},
		"---\na: b\n---":                 {"---\na: b\n---", ""},
		"---\na: b\n---\n":               {"---\na: b\n---\n", ""},
		"---\na: b\n":                    {"", "---\na: b\n"},
		"----\na: b\n----\n":             {"", "----\na: b\n----\n"},
		"text\n---\na: b\n---\n":         {"", "text\n---\na: b\n---\n"},
		"":                               {"", ""},
	} {
		front, body := content.SplitFrontMatter([]byte(text))
		if string(front) != want[0] || string(body) != want[1] {
			t.Errorf("%q is split into %q and %q, want %q and %q", text, front, body, want[0], want[1])
		}
	}
}

// TestFrontMatterKeys checks that the keys of a block are returned as written, with their
// canonical names.
func TestFrontMatterKeys(t *testing.T) {
	keys, end, ok := content.FrontMatterKeys([]byte("---\nstatus: draft\nservices: [a]\n\ncolour: red\ntitle: b\n---\ntext\n"))
	var got []string
	for _, key := range keys {
		got = append(got, fmt.Sprintf("%s=%s %s", key.Name, key.Known, key.Pos))
	}
	if want := []string{"status=status 2:1", "services=service 3:1", "colour= 5:1", "title=title 6:1"}; !slices.Equal(got, want) || !ok {
		t.Errorf("keys %q, want %q", got, want)
	}
	if end != 7 {
		t.Errorf("the block ends on line %d, want 7", end)
	}
	slices.SortFunc(keys, func(a, b content.KeyLine) int { return a.Rank() - b.Rank() })
	if keys[0].Name != "title" || keys[1].Name != "services" || keys[2].Name != "status" || keys[3].Name != "colour" {
		t.Errorf("in the canonical order: %v", keys)
	}
	if rank := (content.KeyLine{Known: "title"}).Rank(); rank != 0 {
		t.Errorf("the title has the place %d, want 0", rank)
	}
	if rank := (content.KeyLine{Name: "colour"}).Rank(); rank != len(content.Keys()) {
		t.Errorf("an unknown key has the place %d, want the last", rank)
	}
	if keys, end, ok := content.FrontMatterKeys([]byte("text")); !ok || end != 0 || len(keys) > 0 {
		t.Errorf("a document without front matter: %v, %d, %v", keys, end, ok)
	}
	if _, _, ok := content.FrontMatterKeys([]byte("---\na: b\n---\n\x00")); ok {
		t.Error("keys of a file that is not text")
	}
	if keys, _, ok := content.FrontMatterKeys([]byte("\ufeff---\r\na: b\r\n---\r\n")); !ok || len(keys) != 1 {
		t.Errorf("with a byte order mark and CR LF: %v, %v", keys, ok)
	}
}
