//go:build manual

package main

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// Only go run -tags manual has this command, so that the program does not contain what
// writes man pages.
func init() {
	last := &groups[len(groups)-1]
	last.commands = append(last.commands, manualCommand)
}

func manualCommand(*app) *cobra.Command {
	return &cobra.Command{
		Use: "manual DIR", Short: "Write the man pages and completion scripts of a release", Hidden: true, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return writeManual(cmd.Root(), args[0]) },
	}
}

var prose = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "#", `\#`)

// describe turns the descriptions of a command and those below it into markdown, of which cobra
// makes man pages: indented lines are code, and all others are plain text.
func describe(command *cobra.Command) {
	var text strings.Builder
	for line := range strings.Lines(command.Long) {
		if strings.HasPrefix(line, "  ") {
			text.WriteString("  " + line)
		} else {
			text.WriteString(prose.Replace(line))
		}
	}
	command.Long = text.String()
	for _, below := range command.Commands() {
		describe(below)
	}
}

// writeManual writes a man page of each command to man1 below dir, and a script of each
// shell to completions.
func writeManual(root *cobra.Command, dir string) error {
	pages, scripts := filepath.Join(dir, "man1"), filepath.Join(dir, "completions")
	for _, folder := range []string{pages, scripts} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
	}
	root.DisableAutoGenTag = true
	describe(root)
	header := &doc.GenManHeader{Section: "1", Source: "pmsite " + version(), Manual: "pmsite"}
	if day, err := time.Parse(time.RFC3339, date); err == nil {
		header.Date = &day
	}
	if err := doc.GenManTree(root, header, pages); err != nil {
		return err
	}
	for name, write := range map[string]func(file string) error{
		"pmsite.bash": func(file string) error { return root.GenBashCompletionFileV2(file, true) },
		"_pmsite":     root.GenZshCompletionFile,
		"pmsite.fish": func(file string) error { return root.GenFishCompletionFile(file, true) },
		"pmsite.ps1":  root.GenPowerShellCompletionFileWithDesc,
	} {
		if err := write(filepath.Join(scripts, name)); err != nil {
			return err
		}
	}
	return nil
}
