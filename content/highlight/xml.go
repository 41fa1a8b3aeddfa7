package highlight

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A config is the head of a lexer's file.
type config struct {
	Name            string   `xml:"name"`
	Aliases         []string `xml:"alias"`
	Filenames       []string `xml:"filename"`
	CaseInsensitive bool     `xml:"case_insensitive"`
	DotAll          bool     `xml:"dot_all"`
	NotMultiline    bool     `xml:"not_multiline"`
	EnsureNL        bool     `xml:"ensure_nl"`
	Priority        float64  `xml:"priority"` // 0 means 1
}

// order returns a number by which lexers are sorted, the highest first.
func (c config) order() int {
	if c.Priority == 0 {
		return 1000
	}
	return int(c.Priority * 1000)
}

func (c config) hasFile(name string) bool {
	return slices.ContainsFunc(c.Filenames, func(glob string) bool {
		ok, _ := path.Match(glob, name) // a bad pattern matches nothing
		return ok
	})
}

// readConfig reads a file up to the end of its head.
func readConfig(files fs.FS, name string) (c config, err error) {
	f, err := files.Open(name)
	if err != nil {
		return c, err
	}
	defer f.Close()
	d := xml.NewDecoder(f)
	for {
		token, err := d.Token()
		if err != nil {
			return c, err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "config" {
			return c, d.DecodeElement(&c, &start)
		}
	}
}

// An element is any element of a lexer's rules.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e element) name() string { return e.XMLName.Local }

// attrs returns the values of the attributes with a name.
func (e element) attrs(name string) (values []string) {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			values = append(values, a.Value)
		}
	}
	return values
}

func (e element) attr(name string) string { return strings.Join(e.attrs(name), "") }

// readRules reads the rules of each state of a lexer.
func readRules(files fs.FS, name string, c config) (map[string][]rule, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	var lexer struct {
		States []element `xml:"rules>state"`
	}
	if err := xml.Unmarshal(data, &lexer); err != nil {
		return nil, err
	}
	b := &builder{config: c, elements: map[string][]element{}, states: map[string][]rule{}}
	for _, state := range lexer.States {
		b.elements[state.attr("name")] = state.Children
	}
	for state := range b.elements {
		if err := b.state(state, []string{state}); err != nil {
			return nil, fmt.Errorf("state %s: %w", state, err)
		}
	}
	return b.states, nil
}

// A builder turns the elements of a lexer into rules.
type builder struct {
	config   config
	elements map[string][]element // the rules of each state
	states   map[string][]rule
}

// state builds a state that has the rules of several.
func (b *builder) state(name string, parts []string) error {
	if _, built := b.states[name]; built {
		return nil
	}
	b.states[name] = nil // so that a state may lead to itself
	rules, err := b.rules(parts, 0)
	b.states[name] = rules
	return err
}

const maxIncludes = 20 // deep

func (b *builder) rules(parts []string, depth int) (rules []rule, err error) {
	if depth > maxIncludes {
		return nil, errors.New("a state includes itself")
	}
	for _, part := range parts {
		elements, ok := b.elements[part]
		if !ok {
			return nil, fmt.Errorf("there is no state %q", part)
		}
		for _, e := range elements {
			if len(e.Children) == 1 && e.Children[0].name() == "include" {
				included, err := b.rules(e.Children[0].attrs("state"), depth+1)
				if err != nil {
					return nil, err
				}
				rules = append(rules, included...)
				continue
			}
			r, err := b.rule(e)
			if err != nil {
				return nil, fmt.Errorf("rule %q: %w", e.attr("pattern"), err)
			}
			rules = append(rules, r)
		}
	}
	return rules, nil
}

func (b *builder) rule(e element) (r rule, err error) {
	if r.pattern, err = compile(e.attr("pattern"), b.config); err != nil {
		return r, err
	}
	for _, child := range e.Children {
		switch child.name() {
		case "push":
			if r.push = child.attrs("state"); len(r.push) == 0 {
				r.again = true
			}
		case "pop":
			r.pop, err = strconv.Atoi(child.attr("depth"))
		case "combined":
			states := child.attrs("state")
			r.push = []string{strings.Join(states, "+")}
			err = b.state(r.push[0], states)
		default:
			r.emit, err = newEmitter(child)
		}
		if err != nil {
			return r, err
		}
	}
	if groups, ok := r.emit.(byGroups); ok && len(groups.emitters) != r.pattern.groups {
		return r, fmt.Errorf("%d groups, but %d types of tokens", r.pattern.groups, len(groups.emitters))
	}
	return r, nil
}

// newEmitter returns what an element says about the text that a rule matches.
func newEmitter(e element) (emitter, error) {
	switch e.name() {
	case "token":
		return tokenType(e.attr("type")), nil
	case "using":
		return usingLexer(e.attr("lexer")), nil
	case "usingself":
		return usingSelf(e.attr("state")), nil
	case "bygroups":
		emitters, err := newEmitters(e.Children)
		return byGroups{emitters: emitters}, err
	case "usingbygroup":
		return newUsingByGroup(e)
	}
	return nil, fmt.Errorf("unknown element %q", e.name())
}

func newEmitters(elements []element) (emitters []emitter, err error) {
	for _, e := range elements {
		one, err := newEmitter(e)
		if err != nil {
			return nil, err
		}
		emitters = append(emitters, one)
	}
	return emitters, nil
}

func newUsingByGroup(e element) (g byGroups, err error) {
	for _, child := range e.Children {
		switch child.name() {
		case "sublexer_name_group":
			g.language, err = strconv.Atoi(strings.TrimSpace(child.Text))
		case "code_group":
			g.code, err = strconv.Atoi(strings.TrimSpace(child.Text))
		case "emitters":
			g.emitters, err = newEmitters(child.Children)
		}
		if err != nil {
			return g, err
		}
	}
	if n := len(g.emitters); g.language < 1 || g.language > n || g.code < 1 || g.code > n {
		return g, errors.New("there is no such group")
	}
	return g, nil
}
