package report

import (
	"fmt"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/console"
)

// Of the findings in a file, and of those in other files, at most this much is listed.
const (
	maxMessages = 50
	maxFindings = 12_000 // bytes
)

var signs = map[content.Level]string{content.Error: "❌ ", content.Warning: "⚠️ "}

// A bullet is an entry of a list in markdown, and the number of findings that it stands for.
type bullet struct {
	text  string
	count int
}

// findingsMarkdown lists findings by rule, with their lines and, with withFile, their files. It says how
// many do not fit.
func findingsMarkdown(d Diff, findings []check.Finding, withFile bool) string {
	var b strings.Builder
	listed, omitted := 0, 0
	for _, entry := range bullets(d, groups(findings), withFile) {
		if listed >= maxMessages || b.Len()+len(entry.text) > maxFindings {
			omitted += entry.count
			continue
		}
		b.WriteString(entry.text)
		if entry.count > 0 {
			listed++
		}
	}
	if omitted > 0 {
		fmt.Fprintf(&b, "- … and %d more\n", omitted)
	}
	return b.String()
}

// bullets describes each message in a line. If a rule has several, they are below a line with its title.
func bullets(d Diff, list []group, withFile bool) (out []bullet) {
	for _, g := range list {
		sign := signs[g.level]
		if len(g.messages) == 1 {
			out = append(out, bullet{"- " + sign + messageMarkdown(d, g.messages[0], withFile, " ("+console.MarkdownCode(g.rule)+")"), g.count()})
			continue
		}
		out = append(out, bullet{text: fmt.Sprintf("- %s%s%s (%s)\n", sign, times(g.count()), console.Markdown(ruleTitle(g.rule)), console.MarkdownCode(g.rule))})
		for _, m := range g.messages {
			out = append(out, bullet{"  - " + messageMarkdown(d, m, withFile, ""), m.count})
		}
	}
	return out
}

// ruleTitle returns what a rule finds, in a few words.
func ruleTitle(name string) string {
	if rule := check.Lookup(name); rule != nil {
		return rule.Title
	}
	return name
}

func times(n int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf("%d × ", n)
}

// messageMarkdown describes findings in a line that ends with rule, which is markdown, and the hint.
func messageMarkdown(d Diff, m message, withFile bool, rule string) string {
	text := times(m.count) + console.Markdown(m.text) + ": " + d.places(m.places, withFile) + rule
	if m.hint != "" {
		text += "; " + hint(m.hint)
	}
	return text + "\n"
}

// hint shows the text between backticks, which can be typed, as code.
func hint(s string) string {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 {
		return console.Markdown(s)
	}
	for i, part := range parts {
		if i%2 == 0 {
			parts[i] = console.Markdown(part)
		} else if part != "" {
			parts[i] = console.MarkdownCode(part)
		}
	}
	return strings.Join(parts, "")
}
