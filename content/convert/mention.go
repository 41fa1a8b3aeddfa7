package convert

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

var (
	idValue    = lazyregexp.New(`^["']?id["']?[ \t]*:[ \t]*(?:"([^"\\]*)"|'([^']*)'|([^\s"'#].*?))[ \t]*(?:[ \t]#.*)?$`)
	idRow      = lazyregexp.New(`(?i)^\|?[ \t*]*id[ \t*]*\|[ \t*]*([^|]*?)[ \t*]*\|?[ \t]*$`)
	itemAnchor = lazyregexp.New(`^#(?:action|timeline)-\d+`)
	itemStart  = lazyregexp.New(`[:\[,"' -]$`)
	itemEnd    = lazyregexp.New(`^(?:#[\w-]+)?["']?[ \t]*(?:[,\]]|$|[ \t]#)`)
	pathStart  = lazyregexp.New(`[/\\.@#=&?~%]$|\S*://\S*$`)
	pathEnd    = lazyregexp.New(`^(?:[/\\@=]|\.[\pL\pN])`)
	wordEnd    = lazyregexp.New(`[\pL\pN_-]$`)
	wordStart  = lazyregexp.New(`^[\pL\pN_-]`)
)

// A renumbering replaces one id in a document.
type renumbering struct {
	from, to string
	numbered bool           // the id has the form PM-2026-0001, which means nothing else
	word     *regexp.Regexp // the id
	link     *regexp.Regexp // a link to the id's page on the site itself, between what is before and after it
	left     []content.Pos  // where the id stays
}

func newRenumbering(from, to string) *renumbering {
	r := &renumbering{from: from, to: to, numbered: content.IsNumbered(from)}
	fold := ""
	if r.numbered {
		fold = "(?i)" // another one, such as A, is a word, too
	}
	r.word = regexp.MustCompile(fold + regexp.QuoteMeta(from))
	r.link = regexp.MustCompile(`(?i)((?:^|[^\w./:%~@-])(?:\.{0,2}/)+)` + regexp.QuoteMeta(strings.TrimSuffix(content.IDAddress(from), "/")) + `(/?(?:[)\]>"'\s#?]|$))`)
	return r
}

// front replaces the id in front matter, with own also that of the document itself. It returns whether it found that.
func (r *renumbering) front(b *block, own bool) (done bool) {
	for i := range b.keys {
		e := &b.keys[i]
		for n, text := range e.lead {
			e.lead[n] = r.line(text, e.Pos.Line-len(e.lead)+n, false)
		}
		for n, text := range e.value {
			switch at := e.Pos.Line + n; {
			case e.Known == "aliases": // a former address stays
			case own && e.Known == "id" && len(e.value) == 1:
				if m := idValue().FindStringSubmatchIndex(text); m != nil {
					from, end := max(m[2], m[4], m[6]), max(m[3], m[5], m[7])
					if done = strings.EqualFold(text[from:end], r.from); done {
						e.value[n] = text[:from] + r.to + text[end:]
					}
				}
			case e.Known == "prevented_by":
				e.value[n] = r.replace(text, at, func(before, after string) bool {
					return !strings.Contains(before, " #") && itemStart().MatchString(before) && itemEnd().MatchString(after)
				})
			default:
				e.value[n] = r.line(text, at, e.Known == "title" || e.Known == "summary")
			}
		}
	}
	return done
}

// line replaces the id in a line, if it is prose.
func (r *renumbering) line(text string, at int, prose bool) string {
	if prose {
		text = r.link.ReplaceAllString(text, "${1}"+strings.TrimSuffix(content.IDAddress(r.to), "/")+"${2}")
	}
	var dests [][]int
	for _, form := range []*regexp.Regexp{inlineDest(), referenceDest(), htmlDest()} {
		dests = append(dests, form.FindAllStringSubmatchIndex(text, -1)...)
	}
	return r.replace(text, at, func(before, after string) bool {
		linked := slices.ContainsFunc(dests, func(m []int) bool { return max(m[2], m[4]) <= len(before) && len(before) < max(m[3], m[5]) })
		inPath := pathStart().MatchString(before) || pathEnd().MatchString(after)
		return prose && !linked && !inPath && (r.numbered || itemAnchor().MatchString(after))
	})
}

// replace replaces the id wherever it is a word and surely means the post mortem.
func (r *renumbering) replace(text string, at int, sure func(before, after string) bool) string {
	var out strings.Builder
	last := 0
	for _, m := range r.word.FindAllStringIndex(text, -1) {
		before, after := text[:m[0]], text[m[1]:]
		if wordEnd().MatchString(before) || wordStart().MatchString(after) {
			continue
		}
		out.WriteString(text[last:m[0]])
		if last = m[0]; sure(before, after) {
			out.WriteString(r.to)
			last = m[1]
			continue
		}
		r.left = append(r.left, content.Pos{Line: at, Column: utf8.RuneCountInString(out.String()) + 1})
	}
	return out.String() + text[last:]
}
