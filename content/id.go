package content

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	idForm = lazyregexp.New(`(?i)^PM-(\d{4})-(\d{1,9})$`)
	idLine = lazyregexp.New(`(?m)^["']?id["']?[ \t]*:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'#][^\n]*?))[ \t]*(?:[ \t]#[^\n]*)?$`)
	idRow  = lazyregexp.New(`(?im)^[ \t]*\|?[ \t*]*id[ \t*]*\|[ \t*]*([^|\n]*?)[ \t*]*\|?[ \t]*$`)
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

// IsNumbered reports whether an id has the form PM-2026-0001, in any case.
func IsNumbered(id string) bool { return idForm().MatchString(id) }

// IDsIn returns the ids, of any form, that the front matter or a table of metadata of a text may give it. It reads no
// more than that, so that all versions of all documents can be read, and finds no id below the line of its key.
func IDsIn(text []byte) (ids []string) {
	front, body := SplitFrontMatter(text)
	for _, m := range idLine().FindAllSubmatch(front, -1) {
		ids = append(ids, string(bytes.TrimSpace(slices.Concat(m[1:]...))))
	}
	for _, m := range idRow().FindAllSubmatch(body, -1) {
		ids = append(ids, string(m[1]))
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}
