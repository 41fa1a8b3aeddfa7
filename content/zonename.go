package content

import (
	"fmt"
	"strings"
	"time"
)

// placesOf maps names of times to places that have them.
var placesOf = map[string]string{
	"atlantic": "America/Halifax", "eastern": "America/New_York", "central": "America/Chicago",
	"mountain": "America/Denver", "pacific": "America/Los_Angeles", "central european": "Europe/Berlin",
	"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
}

// placeOf returns the zone of a name such as Eastern, Eastern Time or ET.
func placeOf(text string) (*time.Location, bool) {
	name := strings.TrimSuffix(strings.TrimSuffix(foldHeading(text), " timezone"), " time")
	place, known := placesOf[name]
	if !known {
		return nil, false
	}
	zone, err := LoadZone(place)
	return zone, err == nil
}

// ReadZone returns the time zone that people mean by a text: those of [LoadZone], Eastern,
// Pacific Time, ET and PT, and an abbreviation that says its offset, CEST (UTC+2). Any
// other abbreviation is an error: it has several meanings, or is in force during a part of
// the year.
func ReadZone(text string) (*time.Location, error) {
	text = strings.TrimSpace(text)
	if zone, err := LoadZone(text); err == nil {
		return zone, nil
	}
	if place, ok := placeOf(text); ok {
		return place, nil
	}
	outer, rest, explained := strings.Cut(strings.TrimSuffix(text, ")"), "(")
	name, inner := strings.ToUpper(strings.TrimSpace(outer)), strings.TrimSpace(rest)
	all := meanings[name]
	switch {
	case len(all) == 0:
		return nil, unknownZone(text)
	case explained:
		return explainedZone(name, inner, all)
	case ambiguous(all):
		return nil, severalMeanings(name, all)
	}
	return nil, &zoneError{
		message: fmt.Sprintf("%q is an abbreviation, not a time zone", text),
		hint:    fmt.Sprintf("write `%s`, or `UTC%s` if that offset is meant all year", all[0].place, all[0].offset),
	}
}

// explainedZone returns the zone that follows an abbreviation in parentheses, if the
// abbreviation can mean it.
func explainedZone(name, inner string, all []meaning) (*time.Location, error) {
	zone, err := LoadZone(inner)
	if err != nil {
		return nil, err
	}
	said, fixed := parseOffset(inner)
	for _, m := range all {
		if offset, _ := parseOffset(m.offset); !fixed || offset == said {
			return zone, nil
		}
	}
	return nil, &zoneError{
		message: fmt.Sprintf("%s is not %s", name, zone),
		hint:    fmt.Sprintf("write `%s (UTC%s)`, or the offset alone", name, all[0].offset),
	}
}
