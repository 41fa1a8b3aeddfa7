package markdown

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	chromas "github.com/alecthomas/chroma/v2/lexers"
)

var update = flag.Bool("update", false, "rewrite the lexers from chroma, and the golden file")

// languages lists those that people who run services paste. Chroma knows five times as many, but
// registering all of its lexers takes longer than most commands of pmsite.
var languages = []string{
	"ApacheConf", "Awk", "Bash", "Bash Session", "Batchfile", "C", "C#", "C++", "Clojure", "CSS", "Dart", "Diff", "Docker", "Elixir",
	"Erlang", "fish", "Go", "GraphQL", "Groovy", "Haskell", "HCL", "HTML", "INI", "Java", "JavaScript", "JSON", "Kotlin", "Lua", "Makefile",
	"MySQL", "Nginx configuration file", "Nix", "Objective-C", "OCaml", "Perl", "PHP", "PL/pgSQL", "PostgreSQL SQL dialect", "PowerShell",
	"PromQL", "properties", "Protocol Buffer", "Puppet", "Python", "R", "Ruby", "Rust", "SCSS", "Scala", "SQL", "Swift", "SYSTEMD",
	"Terraform", "TOML", "TypeScript", "XML", "YAML", "Zig",
}

// TestLexers checks that the files match chroma's lexers, and that they are self-contained.
func TestLexers(t *testing.T) {
	var names []string
	for _, language := range languages {
		lexer, ok := chromas.Get(language).(*chroma.RegexLexer)
		if !ok {
			t.Fatalf("%s: %T", language, chromas.Get(language))
		}
		want := marshal(t, lexer)
		name := filepath.Join("lexers", strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.NewReplacer("+", "p", "#", "sharp").Replace(strings.ToLower(language)), "-"), "-")+".xml")
		names = append(names, name)
		if *update {
			if err := os.WriteFile(name, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not chroma's (%v); go test ./content/markdown -run TestLexers -update", name, err)
		}
		for _, m := range regexp.MustCompile(`<using lexer="([^"]*)"`).FindAllSubmatch(want, -1) {
			if lexerFor(string(m[1])) == nil {
				t.Errorf("%s needs the lexer %s", language, m[1])
			}
		}
		for _, alias := range lexer.Config().Aliases {
			if lexerFor(alias) == nil {
				t.Errorf("%s, an alias of %s, is not known", alias, language)
			}
		}
		if own := lexerFor(language); own == nil || !strings.EqualFold(own.Name(), language) {
			t.Errorf("the lexer of %s is not known by its name", language)
		} else if err := own.Check(); err != nil {
			t.Errorf("%s: %v", language, err)
		}
	}
	files, err := filepath.Glob("lexers/*.xml")
	if slices.Sort(names); err != nil || !slices.Equal(files, names) {
		t.Errorf("files %q, %v\nwant %q", files, err, names)
	}
}

var stateForm = regexp.MustCompile(`(?s)    <state name="[^"]*"(?:/>|>.*?    </state>)\n`)

// marshal encodes a lexer with its states sorted by name, unlike chroma.
func marshal(t *testing.T, lexer *chroma.RegexLexer) []byte {
	t.Helper()
	data, err := chroma.Marshal(writable(lexer))
	if err != nil {
		t.Fatalf("%s: %v", lexer.Config().Name, err)
	}
	states := stateForm.FindAllString(string(data), -1)
	first := stateForm.FindIndex(data)[0]
	rest := stateForm.ReplaceAll(data[first:], nil)
	slices.Sort(states)
	return slices.Concat(data[:first], []byte(strings.Join(states, "")), rest)
}

// writable returns chroma's lexer without what a file cannot express: it looks for templates in Go's
// raw strings.
func writable(lexer *chroma.RegexLexer) *chroma.RegexLexer {
	if lexer.Config().Name != "Go" {
		return lexer
	}
	return chroma.MustNewLexer(lexer.Config(), func() chroma.Rules {
		rules := lexer.MustRules()
		for i, rule := range rules["root"] {
			if rule.Pattern == "(`)([^`]*)(`)" {
				rules["root"][i] = chroma.Rule{Pattern: "`[^`]*`", Type: chroma.LiteralString}
			}
		}
		return rules
	})
}
