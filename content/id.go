package content

import (
	"fmt"
	"strconv"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	idForm = lazyregexp.New(`(?i)^PM-(\d{4})-(\d{1,9})$`)
	idLine = lazyregexp.New(`(?im)^(?:id:[ \t]*|\|[ \t*]*id[ \t*]*\|[ \t*]*)["']?(PM-\d{4}-\d{1,9})\b`)
)

// NextID returns the id after the highest one of a year; the first one is PM-2026-0001. It
// does not fill gaps, because an id that was removed may be cited.
func NextID(ids []string, year int) string {
	last := 0
	for _, id := range ids {
		if m := idForm().FindStringSubmatch(id); m != nil && m[1] == fmt.Sprintf("%04d", year) {
			n, _ := strconv.Atoi(m[2])
			last = max(last, n)
		}
	}
	return fmt.Sprintf("PM-%04d-%04d", year, last+1)
}

// IDsIn returns the ids of the form PM-2026-0001 that the front matter or a table of metadata of a text may give it. It
// reads no more than that, so that all versions of all documents can be read.
func IDsIn(text []byte) (ids []string) {
	for _, m := range idLine().FindAllSubmatch(text, -1) {
		ids = append(ids, string(m[1]))
	}
	return ids
}
