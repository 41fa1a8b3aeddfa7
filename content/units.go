package content

import "strings"

// unbroken are the words that stay on one line with the number before them.
var unbroken = map[string]bool{
	"%": true, "ms": true, "s": true, "min": true, "h": true, "d": true, "second": true, "seconds": true, "minute": true,
	"minutes": true, "hour": true, "hours": true, "day": true, "days": true, "week": true, "weeks": true,
	"month": true, "months": true, "year": true, "years": true,
}

// KeepUnits returns a text with a no-break space between each number and its unit, as in 95 % and 3 h 33 min.
func KeepUnits(text string) string {
	var out strings.Builder
	written := 0
	for i := 1; i < len(text); i++ {
		if text[i] == ' ' && text[i-1] >= '0' && text[i-1] <= '9' && unbroken[unitOf(text[i+1:])] {
			out.WriteString(text[written:i])
			out.WriteString("\u00a0")
			written = i + 1
		}
	}
	if written == 0 {
		return text
	}
	out.WriteString(text[written:])
	return out.String()
}

// unitOf returns the percent sign or the word with which a text begins, "" if it begins with something else, or with
// part of a longer word.
func unitOf(text string) string {
	if strings.HasPrefix(text, "%") {
		return "%"
	}
	end := strings.IndexFunc(text, func(r rune) bool { return r < 'a' || r > 'z' })
	switch {
	case end < 0:
		return text
	case strings.ContainsRune("-_'", rune(text[end])) || text[end] >= '0' && text[end] <= '9' || text[end] >= 'A' && text[end] <= 'Z' || text[end] >= 0x80:
		return ""
	}
	return text[:end]
}

// code are the elements whose texts are written as they are, since somebody may copy them.
var code = []string{"code", "pre", "kbd", "samp"}

// ChangeTexts changes the texts of a piece of HTML, which are escaped, except for code.
func ChangeTexts(html string, change func(text string) string) string {
	var out strings.Builder
	for html != "" {
		text, rest, tagged := strings.Cut(html, "<")
		out.WriteString(change(text))
		if !tagged {
			break
		}
		end := strings.IndexByte(rest, '>') + 1
		for _, name := range code {
			if tail, is := strings.CutPrefix(rest, name); is && tail != "" && (tail[0] == '>' || tail[0] == ' ') {
				if i := strings.Index(rest, "</"+name+">"); i >= 0 {
					end = i + len("</"+name+">")
				}
			}
		}
		if end == 0 {
			end = len(rest)
		}
		out.WriteByte('<')
		out.WriteString(rest[:end])
		html = rest[end:]
	}
	return out.String()
}
