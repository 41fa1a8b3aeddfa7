package render

import (
	"fmt"
	"html/template"
	"path"
	"strconv"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/chart"
)

// functions are what templates may call besides the methods of their page.
var functions = template.FuncMap{
	"duration": unbroken(content.FormatDuration), // 3 h 33 min
	"days":     unbroken(content.FormatDays),     // 300 days, 2.1 years
	"units":    content.KeepUnits,                // units "within 3 days" -> the same with a no-break space between 3 and days
	"date":     formatDate,                       // 5 March 2026
	"slug":     content.Slug,                     // near-miss
	"plural":   Plural,                           // plural 2 "post mortem" -> "2 post mortems"
	"count":    chart.Count,                      // 12,345
	"percent":  percent,                          // percent 1 3 -> 33 %
	"join":     strings.Join,
	"title":    capitalize,
	"share":    share,    // share 1 3 -> 33.3, for the length of a bar
	"ext":      path.Ext, // .xml of feed.xml
	"dict":     dict,     // dict "page" $ "row" . -> arguments for a shared template
	"nobr":     nobr,     // nobr "Wi-Fi" -> <span class="nobr">Wi-Fi</span>
	"code":     code,     // code "write `status`" -> write <code>status</code>
	"policy":   func() string { return Policy },
}

// unbroken returns a function whose texts have no-break spaces between numbers and their units.
func unbroken[Value any](format func(Value) string) func(Value) string {
	return func(v Value) string { return content.KeepUnits(format(v)) }
}

func formatDate(d content.Date) string {
	if d.IsZero() {
		return "no date"
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
}

// lookOf returns how a severity looks, as the last part of its class. Without vocabularies,
// it is that of the severity's name.
func lookOf(v *content.Vocabularies, severity string) string {
	if v == nil {
		return content.Slug(severity)
	}
	return content.Slug(v.Look(severity))
}

// glyph returns the sign drawn beside a severity that has the look, so that nothing depends
// on colour alone. Those beyond the fourth share one glyph.
func glyph(look string) string {
	switch look {
	case "critical":
		return "▲"
	case "high":
		return "■"
	case "medium":
		return "◆"
	case "low":
		return "●"
	case "near-miss":
		return "○"
	}
	return "▪"
}

// Plural returns a number with its noun: 1 day, 2 days, 2 near misses.
func Plural(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "s"):
		noun += "e"
	}
	return chart.Count(n) + " " + noun + "s"
}

func percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(part)/float64(whole))
}

// share returns a part as a percentage without a sign, for the lengths of
// drawings.
func share(part, whole int) string {
	if whole <= 0 {
		return "0"
	}
	return strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 1, 64)
}

// dict returns a map of names and values, for a template with several
// arguments.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: a name without a value")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is not a name", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}

// capitalize returns a text with its first letter in upper case.
func capitalize(s string) string {
	if s == "" {
		return ""
	}
	r := []rune(s)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}

// code returns a text as HTML, with code where the text has it between backticks.
func code(text string) template.HTML {
	var out strings.Builder
	for i, part := range strings.Split(text, "`") {
		if i%2 == 1 {
			part = "<code>" + template.HTMLEscapeString(part) + "</code>"
		} else {
			part = template.HTMLEscapeString(content.KeepUnits(part))
		}
		out.WriteString(part)
	}
	return template.HTML(out.String()) //nolint:gosec // it is escaped
}
