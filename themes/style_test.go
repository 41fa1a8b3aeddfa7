package themes_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestColoursAreTokens checks that colours are only written as tokens. Print has
// other values for some tokens.
func TestColoursAreTokens(t *testing.T) {
	t.Parallel()
	sheet, err := os.ReadFile("default/assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	tokens, rules, found := strings.Cut(string(sheet), "@layer base {")
	if !found || !strings.Contains(tokens, "--ink: light-dark(#") {
		t.Fatal("the style sheet does not begin with its tokens")
	}
	rules = regexp.MustCompile(`--[a-z-]+: #[0-9a-f]+`).ReplaceAllString(rules, "")
	if colour := regexp.MustCompile(`#[0-9a-f]{3,8}\b|(?:rgb|hsl|oklch|light-dark)\([^v][^)]*\)?`).FindString(rules); colour != "" {
		t.Errorf("%s is not a token", colour)
	}
}

// TestRowsAreChildren checks that rules for the rows of a timeline and for lessons leave the lists within
// them alone.
func TestRowsAreChildren(t *testing.T) {
	t.Parallel()
	sheet, err := os.ReadFile("default/assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range regexp.MustCompile(`\.(?:timeline|lessons)[\w.-]* li\b[^{,]*`).FindAllString(string(sheet), -1) {
		t.Errorf("%s styles the lists within a row too", rule)
	}
}
