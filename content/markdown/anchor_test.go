package markdown

import (
	"regexp"
	"strings"
	"testing"
)

// TestAnchor compares ids with those that GitHub creates for the headings.
func TestAnchor(t *testing.T) {
	for text, want := range map[string]string{
		"Action Items":              "action-items",
		"  What went well?  ":       "what-went-well",
		"A & B":                     "a--b",
		"snake_case and kebab-case": "snake_case-and-kebab-case",
		"1.2.3":                     "123",
		"Größe, Maß":                "größe-maß",
		"e\u0301te\u0301":           "été", // NFC
		"日本語の見出し":                   "日本語の見出し",
		"हिन्दी शीर्षक":             "हिन्दी-शीर्षक", // vowel signs are marks
		"Привет, мир":               "привет-мир",
		"مرحبا بالعالم":             "مرحبا-بالعالم",
		"🚀 Launch":                  "-launch",
		"x²":                        "x",
		"Ⅳ":                         "ⅳ",
		"a‿b":                       "a‿b",
		"½ hour":                    "-hour",
		"C++ / C#":                  "c--c",
		"it’s":                      "its",
		"!!!":                       "",
		"":                          "",
	} {
		if got := Anchor(text); got != want {
			t.Errorf("Anchor(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestAnchorsAreUnique checks that ids are unique and never reserved, whatever is reserved, and that
// creating them is fast.
func TestAnchorsAreUnique(t *testing.T) {
	reserved := regexp.MustCompile(`^(timeline|action)-\d+$|^pm-`)
	headings := strings.Repeat("## Timeline\n## Action 1\n## PM\n## PM x\n## Notes\n## Notes 1\n## !\n", 500)
	doc, err := Parse([]byte(headings), Options{Reserved: reserved.MatchString})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, b := range doc.Blocks {
		if seen[b.ID] || b.ID == "" || reserved.MatchString(b.ID) {
			t.Fatalf("id %q of %q", b.ID, b.Text)
		}
		seen[b.ID] = true
	}
	if !seen["notes"] || !seen["notes-1"] || !seen["timeline"] {
		t.Error("the first of each keeps GitHub's id")
	}
}
