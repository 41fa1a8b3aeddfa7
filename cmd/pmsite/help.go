package main

import "github.com/spf13/cobra"

// usage is the second half of a help text, after the description.
const usage = `Usage:
  {{.UseLine}}
{{- with .Example}}

Examples:
{{.}}
{{- end}}
{{- range $group := .Groups}}

{{.Title}}
{{- range $.Commands}}{{if and (eq .GroupID $group.ID) .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}
{{- end}}{{end}}
{{- end}}
{{- if .HasHelpSubCommands}}

Topics:
{{- range .Commands}}{{if .IsAdditionalHelpTopicCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}
{{- end}}{{end}}
{{- end}}
{{- if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{- end}}
{{- if .HasAvailableInheritedFlags}}

Flags of all commands:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{- end}}
{{- if .HasAvailableSubCommands}}

"{{.CommandPath}} help COMMAND" explains a command, "{{.CommandPath}} help TOPIC" a topic, and
"{{.CommandPath}} help rename a file" answers a question.
{{- end}}
`

// helpCommand is cobra's, except that it searches the help for words that are no command.
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND|TOPIC|WORD…]",
		Short: "Explain a command or a topic, or answer a question",
		Long: `Help prints what a command does, its flags and examples, as COMMAND --help does, or the text
of a topic. For other words, it lists which parts of the help mention them, the best first.`,
		Example: "  pmsite help check\n  pmsite help questions\n  pmsite help rename a file",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) (names []string, _ cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			for _, other := range cmd.Root().Commands() {
				if other.IsAvailableCommand() || other.IsAdditionalHelpTopicCommand() {
					names = append(names, cobra.CompletionWithDesc(other.Name(), other.Short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			of, rest, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				if a.answer(cmd.Root(), args) {
					return nil
				}
				return noSuchCommand(cmd.Root(), rest)
			}
			of.InitDefaultHelpFlag()
			return of.Help()
		},
	}
}
