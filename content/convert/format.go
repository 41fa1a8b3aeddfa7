package convert

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

// FormatOptions control how documents are formatted. The zero value aligns the columns of
// tables.
type FormatOptions struct {
	content.Options

	// ByRow formats each row of a table by itself and keeps its padding, and the order of the front
	// matter. What git merges without a conflict is then merged without one after it is formatted, too.
	ByRow bool
	Sort  bool // put the front matter in canonical order also with ByRow
}

// Format returns a document with its front matter in canonical order and its tables
// formatted. It keeps comments, quoting, unknown keys and all prose, and it makes no change
// that would alter the meaning of the document. It keeps line endings, unless they are
// mixed. It leaves the tombstone of a removed post mortem as it is. If src cannot be parsed as a post mortem, Format returns it unchanged, with the
// problems.
func Format(name string, src []byte, opts FormatOptions) ([]byte, []content.Problem) {
	want, problems := content.Parse(name, src, opts.Options)
	if want == nil {
		return src, problems
	}
	if want.Removal != nil {
		return src, nil
	}
	before := reading{want, problems}
	text := string(markdown.Normalize(src))
	tables := alignTable
	if opts.ByRow {
		tables = tidyRows
	}
	changes := []func(string) string{func(src string) string { return formatTables(src, tables) }}
	if !opts.ByRow || opts.Sort {
		changes = append(changes, sortKeys)
	}
	for _, change := range changes {
		changed := change(text)
		if changed != text && before.same(read(name, changed, opts.Options)) {
			text = changed
		}
	}
	return restore(text, src), nil
}

// sortKeys returns src with its front matter in canonical order.
func sortKeys(src string) string {
	b, body, ok := cutBlock(src)
	if !ok || len(b.keys) == 0 {
		return src
	}
	if slices.IsSortedFunc(b.keys, byRank) {
		return src
	}
	slices.SortStableFunc(b.keys, byRank)
	return b.join(body)
}

// restore returns a text with the byte order mark and the line endings of the source.
func restore(text string, src []byte) []byte {
	source := string(src)
	if lines := strings.Count(source, "\n"); lines > 0 && strings.Count(source, "\r\n") == lines {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if strings.HasPrefix(source, "\ufeff") {
		text = "\ufeff" + text
	}
	return []byte(text)
}

// A reading is the parsed content of a document.
type reading struct {
	pm       *content.PostMortem
	problems []content.Problem
}

func read(name, src string, opts content.Options) reading {
	pm, problems := content.Parse(name, []byte(src), opts)
	return reading{pm, problems}
}

// same reports whether two readings are equal, apart from places in the file.
func (r reading) same(other reading) bool {
	if r.pm == nil || other.pm == nil {
		return false
	}
	return reflect.DeepEqual(placeless(*r.pm), placeless(*other.pm)) && slices.Equal(complaints(r.problems), complaints(other.problems))
}

func placeless(pm content.PostMortem) content.PostMortem {
	pm.Timeline, pm.ActionItems, pm.Controls = slices.Clone(pm.Timeline), slices.Clone(pm.ActionItems), slices.Clone(pm.Controls)
	for i := range pm.Timeline {
		pm.Timeline[i].Pos = content.Pos{}
	}
	for i := range pm.ActionItems {
		pm.ActionItems[i].Pos = content.Pos{}
	}
	for i := range pm.Controls {
		pm.Controls[i].Pos = content.Pos{}
	}
	return pm
}

func complaints(problems []content.Problem) (out []string) {
	for _, p := range problems {
		out = append(out, p.Level.String()+" "+p.Rule+" "+p.Message)
	}
	slices.SortFunc(out, cmp.Compare)
	return out
}
