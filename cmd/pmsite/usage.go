package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pmsite/pmsite/content"
)

// noSuchCommand reports the first remaining argument as an unknown command.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "pmsite --help lists the commands"
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "did you mean pmsite " + near[0] + "?"
	}
	return fail(fmt.Errorf("there is no command %q", args[0]), hint)
}

// noArgs refuses arguments. Most often, they are the rest of a value of several words.
func noArgs(cmd *cobra.Command, args []string) error { return atMost(0)(cmd, args) }

// atMost refuses more than n arguments.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		return fail(fmt.Errorf("%s does not take the argument %q", cmd.CommandPath(), args[n]),
			"put a value of several words in quotes; "+cmd.CommandPath()+" --help shows what it takes")
	}
}

// needsArgs refuses a command without arguments; needs is what it needs, and example what to type.
func needsArgs(needs, example string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return nil
		}
		return fail(fmt.Errorf("%s needs %s", cmd.CommandPath(), needs), example)
	}
}

// flagFailure explains an error of a command line's flags.
func flagFailure(cmd *cobra.Command, err error) error {
	hint := cmd.CommandPath() + " --help shows the flags"
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		err = fmt.Errorf("%s has no flag --%s", cmd.CommandPath(), unknown.GetSpecifiedName())
		if near := content.Nearest(unknown.GetSpecifiedName(), flagNames(cmd)); near != "" {
			hint = "did you mean --" + near + "?"
		}
	case errors.As(err, &unknown):
		err = fmt.Errorf("%s has no flag -%s", cmd.CommandPath(), unknown.GetSpecifiedName())
		if name := unknown.GetSpecifiedShortnames(); len(name) > 1 && cmd.Flag(name) != nil {
			hint = "write two dashes: --" + name
		}
	case errors.As(err, &invalid):
		err = fmt.Errorf("--%s takes %s, not %q", invalid.GetFlag().Name, kindOf(invalid.GetFlag()), invalid.GetValue())
	case errors.As(err, &missing):
		name, _ := pflag.UnquoteUsage(missing.GetFlag())
		err = fmt.Errorf("--%s needs a value", missing.GetFlag().Name)
		hint = fmt.Sprintf("write --%s %s; %s", missing.GetFlag().Name, strings.ToUpper(name), hint)
	}
	return fail(err, hint)
}

// flagNames returns the names of the flags that a command shows.
func flagNames(cmd *cobra.Command) (names []string) {
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden {
			names = append(names, flag.Name)
		}
	})
	return names
}

// kindOf names what a flag takes.
func kindOf(flag *pflag.Flag) string {
	switch flag.Value.Type() {
	case "int":
		return "a number"
	case "bool":
		return "true or false"
	}
	return "a " + flag.Value.Type()
}

// wrongChoice returns the error for a flag with a value that it does not take.
func wrongChoice(flag, value string, values []string) error {
	hint := ""
	if near := content.Nearest(value, values); near != "" {
		hint = "did you mean " + flag + " " + quoted(near) + "?"
	}
	return fail(fmt.Errorf("%s takes %s, not %q", flag, either(values), value), hint)
}

// either joins words as in "text, json or markdown".
func either(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// quoted returns a value as a shell takes it: in quotes if it has blanks.
func quoted(value string) string {
	if strings.ContainsAny(value, " \t") {
		return "'" + value + "'"
	}
	return value
}

// parseDay parses the day that a flag has.
func parseDay(flag, text string) (content.Date, error) {
	day, err := content.ParseDate(text)
	if err != nil {
		return day, fail(fmt.Errorf("%s: %w", flag, err), "write the year first: "+flag+" 2026-03-05")
	}
	return day, nil
}
