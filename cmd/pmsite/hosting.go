package main

import (
	_ "embed"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed hosting.txt
var hostingText string

// hostingTopic is no command but a topic: pmsite help hosting.
func hostingTopic(*app) *cobra.Command {
	return &cobra.Command{Use: "hosting", Short: "Where to host a site, and how", Long: strings.TrimSpace(hostingText)}
}
