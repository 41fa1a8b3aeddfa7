package main

import (
	_ "embed"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed removing.txt
var removingText string

// removingTopic is no command but a topic: pmsite help removing.
func removingTopic(*app) *cobra.Command {
	return &cobra.Command{Use: "removing", Short: "Remove, erase and correct what was published", Long: strings.TrimSpace(removingText)}
}
