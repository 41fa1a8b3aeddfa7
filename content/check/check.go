// Package check finds problems in a collection of post mortems.
//
// It includes the problems that the parser reports and adds rules that need more than
// the syntax of one document: what each status requires, blameless language, action
// items that somebody can complete, links that lead somewhere, and what a branch may
// change. A rule is data, see [Rule]; help, documentation and reports are derived from
// it. The package never prints, exits or writes, and uses neither git nor the clock: the
// [Input] holds what it needs from them.
//
// # Silencing
//
// A silencer is a comment that silences findings of one rule in one place and states the
// reason:
//
//	<!-- pmsite: allow person-name: that is the name of the ship -->
//
// On a line with text it applies to that line, on a line of its own to the block that
// follows; in front matter it is a YAML comment. A silencer without a reason, or one
// that silences nothing, is itself a finding. Errors from the parser stop a build and
// cannot be silenced.
package check

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

// A Finding is a problem that a rule reports in a file. Columns are 1-based
// and count characters; the end is exclusive.
type Finding struct {
	File                string // slash-separated path in the repository
	Line, Column        int
	EndLine, EndColumn  int
	Level               content.Level
	Rule, Message, Hint string // Hint may be empty
	Fix                 *Fix   // nil unless exactly one change is right
	Source              string // the line, with names and secrets masked; "" if the file could not be read

	// Pairs and FixPairs are for tools that count columns in UTF-16 code units: the number
	// of characters of two units before Column and EndColumn, and before those of the fix.
	Pairs, FixPairs [2]int
}

// A Fix replaces a range of the file; its columns are counted as in a [Finding].
type Fix struct {
	Line, Column, EndLine, EndColumn int
	Text                             string
}

// A Person is somebody whom git or the site's config knows by name.
type Person struct{ Name, Email, Login string }

// Input is the collection to check, and what else rules need to know.
type Input struct {
	Collection *collection.Collection // required
	Config     *config.Config         // required
	AsOf       content.Date           // decides what is overdue or late, and which days of publication are in the future; zero skips these rules
	Today      content.Date           // no post mortem can have been removed after it; zero skips this

	People         []Person               // people whose names no document may contain
	Base           *collection.Collection // the collection that a branch started from; nil skips the rules on transitions
	Taken          map[string]string      // files by the id, in lower case, that they got on the base after the branch diverged from it
	Touched        map[string]bool        // report only these files and the documents that they belong to; nil means all
	Reread         map[string]bool        // of these files that are not touched, report the errors that stop a build
	Others         func(name string) bool // whether a file comes from another repository: then only Reread applies to it; nil means none
	AllowReopen    bool                   // a completed post mortem may go back to an earlier status
	Unsaved        map[string][]byte      // text by file name that is newer than the file, as in an editor
	Known          *Known                 // what earlier runs have found; nil means nothing, and nothing is kept
	SingleDocument bool                   // the collection has only one of the site's documents: do not look up references to others
}

// Run applies every rule that is not off. It returns the findings sorted by file, line,
// column and rule. Run checks documents in parallel, on all CPUs. If ctx ends early, it
// returns the findings of the documents checked so far.
func Run(ctx context.Context, in Input) []Finding {
	s := newShared(in)
	documents := s.documents()
	found := make([][]Finding, len(documents))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				found[i] = documents[i].check()
				documents[i] = nil // free its text
			}
		})
	}
	for i := range documents {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	all := slices.Concat(found...)
	slices.SortStableFunc(all, compare)
	return slices.CompactFunc(all, func(a, b Finding) bool { return compare(a, b) == 0 && a.EndColumn == b.EndColumn })
}

// RunText is like [Run] for a single document whose text is in memory, as in an editor.
// It uses only the FS of in.Collection, to see whether the targets of links exist.
func RunText(ctx context.Context, name string, src []byte, in Input) []Finding {
	go secretSet() // takes about as long as parsing the first document
	c := &collection.Collection{FS: in.Collection.FS}
	pm, problems := content.Parse(name, src, in.Config.Options())
	switch c.Problems = problems; {
	case pm != nil && pm.Removal != nil:
		c.Removed = append(c.Removed, pm)
	case pm != nil:
		c.PostMortems = append(c.PostMortems, pm)
	}
	c.Problems = append(c.Problems, collection.AddressProblems(slices.Concat(c.PostMortems, c.Removed))...)
	in.Collection, in.SingleDocument, in.Unsaved = c, true, map[string][]byte{name: src}
	return Run(ctx, in)
}

func compare(a, b Finding) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
}

// HasErrors reports whether a finding is an error.
func HasErrors(findings []Finding) bool { return count(findings, content.Error) > 0 }

// HasWarnings reports whether a finding is a warning.
func HasWarnings(findings []Finding) bool { return count(findings, content.Warning) > 0 }

func count(findings []Finding, level content.Level) (n int) {
	for _, f := range findings {
		if f.Level == level {
			n++
		}
	}
	return n
}

// shared holds what all documents of a run have in common.
type shared struct {
	Input
	current     *standard
	legacy      *standard // of post mortems from before the site's conventions
	byPath      map[string]*content.PostMortem
	byKey       map[string]*content.PostMortem // by id and slug, in lower case
	removed     map[string]*content.PostMortem // those that were removed, by path, and by id and slug in lower case
	before      map[string]*content.PostMortem // in the base, by path and by id
	problems    map[string][]content.Problem
	twins       map[string][]content.Problem // duplicates, by the other file's path
	hidden      func() map[string]bool       // files of hidden drafts
	spellings   func() collection.Spellings
	reachable   func() map[string]*content.PostMortem // by address, see [addressSet]
	controls    func() map[string]content.Control     // the usual name of each control, by its wording
	names       *names
	roles       map[string]bool
	foldedFiles func() map[string][]string // see foldFiles
}

func newShared(in Input) *shared {
	s := &shared{
		Input: in, current: newStandard(in.Config, nil), byPath: map[string]*content.PostMortem{}, byKey: map[string]*content.PostMortem{}, removed: map[string]*content.PostMortem{},
		before: map[string]*content.PostMortem{}, problems: map[string][]content.Problem{}, twins: map[string][]content.Problem{}, roles: roles(in.Config),
	}
	s.legacy = newStandard(in.Config, in.Config.Legacy.Levels)
	for _, pm := range in.Collection.PostMortems {
		s.byPath[pm.Path] = pm
		for _, key := range keysOf(pm) {
			s.byKey[key] = pm
		}
	}
	for _, pm := range in.Collection.Removed {
		for _, key := range append(keysOf(pm), pm.Path) {
			s.removed[key] = pm
		}
	}
	s.hidden = sync.OnceValue(func() map[string]bool {
		return in.Collection.Published(in.Config.ShowDrafts).HiddenFiles((*content.PostMortem).Links)
	})
	s.reachable = sync.OnceValue(func() map[string]*content.PostMortem {
		return addressSet(slices.Concat(in.Collection.PostMortems, in.Collection.Removed))
	})
	s.foldedFiles = sync.OnceValue(func() map[string][]string { return foldFiles(in) })
	s.spellings = sync.OnceValue(func() collection.Spellings {
		return collection.SpellingsOf(in.Collection.PostMortems, in.Config.Options().Names)
	})
	s.controls = sync.OnceValue(func() map[string]content.Control { return controlNames(in.Collection.PostMortems) })
	if in.Base != nil {
		for _, pm := range in.Base.PostMortems {
			for _, key := range append(keysOf(pm), pm.Path) {
				s.before[key] = pm
			}
		}
	}
	s.names = newNames(in)
	s.sortProblems(slices.Concat(in.Collection.Problems, in.Collection.Scheduled(in.AsOf, in.Unsaved), in.Collection.RemovedAfter(in.Today, in.Unsaved)))
	if in.Base != nil {
		s.reportDeleted()
	}
	return s
}

// sortProblems sorts the problems by file. A duplicate is listed for the other file, too, and only for that one if the
// parser reported it in another repository.
func (s *shared) sortProblems(problems []content.Problem) {
	for _, p := range problems {
		_, twin, found := strings.Cut(p.Message, " is also used by ")
		found = found && strings.HasPrefix(p.Rule, "duplicate-")
		if found {
			s.twins[twin] = append(s.twins[twin], p)
		}
		if !found || !s.isOther(p.File) || !s.checks(twin) || s.current.levels[p.Rule] != content.Error {
			s.problems[p.File] = append(s.problems[p.File], p)
		}
	}
}

// checks reports whether a file is to be checked itself.
func (s *shared) checks(name string) bool {
	return (s.Touched == nil || s.Touched[name]) && !s.isOther(name)
}

// isOther reports whether a file comes from another repository.
func (s *shared) isOther(name string) bool { return s.Others != nil && s.Others(name) }

// documents returns the files to check, including those of removed post mortems, and those that could not be parsed as
// post mortems.
func (s *shared) documents() (out []*Document) {
	paths := map[string]bool{}
	for name := range s.byPath {
		paths[name] = true
	}
	for _, pm := range s.Collection.Removed {
		paths[pm.Path] = true
	}
	for name := range s.problems {
		paths[name] = true
	}
	if s.Collection.Judged != "" {
		paths[s.Collection.Judged] = true
	}
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		pm := s.byPath[name]
		if pm == nil {
			pm = s.removed[name]
		}
		d := &Document{shared: s, standard: s.standardOf(pm), Path: name, PM: pm}
		if d.linksOnly = !d.touched(); !d.linksOnly || d.Reread[name] || d.linksToTouched() {
			out = append(out, d)
		}
	}
	return out
}

// touched reports whether the document, or a file that belongs to it, is in Touched.
func (d *Document) touched() bool {
	if d.checks(d.Path) {
		return true
	}
	return d.PM != nil && !d.isOther(d.Path) && slices.ContainsFunc(d.attachments(), func(name string) bool { return d.Touched[name] })
}

// linksToTouched reports whether a touched file may have broken a link of the document,
// because the file was removed or lost an anchor.
func (d *Document) linksToTouched() bool {
	return d.PM != nil && !d.isOther(d.Path) && slices.ContainsFunc(d.PM.Links(), func(dest string) bool { return d.Touched[d.PM.Target(dest)] })
}
