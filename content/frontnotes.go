package content

import (
	"bytes"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content/markdown"
)

// frontNotes returns the ranges of comments, and of keys that the format does not know,
// in a block of front matter.
func frontNotes(block []byte) ([]markdown.Range, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(block, &doc); err != nil {
		return nil, err
	}
	f := &frontText{block: block, starts: lineStarts(block)}
	f.find(&doc, 0)
	notes := f.comments()
	if doc.Kind != 0 {
		notes = append(notes, f.unknownKeys(doc.Content[0])...)
	}
	return notes, nil
}

// A frontText is a block of front matter with the places in which a # begins no comment.
type frontText struct {
	block  []byte
	starts []int            // of the lines
	texts  []markdown.Range // quoted texts and the lines of block texts, in reading order
}

// find finds the texts below a node. Indent is the number of blanks before the key or dash
// that the node belongs to.
func (f *frontText) find(n *yaml.Node, indent int) {
	switch {
	case n.Kind == yaml.ScalarNode && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		from := f.offset(n)
		f.texts = append(f.texts, markdown.Range{From: from, To: from + quoted(f.block[from:])})
	case n.Kind == yaml.ScalarNode && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		f.texts = append(f.texts, f.blockText(n, indent))
	case n.Kind == yaml.SequenceNode && n.Style&yaml.FlowStyle == 0:
		indent = n.Column - 1
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			indent = child.Column - 1
		}
		f.find(child, indent)
	}
}

// offset returns the offset of a node's first byte.
func (f *frontText) offset(n *yaml.Node) int {
	at := f.starts[n.Line-1]
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(f.block[at:])
		at += size
	}
	return at
}

// quoted returns the length of the quoted text at the beginning of a text.
func quoted(text []byte) int {
	quote := text[0]
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote == '"', text[i] == quote && quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
		case text[i] == quote:
			return i + 1
		}
	}
	return len(text)
}

// blockText returns the lines of a text below | or >. They are indented as its first line,
// or by the number of blanks that its head demands.
func (f *frontText) blockText(n *yaml.Node, indent int) markdown.Range {
	least := indent + 1
	head, _, _ := bytes.Cut(f.block[f.offset(n):], []byte("\n"))
	head = bytes.Trim(head, "|>+-")
	demanded := len(head) > 0 && head[0] >= '1' && head[0] <= '9'
	if demanded {
		least = indent + int(head[0]-'0')
	}
	line := n.Line // of the text, from 0
	out := markdown.Range{From: len(f.block), To: len(f.block)}
	if line < len(f.starts) {
		out.From = f.starts[line]
	}
	for ; line < len(f.starts); line++ {
		text, _, _ := bytes.Cut(f.block[f.starts[line]:], []byte("\n"))
		blank := len(text) - len(bytes.TrimLeft(text, " "))
		if blank == len(text) {
			continue
		}
		if blank < least {
			out.To = f.starts[line]
			break
		}
		if !demanded {
			least, demanded = blank, true
		}
	}
	return out
}

func (f *frontText) comments() (out []markdown.Range) {
	texts := f.texts
	for i := 0; i < len(f.block); i++ {
		if len(texts) > 0 && i >= texts[0].From {
			i, texts = max(i, texts[0].To)-1, texts[1:]
			continue
		}
		if f.block[i] != '#' || i > 0 && !bytes.ContainsAny(f.block[i-1:i], " \t\n") {
			continue
		}
		end := len(f.block)
		if n := bytes.IndexByte(f.block[i:], '\n'); n >= 0 {
			end = i + n
		}
		from := len(bytes.TrimRight(f.block[:i], blanks))
		if from == 0 || f.block[from-1] == '\n' { // the whole line
			out = append(out, markdown.Range{From: from, To: min(end+1, len(f.block))})
		} else {
			out = append(out, markdown.Range{From: from, To: end})
		}
		i = end
	}
	return out
}

func (f *frontText) unknownKeys(root *yaml.Node) (out []markdown.Range) {
	begin := func(key *yaml.Node) int { return f.starts[key.Line-1] }
	end := len(f.block)
	if root.Style&yaml.FlowStyle != 0 {
		begin, end = f.offset, f.lastBrace()
	}
	for i := 0; i < len(root.Content); i += 2 {
		if keyByName[root.Content[i].Value] != nil {
			continue
		}
		to := end
		if i+2 < len(root.Content) {
			to = begin(root.Content[i+2])
		}
		out = append(out, markdown.Range{From: begin(root.Content[i]), To: to})
	}
	return out
}

// lastBrace returns the offset of the brace that closes the block.
func (f *frontText) lastBrace() int {
	text := bytes.Clone(f.block)
	for _, c := range f.comments() {
		clear(text[c.From:c.To])
	}
	return bytes.LastIndexByte(text, '}')
}
