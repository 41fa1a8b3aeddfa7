package content

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/zone"
)

// A zoneError explains a text that is not a zone, or an abbreviation that does not say
// which instant is meant.
type zoneError struct {
	message string
	hint    string // "" for a text that is not a zone
	text    string
}

func (e *zoneError) Error() string { return e.message }

// ZoneHint returns what to write instead of the text that an error of [ReadZone] or
// [LoadZone] is about.
func ZoneHint(err error) string {
	var explained *zoneError
	switch {
	case !errors.As(err, &explained):
		return "use a name such as America/New_York or UTC"
	case explained.hint != "":
		return explained.hint
	}
	return hintFor(explained.text)
}

// maxZone is a length in bytes that no name of a zone, city or country has.
const maxZone = 64

// hintFor names the zones of the country or city that a text names, or the zone with the
// nearest name.
func hintFor(text string) string {
	place, _, _ := strings.Cut(text, ",")
	zones, near := zonesOf(place), ""
	if len(zones) == 0 && len(text) < maxZone {
		near = Nearest(text, zone.Names())
	}
	switch {
	case len(zones) > 1:
		return fmt.Sprintf("%s has several zones; name one, such as `%s` or `%s`", strings.TrimSpace(place), zones[0], zones[1])
	case len(zones) == 1:
		near = zones[0]
	case near == "":
		return "use a name such as America/New_York or UTC"
	}
	return "did you mean `" + near + "`?"
}

// unknownZone returns the error for a text that is not a zone.
func unknownZone(text string) error {
	return &zoneError{message: fmt.Sprintf("%q is not an IANA time zone", text), text: text}
}

// longName cuts names such as Eastern Standard Time, which may mean a fixed offset or, in
// Windows, the place.
var longName = strings.NewReplacer(" standard time", "", " daylight time", "")

// mostKnown are the zones that hints name for countries whose first zones in the database
// are those of few people.
var mostKnown = map[string][]string{
	"australia": {"Australia/Sydney", "Australia/Perth"}, "brazil": {"America/Sao_Paulo", "America/Manaus"},
	"canada": {"America/Toronto", "America/Vancouver"}, "mexico": {"America/Mexico_City", "America/Tijuana"}, "russia": {"Europe/Moscow", "Asia/Vladivostok"},
	"united states": {"America/New_York", "America/Los_Angeles"}, "usa": {"America/New_York", "America/Los_Angeles"},
}

// zonesOf returns the zones of a country by its English name, of a city after which a zone
// is named, or nil.
func zonesOf(place string) (zones []string) {
	name := foldHeading(place)
	if known := mostKnown[name]; known != nil {
		return known
	}
	if known, ok := placesOf[longName.Replace(name)]; ok {
		return []string{known}
	}
	for country, its := range zone.Countries() {
		long, short, _ := strings.Cut(strings.TrimSuffix(country, ")"), " (")
		if name != "" && (name == foldHeading(country) || name == foldHeading(long) || name == foldHeading(short)) {
			return its
		}
	}
	names := zone.Names()
	i := slices.IndexFunc(names, func(zone string) bool {
		city := zone[strings.LastIndex(zone, "/")+1:]
		return city != zone && foldHeading(city) == name
	})
	if i < 0 {
		return nil
	}
	if current := zone.Current(names[i]); current != "" {
		return []string{current}
	}
	return names[i : i+1]
}
