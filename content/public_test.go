package content

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/markdown"
)

func publicText(t *testing.T, src string) string {
	t.Helper()
	pm, problems := Parse("content/a.md", []byte(src), Options{})
	if pm == nil {
		t.Fatalf("%q cannot be read: %v", src, problems)
	}
	text, err := pm.PublicText([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestPublicFrontMatter tests what is left of lines of front matter.
func TestPublicFrontMatter(t *testing.T) {
	for _, test := range []struct{ name, front, want string }{
		{"a comment after a value", "status: draft # NOTE\n", "status: draft\n"},
		{"a comment after blanks and tabs", "status: draft \t # NOTE # NOTE\n", "status: draft\n"},
		{"a line of comment", "# NOTE\nstatus: draft\n  # NOTE\n", "status: draft\n"},
		{"a # within a word", "title: issue#7\n", "title: issue#7\n"},
		{"a # in single quotes", "title: 'it''s #7 # x' # NOTE\n", "title: 'it''s #7 # x'\n"},
		{"a # in double quotes", `title: "a \" # x\\" # NOTE` + "\n", `title: "a \" # x\\"` + "\n"},
		{"quotes within a word", "title: it's # NOTE's\n", "title: it's\n"},
		{"a # in quotes over two lines", "title: 'a\n  # b' # NOTE\n", "title: 'a\n  # b'\n"},
		{"characters of several bytes before quotes", "tags: [é, 'ü # x'] # NOTE\n", "tags: [é, 'ü # x']\n"},
		{"a # in a quoted key", "'na#me # x': NOTE\ntitle: a\n", "title: a\n"},
		{"a literal text", "summary: | # NOTE\n  # a\n\n   b # c\n # NOTE\n# NOTE\nstatus: draft\n", "summary: |\n  # a\n\n   b # c\nstatus: draft\n"},
		{"a folded text at the end", "summary: >-\n  # a\n  b # c\n", "summary: >-\n  # a\n  b # c\n"},
		{"a literal text of a given indentation", "summary: |2\n    a # b\n  # c\n # NOTE\nstatus: draft\n", "summary: |2\n    a # b\n  # c\nstatus: draft\n"},
		{"a literal text without lines", "summary: |\nstatus: draft # NOTE\n", "summary: |\nstatus: draft\n"},
		{"a literal text of a list", "tags:\n  - |\n   # a\n  - b # NOTE\n", "tags:\n  - |\n   # a\n  - b\n"},
		{"comments in a list", "tags: [a, # NOTE\n  b]\n", "tags: [a,\n  b]\n"},
		{"an unknown key", "title: a\nnote: NOTE\nstatus: draft\n", "title: a\nstatus: draft\n"},
		{"an unknown key at the end, with a list", "title: a\nnote:\n- NOTE\n# NOTE\n- NOTE\n", "title: a\n"},
		{"unknown keys around, with a mapping and a text", "note: {a: NOTE,\n b: NOTE}\ntitle: a\nmore: |\n  NOTE\n\n  NOTE\n", "title: a\n"},
		{"indented keys", "  title: a\n  note: NOTE\n", "  title: a\n"},
		{"a mapping in braces", "{title: a, note: NOTE, status: draft, 'x': {y: NOTE}} # }\n", "{title: a, status: draft, }\n"},
		{"a mapping in braces that begins with an unknown key", "{note: NOTE, title: a}\n", "{title: a}\n"},
		{"known keys in the plural", "services: [a]\nserves: NOTE\n", "services: [a]\n"},
		{"nothing to hide", "title: a   \ntags: [ b ]\n", "title: a   \ntags: [ b ]\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, want := publicText(t, "---\n"+test.front+"---\n# Title\n"), "---\n"+test.want+"---\n# Title\n"; got != want {
				t.Errorf("the public text is\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestPublicBody tests what is left of a body.
func TestPublicBody(t *testing.T) {
	const table = "| Metadata | Information |\n|---|---|\n"
	for _, test := range []struct{ name, body, want string }{
		{"a comment between words", "a <!-- NOTE --> b\n", "a b\n"},
		{"a comment without blanks around", "a<!-- NOTE -->b\n", "ab\n"},
		{"a comment at the end of a line", "a  <!-- NOTE -->  \nb\n", "a\nb\n"},
		{"a comment at the beginning of a line", "<!-- NOTE --> a\nb\n", "a\nb\n"},
		{"comments in a row", "<!-- NOTE --><!-- NOTE --> <!-- NOTE --> a <!-- NOTE --> <!-- NOTE -->\n", "a\n"},
		{"a line of comment between paragraphs", "a\n\n<!-- NOTE -->\n\nb\n", "a\n\nb\n"},
		{"a line of comment at the end", "a\n\n<!-- NOTE -->\n", "a\n\n"},
		{"a line of comment that ends a paragraph", "a\n<!-- NOTE -->\nb\n", "a\n\nb\n"},
		{"lines of comment", "a\n\n<!--\nNOTE\n\nNOTE\n-->\n\nb\n", "a\n\nb\n"},
		{"a comment over two lines of a paragraph", "a <!-- NOTE\nNOTE --> b\n", "a b\n"},
		{"a comment over two lines of a quote", "> a <!-- NOTE\n> NOTE --> b\n> <!-- NOTE -->\n", "> a b\n>\n"},
		{"a comment that is not closed", "a\n\n<!-- NOTE\n\n# NOTE\n", "a\n\n"},
		{"a comment that is not closed in a quote", "> <!-- NOTE\n\na\n", ">\n\na\n"},
		{"the beginning of a comment in a paragraph", "a <!-- b\n", "a <!-- b\n"},
		{"empty comments", "a <!--> NOTE --> b <!---> c\n\n<!--> d\n", "a NOTE --> b c\n\nd\n"},
		{"comments in a list", "- a <!-- NOTE -->\n  <!-- NOTE -->\n- <!-- NOTE --> b\n  - c <!-- NOTE\n    NOTE -->\n", "- a\n\n- b\n  - c\n"},
		{"comments in a table", "| a <!-- NOTE --> | b |\n|---|---|\n| <!-- NOTE --> c | `d\\|e` <!-- NOTE --> |\n", "| a | b |\n|---|---|\n| c | `d\\|e` |\n"},
		{"comments in a heading, a link and an image", "## a <!-- NOTE -->\n\n[b <!-- NOTE --> c](d.md) ![e <!-- NOTE --> f](g.png)\n", "## a\n\n[b c](d.md) ![e f](g.png)\n"},
		{"comments in code", "`<!-- a -->` <!-- NOTE -->\n\n```\n<!-- b -->\n```\n\n    <!-- c -->\n", "`<!-- a -->`\n\n```\n<!-- b -->\n```\n\n    <!-- c -->\n"},
		{"a comment within HTML, which the page shows as text", "<div>\n<!-- a -->\n</div>\n", "<div>\n<!-- a -->\n</div>\n"},
		{"a comment made of two", "a <!-<!-- NOTE -->- b --> c\n", "a <!-<!---->- b --> c\n"},
		{"a silencer", "<!-- pmsite: allow person-name: NOTE -->\nMV Ada\n", "\nMV Ada\n"},
		{"a definition that is a comment", "a\n\n[//]: # (NOTE)\n[note]: <> \"NOTE\nNOTE\"\n\nb\n", "a\n\n\n\nb\n"},
		{"definitions that links use", "[a][x], [X Y], ![b][ z ]\n\n[x]: a.md\n[x]: NOTE.md\n[x  y]: <b.md> 'c'\n[z]: d.png\n", "[a][x], [X Y], ![b][ z ]\n\n[x]: a.md\n\n[x  y]: <b.md> 'c'\n[z]: d.png\n"},
		{"a definition in a quote", "> a\n>\n> [x]: NOTE.md\n", "> a\n>\n>\n"},
		{"unknown rows of the metadata table", table + "| Severity | low |\n| Mood | NOTE |\n| NOTE | |\n| Vendor | Harbour |\n", table + "| Severity | low |\n| Vendor | Harbour |\n"},
		{"rows of other tables", "| a | b |\n|---|---|\n| Mood | bad |\n", "| a | b |\n|---|---|\n| Mood | bad |\n"},
		{"the reminders", "a\n\n## Reminders\nNOTE\n### NOTE\nNOTE\n\n## Timeline\nb\n", "a\n\n## Timeline\nb\n"},
		{"reminders underlined, at the end", "a\n\nReminders\n---\n\n- NOTE\n", "a\n\n"},
		{"line endings and a byte order mark", "\ufeffa\r\nb\rc\r\n", "\ufeffa\nb\nc\n"},
		{"nothing to hide", "a   \n\n\n\tb\n", "a   \n\n\n\tb\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			const front = "---\ntitle: a\n---\n"
			got := publicText(t, front+test.body)
			if got != front+test.want {
				t.Errorf("the public text is\n%q\nwant\n%q", strings.TrimPrefix(got, front), test.want)
			}
			if again := publicText(t, got); again != got {
				t.Errorf("the public text of the public text is\n%q\nwant\n%q", again, got)
			}
		})
	}
}

// TestPublicTextOfChangedFile tests the error for a text that the document was not parsed from.
func TestPublicTextOfChangedFile(t *testing.T) {
	pm := &PostMortem{Path: "content/a.md"}
	for _, src := range []string{"---\ntitle: [ # a\n---\n", "---\ntitle: a\n---\n<!-- \x00 -->\n"} {
		if text, err := pm.PublicText([]byte(src)); text != nil || err == nil || !strings.HasPrefix(err.Error(), "content/a.md changed while it was read: ") {
			t.Errorf("of %q the public text is %q, error %v", src, text, err)
		}
	}
}

// TestPublicTextShowsWhatThePageShows makes documents of random parts, each with a word of
// its own. A comment's word is in neither the page nor the public text, all others are in
// both.
func TestPublicTextShowsWhatThePageShows(t *testing.T) {
	comments := []string{
		"<!-- %s -->", "<!--%s-->", "a <!-- %s --> b", "a <!-- %s", "- a\n  <!-- %s -->", "> <!-- %s", "> a <!--\n> %s --> b", "[//]: # (%s)",
		"| a | b |\n|---|---|\n| <!-- %s --> | c |", "[x]: y.md '%s'", "# a <!-- %s -->", "1. <!-- a --> b <!-- %s -->", "<!-- a --> <!-- %s -->",
	}
	texts := []string{
		"%s", "# %s", "`<!-- %s -->`", "```\n<!-- %s -->\n```", "> %s", "- %s", "<b>%s</b>", "<div><!-- %s --></div>", "[%s](a.md)", "<p>\n%s", "    %s", "\\<!-- %s -->", "%s <br>",
	}
	for seed := range uint64(3000) {
		random := rand.New(rand.NewPCG(seed, 0))
		body, words := "", map[string]bool{}
		for i := range 1 + random.IntN(8) {
			forms := texts
			if random.IntN(2) == 0 {
				forms = comments
			}
			word := fmt.Sprintf("word%da", i)
			words[word] = false
			body += fmt.Sprintf(forms[random.IntN(len(forms))], word) + []string{"\n", "\n\n", "\n  "}[random.IntN(3)]
		}
		src := "---\ntitle: a\n---\n" + body
		shown := shownText(t, src)
		public := publicText(t, src)
		for word := range words {
			if strings.Contains(shown, word) && !strings.Contains(public, word) {
				t.Errorf("seed %d: %s is shown, but not public:\n%s\nis public as\n%s", seed, word, body, public)
			}
			if !strings.Contains(shown, word) && strings.Contains(public, word) {
				t.Errorf("seed %d: %s is public, but not shown:\n%s\nis public as\n%s", seed, word, body, public)
			}
		}
	}
}

// shownText returns the HTML of all sections of a document.
func shownText(t *testing.T, src string) string {
	t.Helper()
	pm, problems := Parse("content/a.md", []byte(src), Options{})
	if pm == nil {
		t.Fatalf("%q cannot be read: %v", src, problems)
	}
	var b strings.Builder
	show := func(f markdown.Fragment) {
		b.WriteString(f.HTML(func(dest string) (string, bool) { return dest, true }))
	}
	for _, s := range pm.Sections {
		show(s.Head)
		for _, p := range s.Parts {
			show(p.Prose)
		}
	}
	return b.String()
}

func FuzzPublicText(f *testing.F) {
	for _, text := range seeds(f) {
		f.Add([]byte(text))
	}
	f.Add([]byte("---\nx: '#' # a\n---\n<!-<!-- a -->- b -->\n\n[x]: y\n\n## Reminders\nc\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		pm, _ := Parse("content/a.md", src, Options{})
		if pm == nil || len(src) > 1<<16 {
			return
		}
		text, err := pm.PublicText(src)
		if err != nil {
			t.Fatal(err)
		}
		if len(text) > len(src) {
			t.Errorf("the public text of %q is longer: %q", src, text)
		}
	})
}
