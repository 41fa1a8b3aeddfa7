package check

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

var linkRules = []*Rule{
	{
		Name: "broken-link", Level: content.Error, Group: linksGroup, Title: "a link leads nowhere",
		Reason: "Links between post mortems connect their lessons. The rule checks relative links to other documents, anchors in this document and in others, " +
			"`prevented_by`, `replaced_by`, and the action items that lessons name. It does not check links to other hosts.",
		Bad:  "See [the earlier outage](2025-03-01-cache-ful.md#resolution).",
		Good: "See [the earlier outage](2025-03-01-cache-full.md#resolution).",
		Run:  brokenLinks, beyond: true, removed: true,
	},
	{
		Name: "refused-link", Level: content.Warning, Group: linksGroup, Title: "a link that the page shows as text",
		Reason: "Pages have links with http, https and mailto. `link_schemes` in the config allows others, such as slack and tel. Links that run a program, or open a file of the reader, are never allowed.",
		Bad:    "[the channel](slack://channel?id=1)",
		Good:   "[the channel](https://example.slack.com/archives/1)",
	},
	{
		Name: "undefined-reference", Level: content.Warning, Group: linksGroup, Title: "a reference that nothing defines",
		Reason: "GitHub and the page show a link or a footnote whose label nothing defines as it is written, with its brackets.",
		Bad:    "See [the log][log].",
		Good:   "See [the log](build.log).",
	},
}

// A link is a link in a document, with its position.
type link struct {
	at   span
	dest string
}

// linkForm finds the destination of [text](dest "title") and of [label]: dest.
var linkForm = lazyregexp.New(`\]\(\s*(?:<([^<>]+)>|([^)\s>]+))|^ {0,3}\[[^\]]+\]:\s+(?:<([^<>]+)>|([^\s>]+))`)

// links returns the links to anchors in this document and to other files, in reading
// order. It leaves out text that the parser does not treat as a link. Links of the parser
// whose destination is written in another way, such as with escapes, come last.
func (d *Document) links() []link {
	if d.linked != nil {
		return d.linked
	}
	known := map[string]bool{} // whether the place of a link has been found
	out := []link{}
	for _, dest := range d.PM.Links() {
		known[dest] = false
	}
	for i, line := range d.prose {
		if i < d.front || !strings.Contains(line, "](") && !strings.Contains(line, "]:") {
			continue
		}
		done, at := 0, 1 // at is the column of the byte offset done
		for _, m := range linkForm().FindAllStringSubmatchIndex(line, -1) {
			from, to := max(m[2], m[4], m[6], m[8]), max(m[3], m[5], m[7], m[9])
			at += utf8.RuneCountInString(line[done:from])
			done = from
			dest := line[from:to]
			if _, isLink := known[dest]; isLink || strings.HasPrefix(dest, "#") {
				known[dest] = true
				out = append(out, link{span{i + 1, at, at + utf8.RuneCountInString(dest)}, dest})
			}
		}
	}
	for _, dest := range slices.Sorted(maps.Keys(known)) {
		if !known[dest] {
			out = append(out, link{d.mention(dest), dest})
		}
	}
	d.linked = out
	return out
}

// mention returns the first place in the text that has the last part of a destination, or else
// that of the title.
func (d *Document) mention(dest string) span {
	for i := d.front; i < len(d.prose) && d.mentions < maxMentions; i++ {
		if at, found := d.find(i+1, 1, path.Base(dest)); found {
			d.mentions++
			return at
		}
	}
	return d.key("title")
}

// maxMentions is the maximum number of destinations per document that are looked for in the
// whole text.
const maxMentions = 50

// writtenForm matches a link as it is written, and the rest of a label.
var writtenForm = lazyregexp.New(`^(?:!?\[[^\]]*\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])?|<[^>]*>|[^\]]*)`)

// upToLinkEnd shortens a span that begins with a link or a label to it.
func (d *Document) upToLinkEnd(at span) span {
	if at.line > len(d.lines) {
		return at
	}
	text := d.lines[at.line-1]
	written := writtenForm().FindString(text[offset(text, at.from):])
	return span{at.line, at.from, min(at.to, at.from+utf8.RuneCountInString(written))}
}

func brokenLinks(d *Document) {
	for _, l := range d.links() {
		if d.full() || !d.meant(l.dest) {
			continue
		}
		name, fragment, _ := strings.Cut(l.dest, "#")
		target := d.PM
		if name != "" {
			if target = d.target(l.dest); target == nil {
				if d.isDocument(l.dest) && !d.exists(d.PM.Target(l.dest)) {
					d.report(l.at, d.nearestDocument(l.dest), "there is no file %q", d.PM.Target(l.dest))
				}
				continue
			}
		}
		if fragment != "" && !d.hasAnchor(target, fragment) {
			d.report(l.at, "anchors of headings are in lower case with hyphens; rows and items are timeline-1, action-1 …", "%q has no anchor #%s", target.Path, fragment)
		}
	}
	if !d.linksOnly {
		d.brokenCitations()
	}
}

// meant reports whether to check a link. In a document that is not touched itself, only
// links to touched files are checked.
func (d *Document) meant(dest string) bool { return !d.linksOnly || d.Touched[d.PM.Target(dest)] }

// brokenCitations checks the references that are not links.
func (d *Document) brokenCitations() {
	if d.PM.Removal != nil {
		d.brokenReplacement(d.PM.Removal.ReplacedBy)
	}
	for _, reference := range d.PM.PreventedBy {
		if d.full() {
			return
		}
		key, fragment, _ := strings.Cut(reference, "#")
		switch target := d.byKey[strings.ToLower(strings.TrimSpace(key))]; {
		case target == nil && (d.SingleDocument || d.citesRemoved(reference) != nil || !d.opened(d.Config.Sources...)):
		case target == nil:
			d.report(d.inKey(reference, "prevented_by"), "cite an id and an action item, such as PM-2025-0012#action-2", "there is no post mortem %q", key)
		case fragment != "" && !d.hasAnchor(target, fragment):
			d.report(d.inKey(reference, "prevented_by"), "its action items are action-1 to action-N", "%s has no %s", key, fragment)
		}
	}
	d.brokenAnswers()
}

// brokenReplacement checks what a removed post mortem says to read instead.
func (d *Document) brokenReplacement(by string) {
	message := ""
	switch removed := d.citesRemoved(by); {
	case by == "" || d.byKey[strings.ToLower(by)] != nil:
	case removed == d.PM:
		message = "it replaces itself"
	case removed == nil && !d.SingleDocument && d.opened(d.Config.Sources...):
		message = fmt.Sprintf("there is no post mortem %q", by)
	}
	if message != "" {
		d.report(d.inKey(by, "replaced_by"), "name the post mortem to read instead by its id or the last part of its address, or delete the key", "%s", message)
	}
}

// answerForm matches the action item that a lesson or a control names at the end of its line.
var answerForm = lazyregexp.New(`(?:->|→|=>)\s*#?(action-\d+)[.\s]*$`)

// brokenAnswers checks the action items that lessons and controls name.
func (d *Document) brokenAnswers() {
	named := map[string]bool{}
	for _, list := range append(d.PM.OtherLessons, content.LessonList{Lessons: d.PM.GotLucky}) {
		for _, lesson := range list.Lessons {
			named[lesson.HedgedBy] = true
		}
	}
	for _, control := range d.PM.Controls {
		named[control.AnsweredBy] = true
	}
	for i, line := range d.prose {
		if d.full() || !strings.Contains(line, "action-") {
			continue
		}
		m := answerForm().FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		if name := line[m[2]:m[3]]; named[name] && !d.hasAnchor(d.PM, name) {
			d.report(span{i + 1, column(line, m[2]), column(line, m[3])}, "name an action item of this document", "there is no %s", name)
		}
	}
}

// target returns the post mortem that a link leads to, or nil if it leads to another file.
func (d *Document) target(dest string) *content.PostMortem {
	name := d.PM.Target(dest)
	if pm := d.byPath[name]; pm != nil {
		return pm
	}
	return d.byPath[path.Join(name, "index.md")]
}

func (d *Document) isDocument(dest string) bool {
	name, _, _ := strings.Cut(dest, "#")
	return path.Ext(name) == ".md" || path.Ext(strings.TrimSuffix(name, "/")) == ""
}

func (d *Document) exists(name string) bool {
	if d.Collection.HasFile(name) {
		return true
	}
	if !fs.ValidPath(name) {
		return false
	}
	source, _ := d.Config.Origin(name)
	return isListed(d.Collection.FS, name) || source != nil && !d.opened(*source)
}

// isListed reports whether a file or folder exists under exactly this name. A file system that ignores case would also
// open Graph.png as graph.png, which no web server does.
func isListed(fsys fs.FS, name string) bool {
	if _, err := fs.Stat(fsys, name); err != nil {
		return false
	}
	for ; name != "."; name = path.Dir(name) {
		entries, err := fs.ReadDir(fsys, path.Dir(name))
		if err != nil || !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == path.Base(name) }) {
			return false
		}
	}
	return true
}

// opened reports whether the collection has the files of other repositories. Without them, nothing is known about
// references to them.
func (s *shared) opened(sources ...config.SourceRepository) bool {
	return !slices.ContainsFunc(sources, func(source config.SourceRepository) bool {
		_, err := fs.Stat(s.Collection.FS, s.Config.Mount(source))
		return err != nil
	})
}

const relativeHint = "links are relative to the file that contains them"

// maxHints is the maximum number of mistyped links per document that are compared with
// all files.
const maxHints = 10

// nearestDocument returns a hint that names the file which a mistyped link may mean.
func (d *Document) nearestDocument(dest string) string {
	base := path.Base(d.PM.Target(dest))
	if d.hints++; d.hints > maxHints {
		return relativeHint
	}
	best, distance := "", min(4, len(base)/4+1)
	for _, pm := range d.Collection.PostMortems {
		if path.Base(pm.Path) == base {
			best = pm.Path
			break
		}
		if other := path.Base(pm.Path); max(len(other)-len(base), len(base)-len(other)) < distance {
			if n := content.EditDistance(base, other); n < distance {
				best, distance = pm.Path, n
			}
		}
	}
	if best == "" {
		return relativeHint
	}
	return "did you mean " + best + "?"
}

// hasAnchor reports whether a page has the anchor.
func (d *Document) hasAnchor(pm *content.PostMortem, name string) bool {
	known := d.anchors[pm]
	if known == nil {
		if d.anchors == nil {
			d.anchors = map[*content.PostMortem]map[string]bool{}
		}
		known = anchorsOf(pm)
		d.anchors[pm] = known
	}
	return known[name]
}

func anchorsOf(pm *content.PostMortem) map[string]bool {
	out := map[string]bool{}
	for _, s := range pm.Sections {
		out[s.Anchor] = true
	}
	for _, e := range pm.Timeline {
		out[e.Anchor] = true
	}
	for _, a := range pm.ActionItems {
		out[a.Anchor] = true
	}
	for _, c := range pm.Controls {
		out[c.Anchor] = true
	}
	for _, list := range pm.Lessons() {
		for _, l := range list.Lessons {
			out[l.Anchor] = true
		}
	}
	return out
}
