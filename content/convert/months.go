package convert

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// monthNames lists the names of each month, January first, in English, German, French,
// Spanish, Portuguese, Italian and Dutch. Short forms that are common words of
// English (set, out, ago) are missing.
var monthNames = [12]string{
	"january jan januar jänner janvier janv enero ene janeiro gennaio januari",
	"february feb februar février févr fév febrero fevereiro fev febbraio februari",
	"march mar märz mrz mars marzo março maart",
	"april apr avril avr abril abr aprile",
	"may mai mayo maio maggio mei",
	"june jun juni juin junio junho giugno",
	"july jul juli juillet juil julio julho luglio",
	"august aug août agosto augustus",
	"september sept sep septembre septiembre setembro settembre",
	"october oct oktober okt octobre octubre outubro ottobre",
	"november nov novembre noviembre novembro",
	"december dec dezember dez décembre déc diciembre dic dezembro dicembre",
}

var months = func() map[string]time.Month {
	out := map[string]time.Month{}
	for i, names := range monthNames {
		for _, name := range strings.Fields(names) {
			out[name] = time.Month(i + 1)
		}
	}
	return out
}()

// monthWord is a pattern for the name of a month, the longest first.
var monthWord = func() string {
	names := strings.Fields(strings.Join(monthNames[:], " "))
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	return `((?i:` + strings.Join(names, "|") + `))`
}()

// monthOf returns the month of a name. Words that English also uses otherwise, as in "2 may
// fail", need a capital letter.
func monthOf(name string) (time.Month, bool) {
	first, _ := utf8.DecodeRuneInString(name)
	month, ok := months[strings.ToLower(name)]
	if folded := strings.ToLower(name); unicode.IsLower(first) && (folded == "may" || folded == "march" || folded == "mar" || folded == "dec" || folded == "sep") {
		return 0, false
	}
	return month, ok
}
