package index

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
)

// A queryField is a field that a query can name before a colon.
type queryField struct {
	name    string
	names   []string // other names
	example string
	kind    fieldKind
}

type fieldKind byte

const (
	textKind fieldKind = iota
	facetKind
	dateKind
	minuteKind
)

func (p *queryParser) value(f *queryField) (*node, error) {
	switch f.kind {
	case facetKind:
		return p.facet(f)
	case dateKind:
		return p.dates(f)
	case minuteKind:
		return p.minutes(f)
	}
	return p.fieldText(f)
}

// queryFields are all names, in the order of the documentation.
var queryFields = slices.Concat(
	[]*queryField{
		{string(Title), nil, "title:dns", textKind},
		{string(Summary), nil, "summary:dns", textKind},
		{string(Causes), []string{"cause"}, "causes:dns", textKind},
		{string(Timeline), nil, "timeline:dns", textKind},
		{string(Lessons), []string{"lesson"}, "lessons:dns", textKind},
		{string(Actions), []string{"action"}, "actions:dns", textKind},
		{string(Body), []string{"text"}, "body:dns", textKind},
		{string(Labels), []string{"label"}, "labels:dns", textKind},
		{string(IDs), []string{"id", "ticket", "incident", "change"}, "id:PM-2026-0007", textKind},
	},
	keyFields(),
	[]*queryField{
		{"action_type", nil, "action_type:Preventative", facetKind},
		{"kind", nil, "kind:surprise", facetKind},
		{"year", nil, "year:2026", dateKind},
		{dateField, nil, "date:2026-01..2026-03", dateKind},
		{"duration", nil, "duration:>60", minuteKind},
		{"detect", []string{"ttd", "time_to_detect"}, "detect:>15", minuteKind},
		{"resolve", []string{"ttr", "restore", "time_to_resolve", "time_to_restore"}, "resolve:>2h", minuteKind},
	},
)

// otherNames are names that facets also go by.
var otherNames = map[string][]string{"service": {"services"}, "tag": {"tags"}, "factor": {"factors"}}

// keyFields are the facets of the front matter.
func keyFields() (out []*queryField) {
	for _, key := range keys {
		if key.Facet == "" {
			continue
		}
		value := key.Example
		if strings.Contains(value, " ") {
			value = `"` + value + `"`
		}
		out = append(out, &queryField{key.Facet, otherNames[key.Facet], key.Facet + ":" + value, facetKind})
	}
	return out
}

// findField finds a field by name, ignoring case, _ and -.
func findField(name string) (*queryField, bool) {
	for _, f := range queryFields {
		for _, known := range append([]string{f.name}, f.names...) {
			if FacetKey(known) == FacetKey(name) {
				return f, true
			}
		}
	}
	return nil, false
}

// FieldNames returns the names of all fields, in the order of the documentation.
func FieldNames() (names []string) {
	for _, f := range queryFields {
		names = append(names, f.name)
	}
	return names
}

// unknownField returns the hint for a name that is no field.
func unknownField(name string) string {
	best, distance := "", 3
	for _, f := range queryFields {
		for _, known := range append([]string{f.name}, f.names...) {
			d := content.EditDistance(FacetKey(name), FacetKey(known))
			near := 3*d <= utf8.RuneCountInString(name)
			if len(name) > 2 && strings.HasPrefix(FacetKey(known), FacetKey(name)) {
				d, near = min(d, 2), true
			}
			if near && d < distance {
				best, distance = known, d
			}
		}
	}
	if best == "" {
		return fmt.Sprintf("there is no field %q, so it is text", name)
	}
	return fmt.Sprintf("there is no field %q, so it is text; did you mean %s:?", name, best)
}

// fieldText parses the text after title: and other text fields.
func (p *queryParser) fieldText(f *queryField) (*node, error) {
	if r, _ := utf8.DecodeRuneInString(p.text[p.at:]); strings.ContainsRune(`("“”`, r) {
		return p.primary(f.name)
	}
	start := p.at
	return p.word(f.name, p.run(), start)
}

// facet parses a filter's value, or several in parentheses.
func (p *queryParser) facet(f *queryField) (*node, error) {
	start := p.at
	switch r, size := utf8.DecodeRuneInString(p.text[p.at:]); {
	case r == '(':
		n, err := p.parentheses("")
		if err == nil && n != nil {
			err = p.toFilters(n, f)
		}
		return n, err
	case strings.ContainsRune(`"“”`, r):
		p.at += size
		text, err := p.quoted(start)
		if err != nil {
			return nil, err
		}
		return p.filter(f, text, false, start)
	}
	text, star := strings.CutSuffix(p.run(), "*")
	return p.filter(f, text, star, start)
}

func (p *queryParser) filter(f *queryField, text string, star bool, start int) (*node, error) {
	if FacetKey(text) == "" {
		return nil, p.fault(start, p.at, "write it as "+f.example, "%s: needs a value", f.name)
	}
	n := &node{kind: filterNode, from: start, to: p.at, field: f.name, text: text, prefix: star}
	return n, p.count(n)
}

// toFilters converts the words between a filter's parentheses to filters.
func (p *queryParser) toFilters(n *node, f *queryField) error {
	switch n.kind {
	case wordNode, phraseNode, prefixNode:
		if n.field == "" {
			n.field, n.prefix, n.kind = f.name, n.kind == prefixNode, filterNode
			return nil
		}
	case allNode, anyNode, notNode, groupNode:
		if n.kind == groupNode && len(n.must)+len(n.mustNot)+len(n.filters) == 0 {
			n.kind, n.children, n.should = anyNode, n.should, nil
		}
		for _, list := range append(n.filters, n.children, n.must, n.should, n.mustNot) {
			for _, child := range list {
				if err := p.toFilters(child, f); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return p.fault(n.from, n.to, "write it as "+f.example, "%s: accepts only values", f.name)
}

// comparison splits a text into a comparison operator, which may be "", and the rest.
func comparison(text string) (operator, rest string) {
	for _, operator := range []string{">=", "<=", ">", "<", "="} {
		if rest, ok := strings.CutPrefix(text, operator); ok {
			return operator, rest
		}
	}
	return "", text
}

// dates parses date:… and year:….
func (p *queryParser) dates(f *queryField) (*node, error) {
	return p.ranged(f, dateField, "a day, month or year", func(text string) (float64, float64, error) {
		from, to, err := datePeriod(text)
		return Day(from), Day(to), err
	})
}

// datePeriod returns the first day of a day, month or year, and the first day after it.
func datePeriod(text string) (from, to content.Date, err error) {
	year, month, day := text, "", ""
	if parts := strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '/' }); len(parts) > 1 {
		year, month = parts[0], parts[1]
		if day = ""; len(parts) > 2 {
			day = strings.Join(parts[2:], "-")
		}
	}
	from, err = content.ParseDate(year + "-" + cmp.Or(month, "1") + "-" + cmp.Or(day, "1"))
	if err != nil {
		return from, to, err
	}
	next := from.Time()
	switch {
	case day != "":
		next = next.AddDate(0, 0, 1)
	case month != "":
		next = next.AddDate(0, 1, 0)
	default:
		next = next.AddDate(1, 0, 0)
	}
	return from, content.DateOf(next), nil
}

// minutes parses duration:… and other numbers. Unlike a month, a number is a point, not a
// period.
func (p *queryParser) minutes(f *queryField) (*node, error) {
	return p.ranged(f, f.name, "minutes, or a duration such as 2h30m", func(text string) (float64, float64, error) {
		if value, err := strconv.ParseFloat(text, 64); err == nil && value >= 0 && value < 1e9 && !strings.ContainsAny(text, "xXpP_") {
			return value, value, nil
		}
		d, err := content.ParseDuration(text)
		return d.Minutes(), d.Minutes(), err
	})
}

var errNothing = errors.New("nothing there")

// ranged parses a comparison, a range or a single value. Read returns the beginning of a value
// and of the next one; they are equal if the value is a point.
func (p *queryParser) ranged(f *queryField, field, what string, read func(string) (float64, float64, error)) (*node, error) {
	start := p.at
	text, err := p.rangeText(start)
	if err != nil {
		return nil, err
	}
	wrong := func() error {
		return p.fault(start, p.at, "write it as "+f.example, "%s: takes %s, not %q", f.name, what, text)
	}
	n := &node{kind: rangeNode, from: start, to: p.at, field: field}
	if low, high, found := strings.Cut(text, ".."); found {
		if n.span, err = rangeSpan(low, high, read); err != nil {
			return nil, wrong()
		}
		if s := n.span; s.low != nil && s.high != nil && *s.low > *s.high {
			return nil, p.fault(start, p.at, "write the smaller value first", "the range ends before it begins")
		}
		return n, p.count(n)
	}
	operator, value := comparison(text)
	from, to, err := read(strings.TrimSpace(value))
	if err != nil {
		return nil, wrong()
	}
	n.span = compareSpan(operator, from, to)
	return n, p.count(n)
}

// rangeText returns the text of a range, which may be quoted and may have blanks after an
// operator.
func (p *queryParser) rangeText(start int) (string, error) {
	if r, size := utf8.DecodeRuneInString(p.text[p.at:]); strings.ContainsRune(`"“”`, r) {
		p.at += size
		return p.quoted(start)
	}
	text := p.run()
	operator, rest := comparison(text)
	if r, size := utf8.DecodeRuneInString(p.text[p.at:]); operator != "" && rest == "" && size > 0 {
		switch {
		case unicode.IsSpace(r) && p.more():
			text += p.run()
		case strings.ContainsRune(`"“”`, r):
			p.at += size
			quoted, err := p.quoted(start)
			return text + quoted, err
		}
	}
	return text, nil
}

func rangeSpan(low, high string, read func(string) (float64, float64, error)) (s span, err error) {
	low, high = strings.TrimSpace(low), strings.TrimSpace(high)
	if low == "" && high == "" {
		return s, errNothing
	}
	if low != "" {
		from, _, err := read(low)
		if err != nil {
			return s, err
		}
		s.low, s.withLow = &from, true
	}
	if high != "" {
		from, to, err := read(high)
		if err != nil {
			return s, err
		}
		s.high, s.withHigh = &to, from == to
	}
	return s, nil
}

func compareSpan(operator string, from, to float64) span {
	point := from == to
	switch operator {
	case ">":
		return span{low: &to, withLow: !point}
	case ">=":
		return span{low: &from, withLow: true}
	case "<":
		return span{high: &from}
	case "<=":
		return span{high: &to, withHigh: point}
	}
	return span{low: &from, withLow: true, high: &to, withHigh: point}
}
