package index

import (
	"errors"
	"strings"
	"testing"
)

// TestLimitsOfQueries checks that a query at a limit is accepted, and the error
// for one beyond it.
func TestLimitsOfQueries(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("(", n) + "a" + strings.Repeat(")", n) }
	for _, c := range []struct{ name, enough, more, message, hint, at string }{
		{"characters", strings.Repeat("ä ", 120) + strings.Repeat("ä", 1760), strings.Repeat("ä", 2001), "the query has 2001 characters, more than 2000", "remove some words", strings.Repeat("ä", 2001)},
		{"words", strings.Repeat("a ", 128), strings.Repeat("a ", 128) + "last", "the query has more than 128 words", "remove some words", "last"},
		{"phrases and filters", strings.Repeat(`"a b" `, 127) + "tag:b", strings.Repeat(`"a b" `, 127) + "tag:b date:2026", "the query has more than 128 words", "remove some words", "2026"},
		{"words with *", strings.Repeat("a* ", 20), strings.Repeat("a* ", 20) + "b*", "the query has more than 20 words with * or ~", "write some of the words in full", "b*"},
		{"words with ~", strings.Repeat("ab~ ", 20), strings.Repeat("ab~ ", 20) + "b~2", "the query has more than 20 words with * or ~", "write some of the words in full", "b~2"},
		{"filters with *", strings.Repeat("tag:a* ", 20), strings.Repeat("tag:a* ", 20) + "tag:b*", "the query has more than 20 words with * or ~", "write some of the words in full", "b*"},
		{"parentheses", nested(16), nested(17), "the query is nested too deeply", "", "("},
		{"parentheses side by side", strings.Repeat("(a) ", 100), strings.Repeat("(a) ", 100) + nested(17), "the query is nested too deeply", "", "("},
		{"NOT", strings.Repeat("NOT ", 16) + "a", strings.Repeat("NOT ", 17) + "a", "the query is nested too deeply", "", "NOT"},
		{"NOT side by side", strings.Repeat("NOT a ", 100), "NOT " + nested(16), "the query is nested too deeply", "", "("},
	} {
		if _, err := Parse(c.enough); err != nil {
			t.Errorf("%s: a query at the limit is refused: %v", c.name, err)
		}
		var syntax *SyntaxError
		if _, err := Parse(c.more); !errors.As(err, &syntax) {
			t.Errorf("%s: the error beyond the limit is %v", c.name, err)
		} else if got := c.more[syntax.From:syntax.To]; syntax.Message != c.message || syntax.Hint != c.hint || got != c.at {
			t.Errorf("%s: the error beyond the limit is %q, %q, at %q; want %q, %q, at %q", c.name, syntax.Message, syntax.Hint, got, c.message, c.hint, c.at)
		}
	}
	var syntax *SyntaxError
	if _, err := Parse("a\xffb"); !errors.As(err, &syntax) || syntax.Message != "the query is not valid UTF-8" || syntax.Caret() != "a�b\n^" {
		t.Errorf("the error for invalid UTF-8 is %v", err)
	}
}

// TestCaret checks which part of a long query is shown above the carets: sixty
// characters on either side of the error.
func TestCaret(t *testing.T) {
	blanks := func(n int) string { return strings.Repeat(" ", n) }
	for _, c := range []struct{ query, want string }{
		{"foo-b~1", "foo-b~1\n^^^^^^^"},
		{"ä foo-b~1", "ä foo-b~1\n  ^^^^^^^"},
		{strings.Repeat("ä", 59) + " foo-b~1", strings.Repeat("ä", 59) + " foo-b~1\n" + blanks(60) + "^^^^^^^"},
		{strings.Repeat("ä", 60) + " foo-b~1", "…" + strings.Repeat("ä", 59) + " foo-b~1\n" + blanks(61) + "^^^^^^^"},
		{")" + strings.Repeat("é", 60), ")" + strings.Repeat("é", 60) + "\n^"},
		{")" + strings.Repeat("é", 61), ")" + strings.Repeat("é", 60) + "…\n^"},
		{`"` + strings.Repeat("ö", 100), `"` + strings.Repeat("ö", 59) + "\n" + strings.Repeat("^", 60)},
		{"a\tb-c~1", "a b-c~1\n  ^^^^^"},
	} {
		var syntax *SyntaxError
		if _, err := Parse(c.query); !errors.As(err, &syntax) || syntax.Caret() != c.want {
			t.Errorf("the error in %q is shown as\n%v\nwant\n%s", c.query, err, c.want)
		} else if syntax.Error() != syntax.Message {
			t.Errorf("the error says %q, want %q", syntax.Error(), syntax.Message)
		}
	}
}
