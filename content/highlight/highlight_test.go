package highlight

import (
	"fmt"
	"sort"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dlclark/regexp2/v2"
)

// one returns a lexer with the given rules, and options in its config.
func one(t *testing.T, rules string, config ...string) *Lexer {
	t.Helper()
	text := "<lexer><config><name>One</name>" + strings.Join(config, "") + "</config><rules>" + rules + "</rules></lexer>"
	l, err := New(fstest.MapFS{"lexers/one.xml": {Data: []byte(text)}}, "lexers")
	if err != nil {
		t.Fatal(err)
	}
	return l.Get("one")
}

// show writes tokens as class:text.
func show(tokens []Token) string {
	var out []string
	for _, token := range tokens {
		out = append(out, token.Class+":"+token.Text)
	}
	return strings.Join(out, " ")
}

// TestRules tries everything that a lexer's rules can say.
func TestRules(t *testing.T) {
	t.Parallel()
	rest := `<rule pattern="[^a]"><token type="Text"/></rule>`
	for _, test := range []struct{ name, rules, code, want string }{
		{"a token", `<state name="root"><rule pattern="a+"><token type="Keyword"/></rule>` + rest + `</state>`, "baab", ":b k:aa :b"},
		{"tokens beside each other are one", `<state name="root"><rule pattern="a"><token type="Keyword"/></rule>` + rest + `</state>`, "aaa", "k:aaa"},
		{"text without a rule", `<state name="root"><rule pattern="a"><token type="Keyword"/></rule></state>`, "abc\na", "k:a err:bc\n k:a"},
		{"groups", `<state name="root"><rule pattern="(a)(b)?(c)"><bygroups><token type="Keyword"/><token type="Name"/><token type="LiteralNumber"/></bygroups></rule></state>`, "abcac", "k:a n:b m:c k:a m:c"},
		{"a state and back", `<state name="root"><rule pattern="a"><token type="Keyword"/><push state="in"/></rule>` + rest + `</state><state name="in"><rule pattern="b"><token type="Name"/></rule><rule pattern="c"><token type="Comment"/><pop depth="1"/></rule></state>`, "babcb", ":b k:a n:b c:c :b"},
		{"a state again", `<state name="root"><rule pattern="a"><token type="Keyword"/><push state="in"/></rule>` + rest + `</state><state name="in"><rule pattern="a"><token type="Name"/><push/></rule><rule pattern="c"><token type="Comment"/><pop depth="1"/></rule></state>`, "aaccc", "k:a n:a c:cc :c"},
		{"another state instead", `<state name="root"><rule pattern="a"><push state="in"/><token type="Keyword"/></rule>` + rest + `</state><state name="in"><rule pattern="b"><token type="Name"/><push state="#pop" state="other"/></rule></state><state name="other"><rule pattern="b"><token type="Comment"/><pop depth="1"/></rule></state>`, "abbb", "k:a n:b c:b :b"},
		{"a state of two", `<state name="root"><rule pattern="a"><token type="Keyword"/><combined state="in" state="other"/></rule></state><state name="in"><rule pattern="b"><token type="Name"/></rule></state><state name="other"><rule pattern="c"><token type="Comment"/><pop depth="1"/></rule></state>`, "abca", "k:a n:b c:c k:a"},
		{"an included state", `<state name="root"><rule><include state="in"/></rule>` + rest + `</state><state name="in"><rule pattern="a"><token type="Name"/></rule></state>`, "ab", "n:a :b"},
		{"an error ends with its line", `<state name="root"><rule pattern="a"><token type="Keyword"/><push state="in"/></rule>` + rest + `</state><state name="in"><rule pattern="b"><token type="Name"/></rule></state>`, "ab!\nb", "k:a n:b err:! :\nb"},
		{"by itself", `<state name="root"><rule pattern="\((.*)\)"><usingself state="in"/></rule>` + rest + `</state><state name="in"><rule pattern="."><token type="Name"/></rule></state>`, "b(c)", ":b n:(c)"},
		{"by another", `<state name="root"><rule pattern="a(.*)"><using lexer="One"/></rule><rule pattern="."><token type="Name"/></rule></state>`, "ba", ""},
		{"language in the code", `<state name="root"><rule pattern="(\w+):(.)"><usingbygroup><sublexer_name_group>1</sublexer_name_group><code_group>2</code_group><emitters><token type="Name"/><token type="Comment"/></emitters></usingbygroup></rule><rule pattern="."><token type="Keyword"/></rule></state>`, "!one:x", ""},
		{"ignored", `<state name="root"><rule pattern="(a(b))"><bygroups><token type="Name"/><token type="Ignore"/></bygroups></rule></state>`, "ab", "n:ab"},
		{"dropped", `<state name="root"><rule pattern="a"/></state>`, "a", ""},
		{"all states left", `<state name="root"><rule pattern="a"><token type="Name"/><pop depth="1"/></rule></state>`, "aab", "n:a err:ab"},
		{"too many states left", `<state name="root"><rule pattern="a"><token type="Name"/><pop depth="2"/></rule></state>`, "aab", ""},
		{"for ever", `<state name="root"><rule pattern=""><push/></rule></state>`, "a", ""},
		{"for ever within itself", `<state name="root"><rule pattern=".*"><usingself state="root"/></rule></state>`, "a", ""},
		{"no such state", `<state name="root"><rule pattern="a"><token type="Name"/><push state="none"/></rule></state>`, "ab", "n:a err:b"},
	} {
		lexer := one(t, test.rules)
		if err := lexer.Check(); err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		tokens, ok := lexer.Tokens(test.code, 100_000)
		if got := show(tokens); got != test.want || ok != (test.want != "") {
			t.Errorf("%s: %q is %q, %v; want %q", test.name, test.code, got, ok, test.want)
		}
	}
	feeds := one(t, `<state name="root"><rule pattern="a\n"><token type="Name"/></rule></state>`, "<ensure_nl>true</ensure_nl>")
	for code, want := range map[string]string{"a": "n:a", "a\n": "n:a\n", "a\na": "n:a\na"} {
		if tokens, ok := feeds.Tokens(code, 1000); !ok || show(tokens) != want {
			t.Errorf("%q with a line feed at its end is %q, %v; want %q", code, show(tokens), ok, want)
		}
	}
}

// TestBadLexers are errors.
func TestBadLexers(t *testing.T) {
	t.Parallel()
	for rules, want := range map[string]string{
		`<state name="root"><rule pattern="("><token type="Name"/></rule></state>`:                                                                                     "state root: rule \"(\"",
		`<state name="root"><rule pattern="(?&lt;a&gt;b)"/></state>`:                                                                                                   "named groups",
		`<state name="root"><rule pattern="(a)"><bygroups/></rule></state>`:                                                                                            "1 groups, but 0 types",
		`<state name="root"><rule><include state="none"/></rule></state>`:                                                                                              "there is no state \"none\"",
		`<state name="root"><rule><include state="root"/></rule></state>`:                                                                                              "includes itself",
		`<state name="root"><rule pattern="a"><magic/></rule></state>`:                                                                                                 "unknown element \"magic\"",
		`<state name="root"><rule pattern="a"><bygroups><magic/></bygroups></rule></state>`:                                                                            "unknown element \"magic\"",
		`<state name="root"><rule pattern="a"><pop depth="x"/></rule></state>`:                                                                                         "invalid syntax",
		`<state name="root"><rule pattern="(a)"><usingbygroup><sublexer_name_group>2</sublexer_name_group><emitters><token/></emitters></usingbygroup></rule></state>`: "no such group",
	} {
		if err := one(t, rules).Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", rules, err, want)
		}
	}
	for _, text := range []string{"", "<lexer></lexer>", "<lexer><config><name>a</config>"} {
		if _, err := New(fstest.MapFS{"lexers/bad.xml": {Data: []byte(text)}}, "lexers"); err == nil || !strings.Contains(err.Error(), "lexers/bad.xml") {
			t.Errorf("the file %q: %v", text, err)
		}
	}
}

// TestWorkIsCounted gives up on patterns that would take years, after the same steps each time, and says the same of the
// code for every limit above what it takes.
func TestWorkIsCounted(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"(a+)+b", "(a|a)*b", "(a?){30}a{30}b", "(?=(a+)+b)a", `(a*)*\1b`, "(?>(a|a)*b)"} {
		lexer := one(t, `<state name="root"><rule pattern="`+strings.ReplaceAll(pattern, "<", "&lt;")+`"><token type="Name"/></rule><rule pattern="."><token type="Text"/></rule></state>`)
		if _, ok := lexer.Tokens(strings.Repeat("a", 3000), 1_000_000); ok {
			t.Errorf("%s on 3000 characters takes less than a million steps", pattern)
		}
	}
	lexer := one(t, `<state name="root"><rule pattern="(a|b)*c"><token type="Name"/></rule><rule pattern="."><token type="Text"/></rule></state>`)
	code := strings.Repeat("ab", 20) + "!"
	least := sort.Search(100_000, func(work int) bool {
		_, ok := lexer.Tokens(code, work)
		return ok
	})
	if _, ok := lexer.Tokens(code, least-1); ok || least < len(code) {
		t.Errorf("%d steps are enough for %d characters", least, len(code))
	}
	for more := range 3 {
		if tokens, ok := lexer.Tokens(code, least+more*1000); !ok || show(tokens) != ":"+code {
			t.Errorf("with %d steps more than needed it is %q, %v", more*1000, show(tokens), ok)
		}
	}
}

// patterns contain every construct that chroma's lexers use.
var patterns = []string{
	"a", "[^a]", "[a-c]+", "a*", "a+?b", "a??", "a{2}", "a{2,}", "a{1,3}?b", "[^b]{2,3}?c", "abc", "", "a|b|", "ab|abc", "(a)(b)?", "(a|ab)(c|bcd)(d*)", "(?:ab)*", "(?:ab)+?c", "(?:ab?){2,3}",
	"(a*)*", "(a*)+b", "(?:a|b?)*c", "(?:(a)|b)*", "(a)|(b)", `(a+)(b)\1`, `(a)?\1b`, `(['"]).*?\1`, "a(?=b)", "a(?!b)", "(?<=a)b", "(?<!a)b", "(?<=(a))b", "(?<=a+b)c", `(?<=(a)\1)b`, "(?<=ab|c)a",
	"(?>a+)ab", "(?>a|ab)c", "^a", "a$", `\Aa`, `a\Z`, `a\z`, `\bab\b`, `\Bb`, `\w+`, `\s+`, `\d`, "[[:alpha:]]", `\p{Lu}`, `[\w-[a]]`, ".", "(?s).+", "(?m)^b$", "(?i)AB", "(?i:a)B", `(?i)(a)\1`, "é+", "[à-ü]", "(?=a|(b))(a|b)", "(?:(?!c).)*", "((a)|(b))+c", "(a(b(c)?)?)?d", "(?:a(?:b(?:c)*)*)*d",
}

// TestPatterns compares what patterns and their groups match with regexp2, for every place in some texts.
func TestPatterns(t *testing.T) {
	t.Parallel()
	texts := []string{"", "a", "b", "ab", "abc", "aab", "aaa", "aba", "abab", "ababc", "abcd", "aabb", "acbc", "a\nb", "b\na\n", "AB aB", "éÀ ü", `"a'b"'`, "abd", "bac", "aaab aab ab b", "cab", "a b-a1", "abcbcd"}
	for _, c := range []config{{}, {CaseInsensitive: true}, {DotAll: true, NotMultiline: true}} {
		flags := ""
		for flag, set := range map[string]bool{"m": !c.NotMultiline, "i": c.CaseInsensitive, "s": c.DotAll} {
			if set {
				flags += flag
			}
		}
		for _, pattern := range patterns {
			ours, err := compile(pattern, c)
			if err != nil {
				t.Errorf("%s: %v", pattern, err)
				continue
			}
			theirs := regexp2.MustCompile(`\G(?` + flags + `)(?:` + pattern + `)`)
			for _, text := range texts {
				runes := []rune(text)
				for at := range len(runes) + 1 {
					m := &machine{left: 10_000}
					got := "none"
					if ours.match(m, runes, at) {
						var groups []string
						for _, group := range m.groups(runes) {
							groups = append(groups, string(group))
						}
						got = fmt.Sprintf("%q", groups)
					}
					if want := matchBy(t, theirs, runes, at); got != want {
						t.Errorf("%s (%s) at %d of %q: %s, by regexp2 %s", pattern, flags, at, text, got, want)
					}
				}
			}
		}
	}
}

func matchBy(t *testing.T, theirs *regexp2.Regexp, text []rune, at int) string {
	t.Helper()
	m, err := theirs.FindRunesMatchStartingAt(text, at)
	if err != nil {
		t.Fatal(err)
	}
	if m == nil || m.RuneIndex != at {
		return "none"
	}
	var groups []string
	for _, g := range m.Groups() {
		groups = append(groups, g.String())
	}
	return fmt.Sprintf("%q", groups)
}
