package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
)

// token returns the n-th of 36 made-up keys of the same kind.
func token(n int) string {
	const letters = "x7Kd9QmZ2vRtB4nYw8LsPc1HfGjA3eUo6TiN"
	return "ghp_" + letters[n%36:] + letters[:n%36]
}

// TestSecrets checks what is a secret, and how it is reported.
func TestSecrets(t *testing.T) {
	const hint = "revoke it, then remove it from the text: a secret that was pushed is compromised"
	found := func(line int, first string, length int, kind string) string {
		return fmt.Sprintf("%d %q error: the text contains a secret (%s) | %s\n", line, first+strings.Repeat("•", length-1), kind, hint)
	}
	uuid := strings.Join([]string{"f3c1a97e", "5b2d", "4e80", "9a6c", "d17f4b08e2a5"}, "-")
	site{}.check(t, "secret", []ruling{
		{"a key is reported only by its kind", "", "see " + token(0) + "\n", found(11, "g", 40, "github-pat")},
		{"a key in front matter is reported", "summary: " + token(0), "", found(9, "g", 40, "github-pat")},
		{"a key in code is reported", "", "```\n" + token(0) + "\n```\n", found(12, "g", 40, "github-pat")},
		{"each of two keys is reported", "", "see " + token(0) + " or " + token(1) + "\n", found(11, "g", 40, "github-pat") + found(11, "g", 40, "github-pat")},
		{"keys of two kinds are reported, in any order", "", "see " + token(0) + " and {{aws}}\n", found(11, "g", 40, "github-pat") + found(11, "A", 20, "aws-access-token")},
		{"a key that repeats one letter is not a secret", "", "see ghp_" + strings.Repeat("x", 36) + "\n", ""},
		{"a key that is too short is not a secret", "", "see " + token(0)[:39] + "\n", ""},
		{"a key on a long line is reported", "", strings.Repeat("word ", 2000) + token(0) + strings.Repeat(" word", 2000) + "\n", `11 "" error: the text contains a secret (github-pat)`},
		{"a draft is checked, too", "status: draft", "see " + token(0) + "\n", found(11, "g", 40, "github-pat")},
		{"only the value of an assignment is the secret", "", "heroku_key = \"" + uuid + "\"\n", found(11, "f", 36, "heroku-api-key")},
		{"a keyword in capitals is found", "", "HEROKU_KEY=" + uuid + "\n", found(11, "f", 36, "heroku-api-key")},
		{"a value on the next line is a secret", "", "heroku =\n  " + uuid + "\n", found(12, "f", 36, "heroku-api-key")},
		{"the right group of a pattern with several groups is the secret", "", "sonar_token = \"" + token(6)[4:40] + token(6)[4:8] + "\"\n", found(11, "m", 40, "sonar-api-token")},
		{"a keyword within another word is found", "", "xoxe.xoxb-" + "1029384756-5647382910AbCdEf\n", found(11, "x", 32, "slack-bot-token")},
		{"without the keyword, the value is not a secret", "", "key = \"" + uuid + "\"\n", ""},
		{"a value from public documentation is not a secret, in any case", "", "heroku_key = \"014DF517-39D1-4453-B7B3-9930C563627C\"\n", ""},
		{"a variable is not a secret", "", "curl -u \"$USER:$PASS\" https://x.dev\n", ""},
		{"a key that ends in EXAMPLE is not a secret", "", "AKIA" + "Z7QX3LMN5EXAMPLE!\n", ""},
	})
}

// TestSecretsOfLongLines checks that in lines of up to 4 KiB, secrets are found anywhere, and
// in longer ones only near their keyword.
func TestSecretsOfLongLines(t *testing.T) {
	curl := func(between, after int) string {
		return "curl https://x.dev/" + strings.Repeat("a", between) + " -u bob:" + "s3cr3tpw9" + strings.Repeat(" bb", after/3) + "\n"
	}
	for _, c := range []struct {
		between, after, found int
	}{{100, 0, 1}, {3000, 0, 1}, {3000, 900, 1}, {100, 6000, 1}, {400, 6000, 1}, {600, 6000, 0}, {3000, 1200, 0}} {
		in := site{}.input(t, map[string]string{"a.md": documentOf("", curl(c.between, c.after))})
		if found := of("secret", runAll(in)); len(found) != c.found {
			t.Errorf("for a password %d characters after its keyword and %d before the end of the line, the findings are %q, want %d", c.between, c.after, written(found, false), c.found)
		}
	}
}

// TestSecretsAreBounded checks that at most twenty keys of one kind are reported per file.
func TestSecretsAreBounded(t *testing.T) {
	var body strings.Builder
	for n := range 25 {
		body.WriteString(token(n) + "\n\n")
	}
	in := site{}.input(t, map[string]string{"a.md": documentOf("", body.String()), "b.md": documentOf("title: B", token(0)+"\n")})
	counts := map[string]int{}
	for _, f := range of("secret", runAll(in)) {
		counts[f.File]++
	}
	if counts["content/a.md"] != 20 || counts["content/b.md"] != 1 {
		t.Errorf("for 25 keys in one file and one in another, %v are reported, want 20 and 1", counts)
	}
}

// TestSecretsBeyondTheReported checks that a finding shows none of the keys of its line, of which only the first twenty
// are reported.
func TestSecretsBeyondTheReported(t *testing.T) {
	var keys []string
	for n := range 600 {
		keys = append(keys, fmt.Sprintf("%s%03d", token(0)[:len(token(0))-3], n))
	}
	in := site{}.input(t, map[string]string{"a.md": documentOf("", strings.Join(keys, "\n\n")+" [x](none.md)\n")})
	for _, f := range runAll(in) {
		if strings.Contains(f.Source+f.Message, keys[0][:20]) {
			t.Errorf("line %d shows a key: %s", f.Line, f.Source)
		}
	}
	masked := check.NewMask(in).Text(strings.Join(keys, " "))
	if strings.Contains(masked, keys[0][:20]) {
		t.Errorf("of 600 keys, some are not masked: %.200s", masked)
	}
}

// TestSecretsBeside checks which attachments are searched for secrets.
func TestSecretsBeside(t *testing.T) {
	files := map[string]string{"b/index.md": documentOf("", "Text.\n")}
	endings := strings.Fields("txt log csv tsv json ndjson yaml yml toml sql diff patch conf ini har sh xml html svg LOG")
	for _, ending := range endings {
		files["b/x."+ending] = "first\nthen é " + token(0) + "\n"
	}
	files["b/x.png"], files["b/x.bin"] = token(0), token(0)
	files["b/broken.txt"] = "\xff\n" + token(0)
	files["other.txt"] = token(0) // belongs to no document
	in := site{}.input(t, files)
	got := map[string]string{}
	for _, f := range of("secret", runAll(in)) {
		got[strings.TrimPrefix(f.File, "content/b/x.")] = fmt.Sprintf("%d:%d-%d:%d %s", f.Line, f.Column, f.EndLine, f.EndColumn, f.Source)
	}
	for _, ending := range endings {
		if want := "2:8-2:48 then é g" + strings.Repeat("•", 39); got[ending] != want {
			t.Errorf("a key in x.%s is reported as %q, want %q", ending, got[ending], want)
		}
	}
	if len(got) != len(endings) {
		t.Errorf("keys are reported in %v, want only in the text files of the bundle", got)
	}
}

// TestKeyOfManyLines checks that a key of several lines is a single finding, from its first
// to its last line.
func TestKeyOfManyLines(t *testing.T) {
	in := site{}.input(t, map[string]string{"a.md": documentOf("", "```\n"+"{{private}}"+"\n```\n")})
	found := of("secret", runAll(in))
	if len(found) != 1 {
		t.Fatalf("a key of six lines has %d findings, want 1", len(found))
	}
	f := found[0]
	if got := fmt.Sprintf("%d:%d-%d:%d %s", f.Line, f.Column, f.EndLine, f.EndColumn, f.Message); got != "12:1-17:30 the text contains a secret (private-key)" {
		t.Errorf("a key on lines 12 to 17 is reported as %s", got)
	}
	if strings.Contains(f.Source, "PRIVATE") {
		t.Errorf("the source line of the finding shows the key: %q", f.Source)
	}
}
