package highlight

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
)

// files contains the lexers' files.
var files = os.DirFS("../markdown")

func allLexers(t testing.TB) *Lexers {
	t.Helper()
	l, err := New(files, "lexers")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// chromaLexers returns chroma's lexers made of the same files.
func chromaLexers(t testing.TB) *chroma.LexerRegistry {
	t.Helper()
	registry := chroma.NewLexerRegistry()
	names, err := filepath.Glob("../markdown/lexers/*.xml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		registry.Register(chroma.MustNewXMLLexer(files, strings.TrimPrefix(filepath.ToSlash(name), "../markdown/")))
	}
	return registry
}

// byChroma splits code with chroma. It returns nil if chroma loses a part of it, or panics.
func byChroma(t testing.TB, lexer chroma.Lexer, code string) (out []Token) {
	t.Helper()
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	tokens, err := chroma.Tokenise(chroma.Coalesce(lexer), nil, code)
	if err != nil {
		t.Fatal(err)
	}
	if chroma.Stringify(tokens...) != code {
		return nil
	}
	for _, token := range tokens {
		out = append(out, Token{chroma.StandardTypes[token.Type], token.Value})
	}
	return out
}

// accepted returns chroma's tokens of code, and whether they are as wanted. Chroma takes a match that needs more than
// 250 ms for none, without an error. On a busy machine that can be any match, so it is asked again.
func accepted(t testing.TB, lexer chroma.Lexer, code string, wanted func([]Token) bool) (tokens []Token, ok bool) {
	for range 5 {
		if tokens = byChroma(t, lexer, code); wanted(tokens) {
			return tokens, true
		}
	}
	return tokens, false
}

// samples returns parts of this repository's own files, in many languages.
func samples(t *testing.T) (parts []string) {
	t.Helper()
	for _, glob := range []string{"*.go", "../../Makefile", "../../README.md", "../../go.mod", "../../.github/workflows/*.yml", "../../.ci/*.mjs", "../../.ci/run", "../markdown/lexers/sql.xml", "../../themes/default/*/*.css", "../../themes/default/*/*.js", "../../themes/default/templates/*.html"} {
		names, err := filepath.Glob(glob)
		if err != nil || len(names) == 0 {
			t.Fatal(glob, names, err)
		}
		data, err := os.ReadFile(names[len(names)/2])
		if err != nil {
			t.Fatal(err)
		}
		code := strings.ToValidUTF8(string(data), "")
		parts = append(parts, code[:min(len(code), 300)]+"\n", code[len(code)/2:min(len(code), len(code)/2+150)]+"\n")
	}
	return parts
}

// TestTokensAreChromas compares the tokens of every language with chroma's, for code in that language and in others.
func TestTokensAreChromas(t *testing.T) {
	t.Parallel()
	all, registry := allLexers(t), chromaLexers(t)
	parts := samples(t)
	for _, lexer := range all.all {
		other := registry.Get(lexer.Name())
		lost := 0
		for _, code := range parts {
			got, ok := lexer.Tokens(code, 1<<30)
			want, same := accepted(t, other, code, func(want []Token) bool { return ok == (want != nil) && fmt.Sprint(got) == fmt.Sprint(want) })
			if !same {
				t.Errorf("%s of %q…: %d tokens, chroma has %d; they differ from the %dth on", lexer.Name(), code[:20], len(got), len(want), firstDifference(got, want))
			}
			if !ok {
				lost++
			}
		}
		if lost > len(parts)/4 {
			t.Errorf("%s loses a part of %d samples of %d", lexer.Name(), lost, len(parts))
		}
	}
}

func firstDifference(a, b []Token) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// FuzzTokens compares the tokens with chroma's, of code that takes little work.
func FuzzTokens(f *testing.F) {
	all, registry := allLexers(f), chromaLexers(f)
	for i := range all.all {
		f.Add(i, "a = \"b\" # c\nif (d) { e: 1 }\n")
	}
	f.Fuzz(func(t *testing.T, n int, code string) {
		lexer := all.all[uint(n)%uint(len(all.all))]
		code = strings.ToValidUTF8(code, "")
		if !strings.HasSuffix(code, "\n") || len(code) > 500 {
			return
		}
		const work = 100_000
		got, ok := lexer.Tokens(code, work)
		if again, okAgain := lexer.Tokens(code, work); ok != okAgain || fmt.Sprint(got) != fmt.Sprint(again) {
			t.Errorf("%s of %q gives %v, then %v", lexer.Name(), code, got, again)
		}
		if !ok {
			return
		}
		var text strings.Builder
		for _, token := range got {
			text.WriteString(token.Text)
		}
		if text.String() != code {
			t.Errorf("%s of %q loses a part: %q", lexer.Name(), code, text.String())
		}
		want, same := accepted(t, registry.Get(lexer.Name()), code, func(want []Token) bool { return want == nil || fmt.Sprint(got) == fmt.Sprint(want) })
		if !same {
			t.Errorf("%s of %q gives %v, by chroma %v", lexer.Name(), code, got, want)
		}
	})
}

// TestClassesAreChromas compares the class names of tokens, and the lexers that names, aliases and file names find.
func TestClassesAreChromas(t *testing.T) {
	t.Parallel()
	for kind, class := range chroma.StandardTypes {
		if got := classes[tokenType(kind.String())]; got != class && (kind > 0 || kind == chroma.Error || kind == chroma.Other) {
			t.Errorf("the class of %s is %q, want %q", kind, got, class)
		}
	}
	all, registry := allLexers(t), chromaLexers(t)
	names := []string{"", "none", "YAML", "yAmL", "../x.go", "Makefile", "go.mod"}
	for _, lexer := range registry.Lexers {
		config := lexer.Config()
		names = append(append(names, config.Name, strings.ToUpper(config.Name)), config.Aliases...)
		for _, glob := range config.Filenames {
			names = append(names, strings.ReplaceAll(glob, "*", "x"), strings.TrimPrefix(glob, "*."))
		}
	}
	for _, name := range names {
		got, want := all.Get(name), registry.Get(name)
		if (got == nil) != (want == nil) || got != nil && got.Name() != want.Config().Name && want.Config().Priority != 0 {
			t.Errorf("%q is the name of %v, by chroma of %v", name, got, want)
		}
	}
}
