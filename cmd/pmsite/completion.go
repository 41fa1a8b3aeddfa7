package main

import (
	"io"

	"github.com/spf13/cobra"
)

// shells maps each shell to the function that writes its completion script.
var shells = map[string]func(*cobra.Command, io.Writer) error{
	"bash":       func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) },
	"zsh":        (*cobra.Command).GenZshCompletion,
	"fish":       func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) },
	"powershell": (*cobra.Command).GenPowerShellCompletionWithDesc,
}

func completionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print the script that makes a shell complete commands, flags and values",
		Long: `Completion prints a script for bash, zsh, fish or powershell. With it, the shell
completes commands and flags, and the values of flags from the collection at hand:
services, tags, severities, branches, formats and rules.

  bash         source <(pmsite completion bash)     in ~/.bashrc; needs bash-completion
  zsh          source <(pmsite completion zsh)      in ~/.zshrc, after compinit
  fish         pmsite completion fish | source      in ~/.config/fish/config.fish
  powershell   pmsite completion powershell | Out-String | Invoke-Expression      in $PROFILE`,
		Example:           "  pmsite completion bash > /etc/bash_completion.d/pmsite",
		Args:              needsArgs("the name of a shell: "+either(keys(shells)), "pmsite completion bash"),
		ValidArgsFunction: values(keys(shells)...),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := atMost(1)(cmd, args); err != nil {
				return err
			}
			write, known := shells[args[0]]
			if !known {
				return wrongChoice("pmsite completion", args[0], keys(shells))
			}
			return write(cmd.Root(), a.stdout)
		},
	}
}
