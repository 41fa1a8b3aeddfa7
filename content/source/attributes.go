package source

import (
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content/git"
)

// attributes are git's attributes of the files of a tree, as gitattributes(5) describes them.
type attributes struct {
	read func(name string) string // returns the text of a .gitattributes file, by its path from the top; "" if there is none
	fold bool                     // letters match in either case, as with core.ignoreCase
	user []attributeRule          // of the user's own list, which all others override
	info []attributeRule          // of the repository's info/attributes, which overrides all others

	mu      sync.Mutex
	folders map[string][]attributeRule // by path from the top, "." for the top
}

// An attributeRule is one line: a pattern, or the name of a macro, and what it sets.
type attributeRule struct {
	macro   string // "" for a pattern
	pattern ignoreRule
	sets    []attribute
}

// An attribute has one of the values below, or a text. Without one, it is not specified.
type attribute struct{ name, value string }

const (
	attributeSet   = "\x00set"
	attributeUnset = "\x00unset"
	unspecified    = "\x00unspecified" // again, whatever other files say
)

// newAttributes returns the attributes of a tree whose .gitattributes files are read with a function.
func newAttributes(p git.Place, config *git.Config, read func(name string) string) (*attributes, error) {
	a := &attributes{read: read, folders: map[string][]attributeRule{}}
	var err error
	if a.fold, err = config.Bool("core.ignoreCase"); err != nil {
		return nil, err
	}
	user, err := config.AttributesFile(p.Top)
	if err != nil {
		return nil, err
	}
	for name, rules := range map[string]*[]attributeRule{user: &a.user, filepath.Join(p.Common, "info", "attributes"): &a.info} {
		text, err := readList(name)
		if err != nil {
			return nil, err
		}
		*rules = parseAttributes(text)
	}
	return a, nil
}

// parseAttributes parses the lines of a file. Like git, it skips those that it does not understand.
func parseAttributes(text string) (rules []attributeRule) {
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line = strings.Trim(line, " \t\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		name, rest := cutPattern(line)
		r := attributeRule{}
		if macro, ok := strings.CutPrefix(name, "[attr]"); ok {
			r.macro = macro
			if macro == "" {
				r.macro, rest = cutPattern(strings.Trim(rest, " \t"))
			}
		} else if r.pattern = parseIgnoreRule(name); r.pattern.negated || r.pattern.dirOnly {
			continue // no file matches it
		}
		for _, word := range strings.FieldsFunc(rest, func(c rune) bool { return strings.ContainsRune(" \t\r", c) }) {
			r.sets = append(r.sets, parseAttribute(word))
		}
		if !slices.ContainsFunc(r.sets, attribute.invalid) && !(attribute{name: r.macro}).invalid() {
			rules = append(rules, r)
		}
	}
	return rules
}

// invalid reports whether the name has other characters than letters, digits and some signs.
func (a attribute) invalid() bool {
	return strings.HasPrefix(a.name, "-") || strings.ContainsFunc(a.name, func(c rune) bool {
		return !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.ContainsRune("-._", c))
	})
}

// cutPattern cuts the pattern, which may be quoted, from a line.
func cutPattern(line string) (pattern, rest string) {
	if line != "" && line[0] == '"' {
		if quoted, err := strconv.QuotedPrefix(line); err == nil {
			if pattern, err = strconv.Unquote(quoted); err == nil {
				return pattern, line[len(quoted):]
			}
		}
	}
	n := strings.IndexAny(line, " \t")
	if n < 0 {
		return line, ""
	}
	return line[:n], line[n:]
}

func parseAttribute(word string) attribute {
	name, value, ok := strings.Cut(word, "=")
	switch {
	case word[0] == '-':
		return attribute{word[1:], attributeUnset}
	case word[0] == '!':
		return attribute{word[1:], unspecified}
	case !ok:
		return attribute{name, attributeSet}
	}
	return attribute{name, value}
}

// of returns the attributes of a file, by its path from the top.
func (a *attributes) of(name string) map[string]string {
	lists := []attributeList{{a.info, ""}}
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		base := ""
		if dir != "." {
			base = dir + "/"
		}
		lists = append(lists, attributeList{a.folder(dir), base})
		if dir == "." {
			break
		}
	}
	lists = append(lists, attributeList{a.user, ""})
	f := attributeFinder{found: map[string]string{}}
	for _, l := range lists {
		for _, r := range slices.Backward(l.rules) {
			subject := path.Base(name)
			if r.pattern.path {
				subject = strings.TrimPrefix(name, l.base)
			}
			if r.macro == "" && r.pattern.match(subject, a.fold) {
				f.macros = lists
				f.fill(r.sets)
			}
		}
	}
	return f.found
}

// folder returns the rules of a folder's own file.
func (a *attributes) folder(dir string) []attributeRule {
	a.mu.Lock()
	defer a.mu.Unlock()
	rules, known := a.folders[dir]
	if !known {
		rules = parseAttributes(a.read(path.Join(dir, ".gitattributes")))
		if dir != "." { // macros are defined only at the top
			rules = slices.DeleteFunc(rules, func(r attributeRule) bool { return r.macro != "" })
		}
		a.folders[dir] = rules
	}
	return rules
}

// An attributeList is the rules of a file.
type attributeList struct {
	rules []attributeRule
	base  string // its folder with a slash at the end; "" for the top
}

// An attributeFinder collects the attributes of a file, from the rules that come first.
type attributeFinder struct {
	found  map[string]string
	macros []attributeList
}

// fill takes over what is not yet specified. Of several values on one line, the last counts.
func (f *attributeFinder) fill(sets []attribute) {
	for _, s := range slices.Backward(sets) {
		if _, known := f.found[s.name]; known {
			continue
		}
		if f.found[s.name] = s.value; s.value == attributeSet {
			f.fill(f.macro(s.name))
		}
	}
}

// macro returns what a macro sets.
func (f *attributeFinder) macro(name string) []attribute {
	for _, l := range f.macros {
		for _, r := range slices.Backward(l.rules) {
			if r.macro == name {
				return r.sets
			}
		}
	}
	if name == "binary" {
		return []attribute{{"diff", attributeUnset}, {"merge", attributeUnset}, {"text", attributeUnset}}
	}
	return nil
}
