package render

import (
	"fmt"
	"strings"
)

// facts are what a text of a panel may name: numbers (int) or words (string).
type facts map[string]any

// number is a fact that is counted; words count nothing.
func (f facts) number(key string) int {
	n, _ := f[key].(int)
	return n
}

// empty reports whether a fact is 0, no words, or not there.
func (f facts) empty(key string) bool { return f[key] == nil || f[key] == 0 || f[key] == "" }

// fill puts facts into a text, as [metrics.Panel] says.
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

// say writes n, n|noun or part/whole.
func (f facts) say(name string) string {
	if key, noun, plural := strings.Cut(name, "|"); plural {
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
	return fmt.Sprint(f[name])
}

// given writes a value of a field.
func given(value string) string {
	if value == "" {
		return "not given"
	}
	return value
}
