package config_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestConfigLessons checks which kinds of lessons a site can add, and that a kind can have another heading.
func TestConfigLessons(t *testing.T) {
	c, problems := configured("lessons: [{section: What we would tell others, kind: advice}, {section: What stunned us, kind: surprise}, {kind: advice, section: Advice}]")
	var got []string
	for _, kind := range c.Vocabularies.Lessons {
		got = append(got, kind.Name+": "+strings.Join(kind.Sections, ", "))
	}
	const want = "surprise: What surprised us, What was surprising, Surprises, What stunned us; difficulty: What made it hard, What made it harder, What was hard; " +
		"help: What helped, What helped us; advice: What we would tell others, Advice"
	if text := strings.Join(got, "; "); text != want || problems != "" {
		t.Errorf("the kinds are %q, want %q; the problems are %q", text, want, problems)
	}
	for text, want := range map[string]string{
		"{section: Advice}":                        "the entry needs a section and a kind",
		"{kind: advice}":                           "the entry needs a section and a kind",
		"{section: Advice, kind: Advice}":          `"Advice" cannot be a kind of lessons [config] - use one word in lower case, such as advice`,
		"{section: Advice, kind: got-lucky}":       `"got-lucky" cannot be a kind of lessons`,
		"{section: Advice, kind: control}":         `"control" cannot be a kind of lessons`,
		"{section: What went well, kind: good}":    "“What went well” is a section of the format",
		"{section: Learnings, kind: learning}":     "“Learnings” is a section of the format",
		"{section: What *helped*, kind: support}":  "“What *helped*” has the lessons of the kind help",
		"{section: Advice, kind: advice, name: x}": "`lessons` has no key `name`",
	} {
		if _, problems := configured(fmt.Sprintf("lessons: [%s]", text)); !strings.Contains(problems, want) {
			t.Errorf("%s: the problems are %q, want %q", text, problems, want)
		}
	}
}
