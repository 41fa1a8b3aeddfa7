package content

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// VerdictsFile is the name of the file, in the folder of the collection, with the verdicts on pairs of post mortems. A name
// that begins with _ is never that of a post mortem.
const VerdictsFile = "_recurrences.yaml"

// A Verdict is what a person found when comparing two post mortems that share something:
//
//   - pair: [PM-2025-0014, PM-2026-0003]
//     verdict: same
//     why: Both times, a pattern was tried on one gateway only.
//     by: platform team
type Verdict struct {
	Pair [2]string // ids or slugs
	Same bool      // both are about the same thing; if not, they only look alike
	Why  string
	By   string // a role

	Pos    Pos    // of the entry
	PairAt [2]Pos // of the ids or slugs
	ByAt   Pos
}

// Words of verdicts.
const (
	SameVerdict      = "same"
	DifferentVerdict = "different"
)

// Word returns the word for the verdict.
func (v Verdict) Word() string {
	if v.Same {
		return SameVerdict
	}
	return DifferentVerdict
}

// verdictRule is the rule of problems with verdicts.
const verdictRule = "recurrence-verdict"

// maxVerdictProblems limits the problems of one file of verdicts.
const maxVerdictProblems = 500

// ParseVerdicts parses a file of verdicts. It leaves out entries that are incomplete or wrong; of several on one pair,
// whether or not they name it alike, it returns all.
func ParseVerdicts(name string, src []byte) ([]Verdict, []Problem) {
	p := verdictParser{report: report{file: name}}
	if problem, bad := NotText(name, src); bad {
		return nil, []Problem{problem}
	}
	for _, conflict := range Conflicts(src) {
		p.error("merge-conflict", conflict.Pos, ConflictHint, "%s", conflict)
	}
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	var doc, second yaml.Node
	file := yaml.NewDecoder(bytes.NewReader(src))
	err := file.Decode(&doc)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err == nil {
		if err = file.Decode(&second); err == nil {
			p.error(verdictRule, posOf(&second), "remove the line of dashes", "a second YAML document is not allowed")
			return nil, p.problems
		}
	}
	if !errors.Is(err, io.EOF) {
		line, message := YAMLError(err)
		p.error(verdictRule, Pos{Line: line, Column: 1}, YAMLHint(message), "invalid YAML: %s", message)
		return nil, p.problems
	}
	if odd := UnsupportedYAML(&doc); odd != nil {
		p.error(verdictRule, posOf(odd), "write the value out", "YAML anchors, aliases and tags are not supported here")
		return nil, p.problems
	}
	return p.list(doc.Content[0]), p.problems
}

type verdictParser struct{ report }

func posOf(n *yaml.Node) Pos { return Pos{Line: n.Line, Column: n.Column} }

func (p *verdictParser) list(n *yaml.Node) (out []Verdict) {
	if n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		p.error(verdictRule, posOf(n), "begin each verdict with `- pair: [PM-2025-0014, PM-2026-0003]`", "expected a list of verdicts")
		return nil
	}
	for _, entry := range n.Content {
		if len(p.problems) >= maxVerdictProblems {
			break
		}
		before := len(p.problems)
		if v := p.verdict(entry); len(p.problems) == before {
			out = append(out, v)
		}
	}
	return out
}

// verdict reads an entry of the list. What it returns is of no use if it reports a problem.
func (p *verdictParser) verdict(n *yaml.Node) Verdict {
	v := Verdict{Pos: posOf(n)}
	readers := map[string]func(*yaml.Node){
		"pair":    func(n *yaml.Node) { p.pair(n, &v) },
		"verdict": func(n *yaml.Node) { v.Same = p.same(n) },
		"why":     func(n *yaml.Node) { v.Why = p.text(n) },
		"by":      func(n *yaml.Node) { v.By, v.ByAt = p.text(n), posOf(n) },
	}
	if n.Kind != yaml.MappingNode {
		p.error(verdictRule, posOf(n), "begin it with `- pair: [PM-2025-0014, PM-2026-0003]`", "expected a verdict")
		return v
	}
	names := slices.Sorted(maps.Keys(readers))
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read, known := readers[key.Value]
		switch {
		case !known:
			hint := "use pair, verdict, why and by"
			if near := Nearest(key.Value, names); near != "" {
				hint = "did you mean `" + near + "`?"
			}
			p.error(verdictRule, posOf(key), hint, "a verdict has no key `%s`", key.Value)
		case seen[key.Value]:
			p.error(verdictRule, posOf(key), "keep only one", "`%s` is already set", key.Value)
		default:
			seen[key.Value] = true
			read(value)
		}
	}
	for _, name := range names {
		if !seen[name] {
			p.error(verdictRule, v.Pos, "for example `- {pair: [PM-2025-0014, PM-2026-0003], verdict: same, why: …, by: platform team}`", "the verdict has no `%s`", name)
		}
	}
	return v
}

func (p *verdictParser) pair(n *yaml.Node, v *Verdict) {
	if n.Kind != yaml.SequenceNode || len(n.Content) != 2 {
		p.error(verdictRule, posOf(n), "write it as `pair: [PM-2025-0014, PM-2026-0003]`", "a pair is two post mortems")
		return
	}
	for i, one := range n.Content {
		v.Pair[i], v.PairAt[i] = p.text(one), posOf(one)
	}
	if v.Pair[0] != "" && strings.EqualFold(v.Pair[0], v.Pair[1]) {
		p.error(verdictRule, v.PairAt[1], "name the other one", "%s is paired with itself", v.Pair[0])
	}
}

func (p *verdictParser) same(n *yaml.Node) bool {
	word := p.text(n)
	if word != SameVerdict && word != DifferentVerdict && word != "" {
		hint := "write same or different"
		if near := Nearest(word, []string{SameVerdict, DifferentVerdict}); near != "" {
			hint = "did you mean " + near + "?"
		}
		p.error(verdictRule, posOf(n), hint, "%q is not a verdict", word)
	}
	return word == SameVerdict
}

// text reads a value on one line, which must not be empty.
func (p *verdictParser) text(n *yaml.Node) string {
	text := oneLine(n.Value)
	if n.Kind != yaml.ScalarNode || text == "" || n.Tag == "!!null" {
		p.error(verdictRule, posOf(n), "", "expected a single value")
		return ""
	}
	return text
}

// ResolveVerdicts returns the first verdict on each pair of post mortems, under both orders of the pair, and problems of
// verdicts on post mortems that are not among posts, on one post mortem, and on pairs that have a verdict already. Posts
// may have removed ones, on which nobody can look.
func ResolveVerdicts(name string, verdicts []Verdict, posts []*PostMortem) (map[[2]*PostMortem]*Verdict, []Problem) {
	if len(verdicts) == 0 {
		return nil, nil
	}
	byKey := make(map[string]*PostMortem, 2*len(posts))
	for _, pm := range posts {
		byKey[strings.ToLower(pm.Slug)] = pm
	}
	for _, pm := range posts {
		if pm.ID != "" {
			byKey[strings.ToLower(pm.ID)] = pm
		}
	}
	out, r := map[[2]*PostMortem]*Verdict{}, report{file: name}
	for i := range verdicts {
		v := &verdicts[i]
		var pair [2]*PostMortem
		whole := true
		for k, key := range v.Pair {
			pair[k] = byKey[strings.ToLower(key)]
			switch pm := pair[k]; {
			case pm == nil:
				r.warn(verdictRule, v.PairAt[k], "remove the verdict, or write the new id", "there is no post mortem %q", key)
				whole = false
			case pm.Removal != nil:
				r.warn(verdictRule, v.PairAt[k], "remove the verdict", "%s was removed on %s", key, pm.Removal.Date)
				whole = false
			}
		}
		switch other := out[pair]; {
		case !whole:
		case pair[0] == pair[1]:
			r.error(verdictRule, v.PairAt[1], "name the other one", "%s and %s are the same post mortem", v.Pair[0], v.Pair[1])
		case other != nil && other.Same != v.Same:
			r.warn(verdictRule, v.Pos, "keep one of them", "the pair has the other verdict on line %d, which counts", other.Pos.Line)
		case other != nil:
			r.warn(verdictRule, v.Pos, "keep one of them", "the pair already has a verdict on line %d", other.Pos.Line)
		default:
			out[pair], out[[2]*PostMortem{pair[1], pair[0]}] = v, v
		}
	}
	return out, r.problems
}
