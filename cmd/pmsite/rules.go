package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content/check"
)

func rulesCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "rules [NAME]",
		Short: "Explain the rules that check applies",
		Long: `Rules lists every rule with its level. With a name, it explains the rule: why it
exists, what it reports, and what to write instead. The config changes levels:

  rules: {blaming-phrase: error, heading-order: off}`,
		Example:           "  pmsite rules\n  pmsite rules person-name",
		Args:              atMost(1),
		ValidArgsFunction: values(ruleNames()...),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listRules(a.text)
			}
			rule := check.Lookup(args[0])
			if rule == nil {
				hint := "pmsite rules lists them"
				if near := check.Nearest(args[0]); near != "" {
					hint = "did you mean " + near + "?"
				}
				return fail(fmt.Errorf("there is no rule %q", args[0]), hint)
			}
			words := ""
			if rule.Words {
				words = a.listWords()
			}
			return explainRule(a.text, rule, words)
		},
	}
}

func listRules(w io.Writer) error {
	var b strings.Builder
	group := ""
	for _, rule := range check.Rules() {
		if rule.Group != group {
			if group != "" {
				b.WriteByte('\n')
			}
			group = rule.Group
			fmt.Fprintln(&b, group)
		}
		fmt.Fprintf(&b, "  %-20s %-8s %s\n", rule.Name, rule.Level, rule.Title)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// explainRule explains a rule. More is what follows.
func explainRule(w io.Writer, rule *check.Rule, more string) error {
	statuses := "any status"
	if rule.Statuses != nil {
		statuses = "status " + strings.Join(rule.Statuses, " or ")
	}
	indent := func(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }
	_, err := fmt.Fprintf(w, "%s: %s\n%s, for documents in %s\n\n%s\n\nReported:\n%s\n\nInstead:\n%s\n%s",
		rule.Name, rule.Title, rule.Level, statuses, wrap(rule.Reason, 80), indent(rule.Bad), indent(rule.Good), more)
	return err
}

// wrap breaks a text into lines of at most width characters.
func wrap(text string, width int) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		switch n := len([]rune(word)); {
		case column == 0:
			column = n
		case column+1+n > width:
			b.WriteByte('\n')
			column = n
		default:
			b.WriteByte(' ')
			column += 1 + n
		}
		b.WriteString(word)
	}
	return b.String()
}
