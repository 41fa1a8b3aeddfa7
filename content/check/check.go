// Package check finds what is wrong in a collection of post mortems, beyond
// what keeps a document from being read.
//
// It takes over what the parser reports and adds the rules that need more than
// one document's syntax: what each status demands, blameless words, promises
// that somebody can keep, links that lead somewhere, what a branch may change. A
// rule is data, [Rule]; help, documents and reports derive from it. The package
// never prints, exits or writes, and asks neither git nor the clock: what it
// needs of them is in the [Input].
//
// # Silencing
//
// A finding is silenced where it stands, with a reason:
//
//	<!-- pmsite: allow person-name: the product is called so -->
//
// On a line with text it holds for that line, on a line of its own for the block
// that follows; in front matter the same words stand in a YAML comment. A
// silencer without a reason, and one that silences nothing, are findings
// themselves. What the parser calls an error stops a build and cannot be silenced.
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

// A Finding is something that a rule has to say about a place in a file.
// Columns are 1-based and count characters; the end is just behind the last one.
type Finding struct {
	File                string // slash-separated path in the repository
	Line, Column        int
	EndLine, EndColumn  int
	Level               content.Level
	Rule, Message, Hint string // Hint may be empty
	Fix                 *Fix   // nil unless there is exactly one right change
	Source              string // the line, with names and secrets masked; "" when the file could not be read
}

// A Fix replaces a range of the file, as a [Finding] counts it.
type Fix struct {
	Line, Column, EndLine, EndColumn int
	Text                             string
}

// A Person is somebody that git, or the site's config, knows by name.
type Person struct{ Name, Email, Login string }

// Input is what there is to check, and what is known beside it.
type Input struct {
	Collection *collection.Collection // required
	Config     *config.Config         // required
	AsOf       content.Date           // the day on which overdue and late are seen; zero leaves these rules out

	People      []Person               // whose names no document may have
	Base        *collection.Collection // what a branch began with; nil leaves the rules on transitions out
	Touched     map[string]bool        // report on these files, and on documents that they belong to; nil means all
	AllowReopen bool                   // a completed post mortem may go back
	Unsaved     map[string][]byte      // texts that are newer than the files of their names, as in an editor
	Alone       bool                   // the collection is one document of many: citations of others are not looked up
}

// Run applies every rule that is not off. Findings are in the order of file,
// line, column and rule. The documents are checked on all processors; when ctx
// ends early, the findings are those of the documents that were reached.
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
				documents[i] = nil // its text is needed no more
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

// RunText is [Run] for one document that no file holds yet, as an editor has it.
// Of in.Collection only the FS is asked, whether what is linked to is there.
func RunText(ctx context.Context, name string, src []byte, in Input) []Finding {
	go secretSet() // takes as long as the first document does to parse
	c := &collection.Collection{FS: in.Collection.FS}
	pm, problems := content.Parse(name, src, in.Config.Options())
	if c.Problems = problems; pm != nil {
		c.PostMortems = append(c.PostMortems, pm)
	}
	in.Collection, in.Alone, in.Unsaved = c, true, map[string][]byte{name: src}
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

// shared is what all documents of a run have in common.
type shared struct {
	Input
	rules    []*Rule // that are not off
	levels   map[string]content.Level
	byPath   map[string]*content.PostMortem
	byKey    map[string]*content.PostMortem // by id and slug, in lower case
	before   map[string]*content.PostMortem // of the base, by path and by id
	problems map[string][]content.Problem
	twins    map[string][]content.Problem // duplicates, by the other file's path
	names    *names
	roles    map[string]bool
}

func newShared(in Input) *shared {
	s := &shared{
		Input: in, levels: map[string]content.Level{}, byPath: map[string]*content.PostMortem{}, byKey: map[string]*content.PostMortem{},
		before: map[string]*content.PostMortem{}, problems: map[string][]content.Problem{}, twins: map[string][]content.Problem{}, roles: roles(in.Config),
	}
	for _, rule := range rules {
		level := rule.Level
		if own, ok := in.Config.Levels[rule.Name]; ok {
			level = own
		}
		s.levels[rule.Name] = level
		if level != content.Off && rule.Run != nil {
			s.rules = append(s.rules, rule)
		}
	}
	for _, pm := range in.Collection.PostMortems {
		s.byPath[pm.Path] = pm
		for _, key := range keysOf(pm) {
			s.byKey[key] = pm
		}
	}
	if in.Base != nil {
		for _, pm := range in.Base.PostMortems {
			for _, key := range append(keysOf(pm), pm.Path) {
				s.before[key] = pm
			}
		}
	}
	for _, p := range in.Collection.Problems {
		s.problems[p.File] = append(s.problems[p.File], p)
		if _, other, found := strings.Cut(p.Message, " is that of "); found && strings.HasPrefix(p.Rule, "duplicate-") {
			s.twins[other] = append(s.twins[other], p)
		}
	}
	s.names = newNames(in)
	return s
}

// documents gives the files to look at, those that could not be read as post
// mortems included.
func (s *shared) documents() (out []*Document) {
	paths := map[string]bool{}
	for name := range s.byPath {
		paths[name] = true
	}
	for name := range s.problems {
		paths[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		d := &Document{shared: s, Path: name, PM: s.byPath[name]}
		if d.linksOnly = !d.touched(); !d.linksOnly || d.linksToTouched() {
			out = append(out, d)
		}
	}
	return out
}

// touched reports whether the document or a file that belongs to it is among
// those to report on.
func (d *Document) touched() bool {
	if d.Touched == nil || d.Touched[d.Path] {
		return true
	}
	return d.PM != nil && slices.ContainsFunc(d.attachments(), func(name string) bool { return d.Touched[name] })
}

// linksToTouched reports whether a link of the document may be broken by what
// is touched: a file that was removed, or lost an anchor.
func (d *Document) linksToTouched() bool {
	return d.PM != nil && slices.ContainsFunc(d.PM.Links(), func(dest string) bool { return d.Touched[d.PM.Target(dest)] })
}
