package portable

import "strings"

// compact returns a script without the lines that are comments, without indentation and without empty lines: a browser needs
// none of them, and they are a fifth of what it fetches. A script with a template literal of several lines stays as it is.
func compact(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if continues(line) {
			return text
		}
		line = strings.TrimLeft(line, " \t")
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "//") {
			out.WriteString(line)
		}
	}
	return out.String()
}

// continues reports whether a line may end within a text: after a backslash, or in a template literal.
func continues(line string) bool {
	line = strings.TrimRight(line, "\r\n")
	if strings.HasSuffix(line, `\`) {
		return true
	}
	first, last := strings.IndexByte(line, '`'), strings.LastIndexByte(line, '`')
	if first < 0 {
		return false
	}
	within := line[first:last]
	return strings.Count(line, "`")%2 > 0 || strings.Count(within, "{") != strings.Count(within, "}")
}
