package content

import (
	"bytes"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
	"github.com/pmsite/pmsite/content/markdown"
)

var (
	datedName = lazyregexp.New(`^\d{4}([-_.]?\d{2}){0,2}([-_. ]|$)`)
	// statement matches a line that says what post mortems say about themselves, in front matter, also
	// without its dashes, in a table, or in bold.
	statement   = lazyregexp.New(`(?im)^[\s|*_-]*(?:title|date|status|severity|impact|service|detection|duration|incident|removed)[\s*_]*[:|]`)
	headingLine = lazyregexp.New(`(?m)^#{1,6}[ \t]+(.+?)[ \t#]*$`)
	fencedCode  = lazyregexp.New("(?ms)^ {0,3}```.*?(?:^ {0,3}```|\\z)")
)

// MayBePostMortem reports whether a markdown file is a post mortem, or may be meant as one: by its name, which begins
// with a date or is in the folder of a year, by what it says about itself, by front matter that is broken, by its
// sections, or because it is no text. A folder of a repository may have other files beside its post mortems.
func MayBePostMortem(name string, src []byte) bool {
	for _, part := range strings.Split(strings.TrimSuffix(name, path.Ext(name)), "/") {
		if datedName().MatchString(part) {
			return true
		}
	}
	if len(src) > markdown.MaxSize || markdown.CheckText(src) != nil || IsLFSPointer(src) || len(Conflicts(src)) > 0 {
		return true
	}
	src = markdown.Normalize(src)
	r := &report{}
	if _, ok := readFrontMatter(src, r); !ok || len(r.problems) > 0 {
		return true
	}
	text := fencedCode().ReplaceAll(src, nil)
	return bytes.HasPrefix(bytes.TrimSpace(text), []byte("---")) && !bytes.HasPrefix(text, []byte("---")) ||
		statement().Match(text) || hasSections(text)
}

// hasSections reports whether a text has a section that only post mortems have, or two that they have and others may
// have.
func hasSections(text []byte) bool {
	seen := map[SectionKind]bool{}
	for _, m := range headingLine().FindAllSubmatch(text, -1) {
		switch kind := sectionKind(string(m[1])); kind {
		case "", ReferencesSection, TagsSection, ReviewSection:
		case SummarySection, ActionsSection, ResolutionSection, RemindersSection:
			seen[kind] = true
		default:
			return true
		}
	}
	return len(seen) > 1
}
