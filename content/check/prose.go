package check

import (
	"strings"
	"unicode/utf8"
)

// proseOf returns the lines with code and the template's reminders replaced by blanks, so
// that columns stay the same. It keeps the front matter.
func proseOf(lines []string, front int) []string {
	out := make([]string, len(lines))
	fence, reminders := "", 0 // what closes the code block; the level of the heading of the reminders
	quoted := false           // the code block is in a quote and ends with it
	for i, line := range lines {
		if i < front {
			out[i] = line
			continue
		}
		text := strings.TrimLeft(line, " \t>")
		inQuote := strings.HasPrefix(strings.TrimLeft(line, " "), ">")
		if quoted && !inQuote {
			fence = ""
		}
		if fence == "" {
			quoted = inQuote
		}
		switch {
		case fence != "":
			if strings.HasPrefix(text, fence) && strings.Trim(text, fence[:1]+" \t") == "" {
				fence = ""
			}
			out[i] = blank(line)
			continue
		case strings.HasPrefix(text, "```"), strings.HasPrefix(text, "~~~"):
			if fence = text[:len(text)-len(strings.TrimLeft(text, text[:1]))]; fence[0] == '`' && strings.Contains(text[len(fence):], "`") {
				fence = "" // inline code
				break
			}
			out[i] = blank(line)
			continue
		}
		if level, title := heading(line); level > 0 && (reminders == 0 || level <= reminders) {
			reminders = 0
			if strings.EqualFold(title, "reminders") {
				reminders = level
			}
		}
		if reminders > 0 {
			out[i] = blank(line)
			continue
		}
		out[i] = withoutCode(line)
	}
	return out
}

// heading parses "## Title ##". Level 0 means that the line is not a heading.
func heading(line string) (level int, title string) {
	indent := len(line) - len(strings.TrimLeft(line, " "))
	text := line[indent:]
	level = len(text) - len(strings.TrimLeft(text, "#"))
	if indent > 3 || level == 0 || level > 6 || len(text) > level && text[level] != ' ' && text[level] != '\t' {
		return 0, ""
	}
	title = strings.TrimSpace(text[level:])
	return level, strings.TrimRight(strings.TrimRight(title, "#"), " \t")
}

// withoutCode blanks out the text between two runs of equally many backticks.
func withoutCode(line string) string {
	if strings.IndexByte(line, '`') < 0 {
		return line
	}
	var b strings.Builder
	for rest := line; ; {
		start := strings.IndexByte(rest, '`')
		if start < 0 {
			b.WriteString(rest)
			return b.String()
		}
		run := len(rest[start:]) - len(strings.TrimLeft(rest[start:], "`"))
		b.WriteString(rest[:start])
		end := closing(rest[start+run:], run)
		if end < 0 {
			b.WriteString(blank(rest[start : start+run]))
			rest = rest[start+run:]
			continue
		}
		end += start + run
		b.WriteString(blank(rest[start:end]))
		rest = rest[end:]
	}
}

// closing returns the end of the first run of exactly n backticks, or -1.
func closing(text string, n int) int {
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '`')
		if i < 0 {
			return -1
		}
		at += i
		run := len(text[at:]) - len(strings.TrimLeft(text[at:], "`"))
		at += run
		if run == n {
			return at
		}
	}
}

// blank returns as many blanks as the text has characters.
func blank(text string) string { return strings.Repeat(" ", utf8.RuneCountInString(text)) }
