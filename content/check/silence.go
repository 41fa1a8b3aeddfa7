package check

import (
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

var silenceRules = []*Rule{
	{
		Name: "silencer-reason", Level: content.Warning, Group: reviewGroup, Title: "a silencer without a reason",
		Reason: "A silencer is a comment that allows findings of one rule. The next reader must know why the rule does not apply here; a silencer without a reason has no effect.",
		Bad:    "<!-- pmsite: allow person-name -->",
		Good:   "<!-- pmsite: allow person-name: that is the name of the ship -->",
		Run:    silencerReasons, unread: true,
	},
	{
		Name: "unused-silencer", Level: content.Warning, Group: reviewGroup, Title: "a silencer that silences nothing",
		Reason: "The text has changed, or the rule's name is misspelled. If the silencer stays, it will hide the next finding.",
		Bad:    "<!-- pmsite: allow person-name: a product's name --> The database was full.",
		Good:   "The database was full.",
		Run:    func(*Document) {}, unread: true, // silence reports them after all rules have run
	},
}

// A silencer is a comment that allows findings of one rule.
type silencer struct {
	at             span // the whole comment
	first, last    int  // the lines that it applies to
	rule, reason   string
	alone, matched bool
}

var silencerForm = lazyregexp.New(`<!--\s*pmsite:\s*allow\s+([a-z-]+)\s*(?::\s*(.*?))?\s*-->`)

var frontSilencerForm = lazyregexp.New(`#\s*pmsite:\s*allow\s+([a-z-]+)\s*(?::\s*(.*?))?\s*$`)

// maxSilencers is the maximum number of silencers per document; others have no effect.
const maxSilencers = 200

// findSilencers finds the silencers and blanks them out in the prose.
func (d *Document) findSilencers() {
	for i, line := range d.prose {
		if !strings.Contains(line, "pmsite:") || len(d.silencers) >= maxSilencers {
			continue
		}
		form := silencerForm
		if i+1 < d.front {
			form = frontSilencerForm
		}
		for _, m := range form().FindAllStringSubmatchIndex(line, maxSilencers-len(d.silencers)) {
			s := &silencer{at: span{i + 1, utf8.RuneCountInString(line[:m[0]]) + 1, utf8.RuneCountInString(line[:m[1]]) + 1}, first: i + 1, last: i + 1}
			s.rule = line[m[2]:m[3]]
			if m[4] >= 0 {
				s.reason = strings.TrimSpace(line[m[4]:m[5]])
			}
			s.alone = strings.TrimSpace(line[:m[0]]+line[m[1]:]) == ""
			if s.alone {
				s.last = d.blockEnd(i+1) + 1
			}
			d.silencers = append(d.silencers, s)
		}
		d.prose[i] = form().ReplaceAllStringFunc(line, blank)
	}
}

// blockEnd returns the last line, counted from 0, of the block that begins at or after a
// line. In front matter, each line is a block.
func (d *Document) blockEnd(i int) int {
	if i+1 < d.front {
		return i
	}
	for i < len(d.lines) && strings.TrimSpace(d.lines[i]) == "" {
		i++
	}
	for i+1 < len(d.lines) && strings.TrimSpace(d.lines[i+1]) != "" {
		i++
	}
	return min(i, len(d.lines)-1)
}

func silencerReasons(d *Document) {
	for _, s := range d.silencers {
		if s.reason == "" {
			d.report(s.at, "write `pmsite: allow "+s.rule+": ` and the reason", "the silencer has no reason")
		}
	}
}

// silence removes the findings that silencers allow, and reports silencers that allow
// nothing.
func (d *Document) silence() {
	kept := d.found[:0]
	for _, f := range d.found {
		if !d.silenced(f) {
			kept = append(kept, f)
		}
	}
	d.found = kept
	if d.linksOnly {
		return
	}
	d.rule = Lookup("unused-silencer")
	for _, s := range d.silencers {
		if s.matched || s.reason == "" || d.levels[d.rule.Name] == content.Off || d.levels[s.rule] == content.Off {
			continue
		}
		switch rule := Lookup(s.rule); {
		case rule == nil:
			hint := "`pmsite rules` lists the rules"
			if near := Nearest(s.rule); near != "" {
				hint = "did you mean `" + near + "`?"
			}
			d.report(s.at, hint, "there is no rule `%s`", s.rule)
		case rule.varies:
			// It may be needed on another day or on another branch.
		default:
			f := d.report(s.at, "remove it", "the silencer of `%s` silences nothing", s.rule)
			f.Fix = d.removal(s)
		}
	}
}

func (d *Document) silenced(f Finding) bool {
	if d.parserError(f) {
		return false
	}
	hit := false
	for _, s := range d.silencers {
		if s.rule == f.Rule && s.reason != "" && s.first <= f.Line && f.Line <= s.last {
			s.matched, hit = true, true
		}
	}
	return hit
}

// parserError reports whether a finding stops a build.
func (d *Document) parserError(f Finding) bool {
	if f.Level != content.Error {
		return false
	}
	for _, p := range d.problems[d.Path] {
		if p.Rule == f.Rule && p.Message == f.Message && max(p.Pos.Line, 1) == f.Line {
			return true
		}
	}
	return false
}

// removal returns a fix that removes a silencer, and its line if nothing else is on it.
func (d *Document) removal(s *silencer) *Fix {
	if s.alone && s.at.line < len(d.lines) {
		return &Fix{Line: s.at.line, Column: 1, EndLine: s.at.line + 1, EndColumn: 1}
	}
	from := s.at.from
	if text := d.lines[s.at.line-1]; from > 1 && text[offset(text, from-1)] == ' ' {
		from--
	}
	return &Fix{Line: s.at.line, Column: from, EndLine: s.at.line, EndColumn: s.at.to}
}

// Silenceable reports whether a silencer can silence the finding: not if it stops a build
// or is about a silencer.
func Silenceable(f Finding) bool {
	rule := Lookup(f.Rule)
	return rule != nil && (rule.Run != nil || f.Level != content.Error) && f.Rule != "silencer-reason" && f.Rule != "unused-silencer"
}
