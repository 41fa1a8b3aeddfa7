package content

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content/markdown"
)

// maxFrontMatter is the maximum size of the block, in bytes. Typical blocks have about
// 600 bytes.
const maxFrontMatter = 64 << 10

// A field is the value of a key as written: one or more texts with their places.
type field struct {
	texts []string
	pos   []Pos
	at    Pos  // of the first text, or of the key if there is none
	list  bool // written as a list
}

// split returns the texts. A single text that is not written as a list is split at its
// commas. A name that contains a comma must be written as an item of a list.
func (f field) split() []string {
	if f.list || len(f.texts) != 1 {
		return f.texts
	}
	return trimmedParts(f.texts[0], ',')
}

// trimmedParts splits a text at separators, trims the parts and drops blank ones.
func trimmedParts(text string, separators ...rune) (out []string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return slices.Contains(separators, r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// frontMatter is a decoded block of front matter.
type frontMatter struct {
	keys   []string // in the order written
	fields map[string]field
	keyPos map[string]Pos
	nodes  map[string]*yaml.Node
	end    int // the 1-based line of the closing ---; 0 if there is no block
}

// readFrontMatter decodes the block between two lines of three dashes and reports
// problems in it. It returns false if the file cannot be used.
func readFrontMatter(src []byte, r *report) (fm frontMatter, ok bool) {
	block, end, ok := cutFrontMatter(src, r)
	if !ok || end == 0 {
		return fm, ok
	}
	fm.end = end
	var doc yaml.Node
	if err := yaml.Unmarshal(block, &doc); err != nil {
		line, message := YAMLError(err)
		pos := Pos{Line: min(line+1, end-1), Column: 1} // not the line that ends the block
		r.error("front-matter", pos, "the block between the --- lines must be YAML; "+YAMLHint(message), "invalid YAML: %s", message)
		return fm, false
	}
	if doc.Kind == 0 {
		return fm, true
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		r.error("front-matter", nodePos(root), "write one `key: value` per line", "front matter is not a list of keys and values")
		return fm, false
	}
	if alias := UnsupportedYAML(root); alias != nil {
		r.error("front-matter", nodePos(alias), "write the value out", "YAML anchors, aliases and tags are not supported in front matter")
		return fm, false
	}
	if key := findComplexKey(root); key != nil {
		r.error("front-matter", nodePos(key), "write `key: value`", "a key must be a word")
		return fm, false
	}
	n := len(root.Content) / 2
	fm = frontMatter{make([]string, 0, n), make(map[string]field, n), make(map[string]Pos, n), make(map[string]*yaml.Node, n), end}
	return fm, fm.readKeys(root, r)
}

// SplitFrontMatter returns the front matter of a document, including its dashes, and the
// body, both with normalized line endings. If the front matter is missing or not closed,
// the whole document is body.
func SplitFrontMatter(src []byte) (front, body []byte) {
	src = markdown.Normalize(src)
	_, end, ok := cutFrontMatter(src, &report{})
	if !ok || end == 0 {
		return nil, src
	}
	offset := 0
	for range end {
		line := bytes.IndexByte(src[offset:], '\n')
		if line < 0 {
			return src, nil
		}
		offset += line + 1
	}
	return src[:offset], src[offset:]
}

// cutFrontMatter returns the block of front matter and the line of its closing dashes.
func cutFrontMatter(src []byte, r *report) (block []byte, end int, ok bool) {
	first, rest, _ := bytes.Cut(src, []byte("\n"))
	switch dashes := bytes.TrimSpace(first); {
	case len(dashes) == 0 || strings.Trim(string(dashes), "-") != "":
		return nil, 0, true
	case len(dashes) != 3:
		r.error("front-matter", Pos{Line: 1, Column: 1}, "write ---", "front matter begins with three dashes, not %d", len(dashes))
		return nil, 0, false
	case first[0] != '-':
		r.error("front-matter", Pos{Line: 1, Column: 1}, "remove the spaces before the dashes", "the first line of the front matter is indented")
		return nil, 0, false
	}
	for line, offset := 2, 0; offset < len(rest); line++ {
		text, _, _ := bytes.Cut(rest[offset:], []byte("\n"))
		trimmed := bytes.TrimSpace(text)
		if len(trimmed) > 0 && strings.Trim(string(trimmed), "-") == "" {
			if !bytes.HasPrefix(text, []byte("---")) || len(trimmed) != 3 {
				r.error("front-matter", Pos{Line: line, Column: 1}, "indent or reword it; three dashes at the line's start end the block",
					"a line of dashes within the front matter")
				return nil, 0, false
			}
			return rest[:offset], line, true
		}
		if column, mark := foreignMark(string(text)); column > 0 {
			r.error("front-matter", Pos{Line: line, Column: column}, "remove it", "%q within the front matter: YAML would end a line or the block here", mark)
			return nil, 0, false
		}
		if offset += len(text) + 1; offset > maxFrontMatter {
			r.error("front-matter", Pos{Line: line, Column: 1}, "end the block with a line of three dashes, and move long texts below it",
				"the front matter is longer than %d KiB", maxFrontMatter>>10)
			return nil, 0, false
		}
	}
	r.error("front-matter", Pos{Line: 1, Column: 1}, "end the block with a line of three dashes", "front matter is not closed")
	return nil, 0, false
}

// foreignMark finds a character that only YAML takes for the end of a line or of the
// block. With such a character, YAML's positions would not match the file, and the text
// after it would be lost silently. Column 0 means that there is none.
func foreignMark(line string) (column int, mark string) {
	if head, _, _ := strings.Cut(line, " "); head == "..." || head == "---" {
		return 1, head
	}
	if i := strings.IndexAny(line, "\u0085\u2028\u2029"); i >= 0 {
		mark, _ := utf8.DecodeRuneInString(line[i:])
		return utf8.RuneCountInString(line[:i]) + 1, string(mark)
	}
	return 0, ""
}

func (fm *frontMatter) readKeys(root *yaml.Node, r *report) (ok bool) {
	ok = true
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		name := key.Value
		if first, twice := fm.keyPos[name]; twice {
			r.error("front-matter", nodePos(key), fmt.Sprintf("it is already set on line %d; keep one", first.Line), "duplicate key `%s`", name)
			ok = false
			continue
		}
		fm.keys = append(fm.keys, name)
		fm.keyPos[name] = nodePos(key)
		fm.nodes[name] = value
		fm.fields[name] = nodeField(value, nodePos(key))
	}
	return ok
}

// nodeField reads a scalar or a list of scalars. It keeps the texts as in the source: 012
// stays 012. A mapping becomes a field without texts.
func nodeField(value *yaml.Node, key Pos) field {
	f := field{at: key}
	add := func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode && n.Tag != "!!null" && strings.TrimSpace(n.Value) != "" {
			f.texts = append(f.texts, strings.TrimSpace(n.Value))
			f.pos = append(f.pos, nodePos(n))
		}
	}
	if value.Kind == yaml.SequenceNode {
		f.list = true
		for _, n := range value.Content {
			add(n)
		}
	} else {
		add(value)
	}
	if len(f.pos) > 0 {
		f.at = f.pos[0]
	}
	return f
}

// nodePos returns the place of a node in the file, whose first line is the opening ---.
func nodePos(n *yaml.Node) Pos { return Pos{Line: n.Line + 1, Column: n.Column} }

// findComplexKey finds a key, at any depth, that is empty, a list or a mapping.
func findComplexKey(n *yaml.Node) *yaml.Node {
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && (c.Kind != yaml.ScalarNode || c.Value == "") {
			return c
		}
		if found := findComplexKey(c); found != nil {
			return found
		}
	}
	return nil
}

// hasUnknown reports whether there are unknown keys.
func (fm *frontMatter) hasUnknown() bool {
	return slices.ContainsFunc(fm.keys, func(name string) bool { return keyByName[name] == nil })
}

// params returns the unknown keys, with the values that goldmark-meta read. It uses the
// text of the source where YAML 1.1 would change the value: 1.10 to 1.1, 012 to 10, yes
// to true.
func (fm *frontMatter) params(meta map[string]any) map[string]any {
	var out map[string]any
	for _, name := range fm.keys {
		if _, known := keyByName[name]; known {
			continue
		}
		if out == nil {
			out = map[string]any{}
		}
		out[name] = param(meta[name], fm.nodes[name])
	}
	return out
}

func param(value any, node *yaml.Node) any {
	switch node.Kind {
	case yaml.ScalarNode:
		switch value.(type) {
		case nil, bool, int, int64, uint64, float64:
			if node.Tag == "!!null" {
				return nil
			}
			if fmt.Sprint(value) != node.Value {
				return node.Value
			}
			return value
		}
		return node.Value
	case yaml.SequenceNode:
		values, _ := value.([]any)
		out := make([]any, len(node.Content))
		for i, n := range node.Content {
			var v any
			if i < len(values) {
				v = values[i]
			}
			out[i] = param(v, n)
		}
		return out
	case yaml.MappingNode:
		values, _ := value.(map[any]any)
		out := map[string]any{}
		for i := 0; i+1 < len(node.Content); i += 2 {
			name := node.Content[i].Value
			out[name] = param(values[name], node.Content[i+1])
		}
		return out
	}
	return nil
}

// nested reports whether a key's value is neither a scalar nor a flat list.
func (fm *frontMatter) nested(name string) bool {
	value := fm.nodes[name]
	return value.Kind == yaml.MappingNode || value.Kind == yaml.SequenceNode &&
		slices.ContainsFunc(value.Content, func(n *yaml.Node) bool { return n.Kind != yaml.ScalarNode })
}
