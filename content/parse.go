package content

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/pmsite/pmsite/content/markdown"
)

// Options control how documents are read. The zero value reads the format without a
// site's changes.
type Options struct {
	Zone         *time.Location   // for documents that name none; nil means UTC
	Vocabularies *Vocabularies    // nil means [BuiltinVocabularies]
	Levels       map[string]Level // levels that the site changes, by rule
	Legacy       Legacy           // post mortems for which it changes others
	Renames      Renames          // names of today for former ones
	Names        Names            // names as the site spells them; a document keeps its own spelling
	LinkSchemes  []string         // of links besides http, https and mailto, in lower case; see [IsLinkScheme]
}

// WithDefaults returns the options with every zero value replaced by its default.
func (o Options) WithDefaults() Options {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Vocabularies == nil {
		o.Vocabularies = BuiltinVocabularies()
	}
	return o
}

// Fingerprint returns a text that is different for options that read documents
// differently.
func (o Options) Fingerprint() string {
	o = o.WithDefaults()
	h := sha256.New()
	fmt.Fprintf(h, "%s\n", o.Zone)
	v := o.Vocabularies
	for _, vocabulary := range []*Vocabulary{v.Severity, v.Impact, v.Detection, v.Status, v.Event, v.ActionType, v.ActionState, v.CaughtBy, v.Communication, v.Control, v.Factor} {
		fmt.Fprintf(h, "%+v\n", *vocabulary) // fmt sorts maps
	}
	fmt.Fprintf(h, "%q %q %q %v %q\n", v.Outage, v.NearMiss, o.LinkSchemes, o.Renames, v.Lessons)
	return hex.EncodeToString(h.Sum(nil))
}

// Parse reads one document. Name is its path, used in problems and for the slug. The post
// mortem is nil if the file cannot be read as one at all. Otherwise it contains
// everything that could be read, and the problems describe the rest. Of one that was
// removed, it contains only the addresses and the removal.
func Parse(name string, src []byte, opts Options) (*PostMortem, []Problem) {
	opts = opts.WithDefaults()
	r := &report{file: name}
	pm := parse(name, src, opts, r)
	problems := r.problems
	if pm != nil {
		// A file that cannot be read is an error even if the site lowers the level.
		problems = opts.ApplyLevels(problems, pm)
	}
	SortProblems(problems)
	return pm, problems
}

// TooLarge returns the problem of a file that is larger than [markdown.MaxSize].
func TooLarge(name string) Problem {
	return Problem{
		File: name, Pos: Pos{Line: 1, Column: 1}, Level: Error, Rule: "front-matter",
		Message: fmt.Sprintf("the file is larger than %d KiB", markdown.MaxSize>>10), Hint: "move logs and data into attachments",
	}
}

// NotText returns the problem of a file that is not text in UTF-8. It returns false for one that is.
func NotText(name string, src []byte) (p Problem, bad bool) {
	err := markdown.CheckText(src)
	if err == nil {
		return p, false
	}
	r := report{file: name}
	r.syntax(err)
	return r.problems[0], true
}

func parse(name string, src []byte, opts Options, r *report) *PostMortem {
	if len(src) > markdown.MaxSize {
		// This must come before line endings are normalized. Otherwise a file cut off at
		// the limit would pass for a whole one.
		r.problems = append(r.problems, TooLarge(name))
		return nil
	}
	if IsLFSPointer(src) {
		r.error("front-matter", Pos{Line: 1, Column: 1}, LFSHint, LFSMessage)
		return nil
	}
	src = markdown.Normalize(src)
	if err := markdown.Check(src); err != nil {
		r.syntax(err)
		return nil
	}
	if !r.conflicts(src) {
		return nil
	}
	fm, ok := readFrontMatter(src, r)
	if !ok {
		return nil
	}
	if _, removed := fm.keyPos["removed"]; removed {
		return readRemoval(name, src, fm, opts, r)
	}
	options := markdown.Options{Reserved: reservedAnchors(opts.Vocabularies.Lessons), Checked: true, Schemes: opts.LinkSchemes}
	if !fm.hasUnknown() {
		options.Front = fm.end
	}
	doc, err := markdown.Parse(src, options)
	if err != nil {
		r.syntax(err)
		return nil
	}
	pm := &PostMortem{Path: name, Slug: SlugOf(name)}
	d := newDecoder(r, pm, opts.Vocabularies)
	d.decode(fm)
	pm.Params = fm.params(doc.Meta)
	b := &bodyReader{decoder: d, doc: doc, front: fm, kinds: opts.Vocabularies.Lessons}
	b.readMetadata()
	d.reportHiding(fm)
	opts.Renames.apply(pm)
	if fm.end == 0 && b.table == nil {
		r.error("front-matter", Pos{Line: 1, Column: 1}, "begin the file with a block of `key: value` lines between two lines of ---", "no front matter")
		return nil
	}
	b.readStatedZone()
	pm.NearMiss = pm.Severity != "" && pm.Severity == opts.Vocabularies.NearMiss
	pm.Degraded = len(pm.Impacts) > 0 && !slices.ContainsFunc(pm.Impacts, opts.Vocabularies.IsOutage)
	if pm.Zone == nil {
		pm.Zone = opts.Zone
	}
	b.read()
	b.lostLinks()
	d.require(b.keyPos)
	checkArithmetic(d, b.keyPos)
	return pm
}

func (r *report) syntax(err error) {
	var syntax *markdown.SyntaxError
	if errors.As(err, &syntax) {
		r.error("front-matter", syntax.Pos, syntax.Hint(), "%s", syntax.Message)
		return
	}
	r.error("front-matter", Pos{Line: 1, Column: 1}, "", "%v", err)
}

// SlugOf returns the last part of a document's address: the name of its file, or of its
// folder if it is a bundle. It replaces characters that an address cannot contain with
// hyphens.
func SlugOf(name string) string {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if base == "index" && path.Dir(name) != "." {
		base = path.Base(path.Dir(name))
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '-'
	}, norm.NFC.String(base))
}
