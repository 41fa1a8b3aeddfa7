package report

import (
	"fmt"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/review"
)

// facts returns what somebody needs to know who has not seen the document: severity, status,
// services, date and how long it lasted. A fact that changed has its old value in front of an
// arrow.
func facts(d review.Document) (out []string) {
	add := func(fact string) {
		if fact != "" {
			out = append(out, fact)
		}
	}
	value := func(name, now string) string {
		if c, changed := d.FieldChange(name); changed {
			return fromTo(c.From, c.To)
		}
		return now
	}
	if severity := value("severity", d.Severity); severity != "" {
		add("severity " + severity)
	}
	if d.Kind != review.Added {
		add(value("status", inWords(d.Status)))
	}
	add(value("services", strings.Join(d.Services, ", ")))
	if d.Kind == review.Added || d.Kind == review.Removed {
		add(d.Date)
	}
	for _, l := range d.Lengths {
		if d.Kind == review.Added || d.Kind == review.Removed || l.Before == l.After {
			add(l.Name + " " + l.After)
		} else {
			add(l.Name + " " + fromTo(l.Before, l.After))
		}
	}
	return out
}

func inWords(status string) string {
	if status == content.Review {
		return "in review"
	}
	return status
}

func fromTo(from, to string) string {
	none := func(s string) string {
		if s == "" {
			return "none"
		}
		return s
	}
	return none(from) + " → " + none(to)
}

// inFacts reports whether the facts already show a change.
func inFacts(c review.Change) bool {
	switch c.Kind {
	case review.Field:
		return c.Name == "status" || c.Name == "severity" || c.Name == "services"
	case review.Figure:
		return c.Name == "duration of the outage" || c.Name == "duration of the degradation"
	}
	return false
}

// verdict counts errors, also if there are none, and warnings.
func verdict(findings []check.Finding) string {
	if check.HasErrors(findings) {
		return tally(findings)
	}
	return strings.TrimSuffix("no errors, "+tally(findings), ", ")
}

// tally counts errors and warnings.
func tally(findings []check.Finding) string {
	levels := map[content.Level]int{}
	for _, f := range findings {
		levels[f.Level]++
	}
	var parts []string
	for _, level := range []content.Level{content.Error, content.Warning} {
		if levels[level] > 0 {
			parts = append(parts, plural(levels[level], level.String()))
		}
	}
	return strings.Join(parts, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// upper returns a text with a capital at its beginning, which is a letter of ASCII.
func upper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
