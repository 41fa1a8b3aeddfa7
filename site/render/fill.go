package render

import (
	"fmt"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/chart"
)

// facts are the values that a text of a panel may refer to: numbers (int) or
// words (string).
type facts map[string]any

// number returns a fact that is a number, or 0.
func (f facts) number(key string) int {
	n, _ := f[key].(int)
	return n
}

// empty reports whether a fact is 0, "" or missing.
func (f facts) empty(key string) bool { return f[key] == nil || f[key] == 0 || f[key] == "" }

// fill puts facts into a text; see [metrics.Panel] for the syntax.
func fill(text string, f facts) string {
	var out strings.Builder
	for text != "" {
		before, rest, found := strings.Cut(text, "[")
		out.WriteString(f.replace(before))
		if !found {
			break
		}
		part, after, _ := strings.Cut(rest, "]")
		if _, first, _ := strings.Cut(part, "{"); !f.empty(first[:strings.IndexAny(first, "|/}")]) {
			out.WriteString(f.replace(part))
		}
		text = after
	}
	return out.String()
}

// replace puts facts into a text without brackets.
func (f facts) replace(text string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		out.WriteString(f.say(name))
		text = after
	}
}

// say formats a fact by its name in a text: n, n|noun or part/whole.
func (f facts) say(name string) string {
	if key, noun, plural := strings.Cut(name, "|"); plural {
		if noun == "day" {
			return content.FormatDays(f.number(key))
		}
		return Plural(f.number(key), noun)
	}
	if part, whole, share := strings.Cut(name, "/"); share {
		if f[whole] == nil {
			return ""
		}
		return percent(f.number(part), f.number(whole))
	}
	if f[name] == nil {
		return ""
	}
	if n, ok := f[name].(int); ok {
		return chart.Count(n)
	}
	return fmt.Sprint(f[name])
}

// given returns a value of a field, or "not given".
func given(value string) string {
	if value == "" {
		return "not given"
	}
	return value
}
