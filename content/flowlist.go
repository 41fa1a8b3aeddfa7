package content

import "strings"

// FlowListEnd returns the offset at which an item can be added to a list in brackets, and what must precede it there. The
// line is one of front matter, such as `aliases: [/a/, /b/] # former`. It returns false for any other, also for a list
// that goes on in the next line.
func FlowListEnd(line string) (at int, separator string, ok bool) {
	colon := strings.IndexByte(line, ':')
	open := colon + 1 + len(line[colon+1:]) - len(strings.TrimLeft(line[colon+1:], " \t"))
	if colon < 0 || open == colon+1 || open == len(line) || line[open] != '[' {
		return 0, "", false
	}
	quote, begins := byte(0), true
	for i := open + 1; i < len(line); i++ {
		switch c := line[i]; {
		case quote == '"' && c == '\\' || quote == '\'' && strings.HasPrefix(line[i:], "''"):
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case begins && (c == '"' || c == '\''):
			quote, begins = c, false
		case c == '[' || c == '{' || c == '#' && line[i-1] == ' ':
			return 0, "", false
		case c == ']':
			rest := strings.TrimSpace(line[i+1:])
			inner := strings.TrimRight(line[open+1:i], " \t")
			return open + 1 + len(inner), separatorAfter(inner), rest == "" || strings.HasPrefix(rest, "#") && line[i+1] != '#'
		default:
			begins = c == ',' || begins && c == ' '
		}
	}
	return 0, "", false
}

func separatorAfter(items string) string {
	switch {
	case items == "":
		return ""
	case strings.HasSuffix(items, ","):
		return " "
	}
	return ", "
}
