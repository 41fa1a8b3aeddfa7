package main

import (
	_ "embed"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// questionsText is a part of the README, too.
//
//go:embed questions.md
var questionsText string

// questionsTopic is no command but a topic: pmsite help questions.
func questionsTopic(*app) *cobra.Command {
	var all []string
	for _, q := range questions() {
		all = append(all, strings.ToUpper(q.title)+"\n"+q.text)
	}
	return &cobra.Command{
		Use: "questions", Short: "Questions of the first week, and their answers", Long: strings.Join(all, "\n\n"),
	}
}

// questions returns the questions with their answers.
func questions() (out []helpSection) {
	for part := range strings.SplitSeq("\n"+questionsText, "\n### ") {
		if title, text, found := strings.Cut(part, "\n"); found && title != "" {
			out = append(out, helpSection{"pmsite help questions", title, plainText(text)})
		}
	}
	return out
}

var markdownLink = lazyregexp.New(`\[([^\]]+)\]\((https:[^)]+)\)`)

// plainText returns markdown as a terminal shows it best: code is indented, and links show their addresses.
func plainText(markdown string) string {
	var b strings.Builder
	code := false
	for line := range strings.Lines(strings.TrimSpace(markdown)) {
		switch {
		case strings.HasPrefix(line, "```"):
			code = !code
			continue
		case code:
			b.WriteString("  ")
		}
		b.WriteString(markdownLink().ReplaceAllString(line, "$1 ($2)"))
	}
	return strings.TrimSpace(b.String())
}
