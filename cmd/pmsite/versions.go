package main

import (
	_ "embed"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed versions.txt
var versionsText string

// versionsTopic is no command but a topic: pmsite help versions.
func versionsTopic(*app) *cobra.Command {
	return &cobra.Command{Use: "versions", Short: "What a new version may change, and what to do about it", Long: strings.TrimSpace(versionsText)}
}
