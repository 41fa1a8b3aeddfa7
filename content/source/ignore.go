package source

import (
	"strings"

	"github.com/pmsite/pmsite/content/glob"
)

// An ignoreFile holds the rules of one file of ignore rules, as gitignore(5) describes them.
type ignoreFile struct {
	base  string // its folder: a slash-separated path from the work tree's top, "" for the top
	fold  bool   // letters match in either case, as with core.ignoreCase
	rules []ignoreRule
}

type ignoreRule struct {
	negated bool   // begins with "!"
	dirOnly bool   // ends with "/"
	path    bool   // has another slash: matches the path below base, not only the name
	literal string // what the pattern begins with, without wildcards
	glob    string // the rest
}

func parseIgnore(base, text string, fold bool) ignoreFile {
	f := ignoreFile{base: base, fold: fold}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		f.rules = append(f.rules, parseIgnoreRule(trimBlanks(line)))
	}
	return f
}

// trimBlanks cuts the spaces at the end of a line, except one that a backslash precedes.
func trimBlanks(line string) string {
	end := len(line)
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] != ' ':
			end = len(line)
			if line[i] == '\\' {
				i++
			}
		case end == len(line):
			end = i
		}
	}
	return line[:end]
}

func parseIgnoreRule(line string) (r ignoreRule) {
	line, r.negated = strings.CutPrefix(line, "!")
	line, r.dirOnly = strings.CutSuffix(line, "/")
	r.path = strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	n := strings.IndexAny(line, `*?[\`)
	if n < 0 {
		n = len(line)
	}
	r.literal, r.glob = line[:n], line[n:]
	return r
}

// match reports whether the file has a rule for a path (decided), and whether the last such rule ignores the path.
func (f ignoreFile) match(path string, dir bool) (ignored, decided bool) {
	below := path
	if f.base != "" {
		below = strings.TrimPrefix(path, f.base+"/")
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	for i := len(f.rules) - 1; i >= 0; i-- {
		r := &f.rules[i]
		if r.dirOnly && !dir {
			continue
		}
		subject := name
		if r.path {
			subject = below
		}
		if r.match(subject, f.fold) {
			return !r.negated, true
		}
	}
	return false, false
}

// match reports whether the pattern matches a name or a path. Like git, it compares the literal part first, so that in
// "a**/b" the wildcards are at the beginning of the rest and match folders.
func (r *ignoreRule) match(subject string, fold bool) bool {
	rest, found := glob.CutPrefix(subject, r.literal, fold)
	return found && glob.Match(r.glob, rest, fold)
}
