package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/check/report"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site/feed"
)

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestDocumented checks that every command, flag, config key, rule and report format is
// in the README.
func TestDocumented(t *testing.T) {
	text := readme(t)
	root := (&app{getenv: os.Getenv}).root()
	var names []string
	for _, command := range root.Commands() {
		if command.Name() == "help" || command.Hidden {
			continue
		}
		if command.IsAdditionalHelpTopicCommand() {
			names = append(names, "pmsite help "+command.Name())
			continue
		}
		names = append(names, "pmsite "+command.Name())
		checkHelp(t, command)
		command.LocalNonPersistentFlags().VisitAll(func(flag *pflag.Flag) { names = append(names, "--"+flag.Name) })
	}
	root.PersistentFlags().VisitAll(func(flag *pflag.Flag) { names = append(names, "--"+flag.Name) })
	names = append(names, config.Keys()...)
	for _, rule := range check.Rules() {
		names = append(names, "`"+rule.Name+"`")
	}
	for _, format := range report.Formats() {
		names = append(names, "`"+format.Name+"`")
	}
	for _, name := range names {
		if !strings.Contains(text, name) {
			t.Errorf("the README does not mention %s", name)
		}
	}
}

var update = flag.Bool("update", false, "rewrite the README's tables of front-matter keys")

// TestKeysDocumented checks that the README's table of keys, and its row of their columns
// in the data files, match content.Keys.
func TestKeysDocumented(t *testing.T) {
	text := readme(t)
	requirements := map[content.Requirement]string{content.AlwaysRequired: " always", content.RequiredPastDraft: " past draft", content.WantedInDraft: " past draft"}
	var rows strings.Builder
	for _, key := range content.Keys() {
		fmt.Fprintf(&rows, "| `%s` |%s | %s |\n", key.Name, requirements[key.Required], key.Doc)
	}
	want := between(t, text, "| key | required | |\n|---|---|---|\n", "\n\n", strings.TrimSuffix(rows.String(), "\n"))
	var csv strings.Builder
	if err := feed.PostMortemsCSV(&csv, slices.Values[[]feed.Record](nil)); err != nil {
		t.Fatal(err)
	}
	columns := strings.Split(csv.String(), ",")
	columns = columns[slices.Index(columns, "date"):slices.Index(columns, "duration_seconds")]
	want = between(t, want, "`null` for the main one |\n| `", "`, `params` | the front matter", strings.Join(columns, "`, `"))
	if text == want {
		return
	}
	if !*update {
		t.Fatal("the README's tables do not match the keys; go test ./cmd/pmsite -run KeysDocumented -update writes them")
	}
	if err := os.WriteFile("../../README.md", []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestDataDocumented checks that every key and column of the data is in its section of
// the README.
func TestDataDocumented(t *testing.T) {
	_, section, found := strings.Cut(readme(t), "\n## The data\n")
	section, _, ended := strings.Cut(section, "\n## ")
	if !found || !ended {
		t.Fatal("the README has no section about the data")
	}
	keys := map[string]bool{}
	for _, of := range []any{feed.Record{}, feed.TimelineEntry{}, feed.ActionItem{}, feed.ActionRecord{}, feed.TimelineRecord{}} {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(of)) {
			if key := field.Tag.Get("json"); key != "" {
				keys[key] = true
			}
		}
	}
	for _, formats := range feed.Exports {
		var csv strings.Builder
		if err := formats["csv"](&csv, slices.Values[[]feed.Record](nil), ""); err != nil {
			t.Fatal(err)
		}
		for column := range strings.SplitSeq(strings.TrimSpace(csv.String()), ",") {
			keys[column] = true
		}
	}
	if len(keys) < 50 {
		t.Fatalf("%d keys", len(keys))
	}
	for key := range keys {
		if !strings.Contains(section, "`"+key+"`") {
			t.Errorf("the README does not document %s", key)
		}
	}
}

// between replaces the text between two others.
func between(t *testing.T, text, from, to, middle string) string {
	t.Helper()
	head, rest, found := strings.Cut(text, from)
	_, tail, ended := strings.Cut(rest, to)
	if !found || !ended {
		t.Fatalf("the README has nothing between %q and %q", from, to)
	}
	return head + from + middle + to + tail
}

// checkHelp checks that the help of all commands has one voice: the command is the subject of its description, which fits
// into a terminal, its examples can be typed, and the values of its flags have names.
func checkHelp(t *testing.T, command *cobra.Command) {
	t.Helper()
	name := command.CommandPath()
	subject := strings.ToUpper(command.Name()[:1]) + command.Name()[1:] + " "
	if command.Short == "" || strings.HasSuffix(command.Short, ".") || !strings.HasPrefix(command.Long, subject) {
		t.Errorf("%s is described as %q and\n%s\nwant an imperative without a full stop, and sentences that begin with %q", name, command.Short, command.Long, subject)
	}
	for line := range strings.Lines(command.Long) {
		if n := len([]rune(line)); n > 96 && !strings.HasPrefix(line, "  ") { // commands may be longer
			t.Errorf("%s has a line of %d characters in its description: %s", name, n, line)
		}
	}
	if !strings.Contains("\n"+command.Example, "\n  "+name) {
		t.Errorf("%s has the examples\n%s", name, command.Example)
	}
	if command.GroupID == "" {
		t.Errorf("%s is in no group of the help", name)
	}
	command.LocalNonPersistentFlags().VisitAll(func(flag *pflag.Flag) {
		value, usage := pflag.UnquoteUsage(flag)
		if value == flag.Value.Type() || usage != strings.TrimSuffix(usage, ".") || usage[0] >= 'A' && usage[0] <= 'Z' {
			t.Errorf("%s --%s takes a %q and is described as %q; want a name for the value, and no sentence", name, flag.Name, value, usage)
		}
	})
}

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// TestGuide runs the commands of the README's quick start.
func TestGuide(t *testing.T) {
	t.Parallel()
	_, guide, found := strings.Cut(readme(t), "## Quick start")
	guide, _, ended := strings.Cut(guide, "\n## Commands\n")
	if !found || !ended {
		t.Fatal("the README has no quick start")
	}
	dir := t.TempDir()
	var script []string
	for _, block := range shellBlock.FindAllStringSubmatch(guide, -1) {
		script = append(script, block[1])
	}
	if len(script) < 2 {
		t.Fatalf("the guide has %d blocks of commands", len(script))
	}
	cmd := exec.Command("sh", "-euc", strings.Join(script, "\n"))
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "GIT_CONFIG_GLOBAL="+os.DevNull)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	if !strings.Contains(string(out), "1 post mortem,") || strings.Contains(string(out), "warning") {
		t.Errorf("the guide prints:\n%s", out)
	}
	page, err := os.ReadFile(filepath.Join(dir, "ferries", "public", "postmortems", "2026-03-05-checkout-slow", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"45 min", "6 min", "America/Halifax", "CHG0042"} {
		if !strings.Contains(strings.ReplaceAll(string(page), "\u00a0", " "), want) {
			t.Errorf("the page does not show %q", want)
		}
	}
}

// TestGuideMessage makes the mistake that the README shows, and compares the message.
func TestGuideMessage(t *testing.T) {
	_, rest, _ := strings.Cut(readme(t), "cat > ")
	name, rest, _ := strings.Cut(rest, " <<'END'\n")
	document, rest, _ := strings.Cut(rest, "\nEND\n")
	_, rest, found := strings.Cut(rest, "```\n"+name+":")
	message, _, ended := strings.Cut(rest, "```")
	if !found || !ended {
		t.Fatal("the README shows no message")
	}
	_, problems := content.Parse(name, []byte(strings.Replace(document, "14:06", "13:06", 1)), content.Options{})
	if len(problems) != 1 {
		t.Fatalf("%d problems", len(problems))
	}
	if got, want := problems[0].String()+"\nhint: "+problems[0].Hint+"\n", name+":"+message; got != want {
		t.Errorf("the README shows\n%sbut pmsite prints\n%s", want, got)
	}
}

// TestConfigExample parses the config in the README.
func TestConfigExample(t *testing.T) {
	_, rest, found := strings.Cut(readme(t), "```yaml\ntitle:")
	cfg, _, ended := strings.Cut(rest, "```")
	if !found || !ended {
		t.Fatal("the README shows no config")
	}
	if _, problems := config.Parse("README.md", []byte("title:"+cfg)); len(problems) > 0 {
		t.Errorf("the config of the README: %v", problems)
	}
}
