package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
)

// formatTopic is no command but a topic: pmsite help format.
func formatTopic(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "format", Short: "The keys of the front matter, and the words of a post mortem",
		Long: "The keys of the front matter, and the words of a post mortem, in those of the collection at hand.",
	}
	cmd.SetHelpFunc(func(*cobra.Command, []string) { _, _ = a.text.Write([]byte(a.describeFormat())) })
	return cmd
}

// describeFormat returns the keys with their meanings, and the values of the vocabularies.
func (a *app) describeFormat() string {
	v := a.vocabularies()
	var b strings.Builder
	b.WriteString("A post mortem is a markdown file that begins with keys and values between two lines\nof ---. These keys have a meaning:\n\n")
	for _, key := range content.Keys() {
		text := wrap(key.DocIn(v), 62)
		fmt.Fprintf(&b, "  %-14s %s\n", key.Name, strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", 17)))
	}
	b.WriteString("\nThe events are labels in the column Metadata of the timeline, from which figures are\ncomputed. The types and states are those of action items.\n")
	return b.String() + a.listWords()
}
