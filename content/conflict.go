package content

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/markdown"
)

// A Conflict is a merge conflict that git left in a file: the versions of both sides between
// lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>.
type Conflict struct {
	Pos          Pos    // of its first marker
	Ours, Theirs string // git's names of the sides, such as "HEAD" and "topic"
	Whole        bool   // has all markers, except that of the common ancestor, which not every style has

	lines []int // 1-based lines of the markers
}

// ConflictHint says how to resolve a [Conflict].
const ConflictHint = "keep what is right in both versions, and remove the lines with <<<<<<<, ======= and >>>>>>>"

// String returns a message about the conflict, which names both sides.
func (c Conflict) String() string {
	if !c.Whole {
		return "a merge conflict is not resolved completely: one of its markers is left"
	}
	return fmt.Sprintf("a merge conflict between %q and %q is not resolved", c.Ours, c.Theirs)
}

// Conflicts returns the merge conflicts in a text, whether its lines end in LF or CRLF.
func Conflicts(src []byte) (found []Conflict) {
	if !bytes.Contains(src, []byte("<<<<<<<")) && !bytes.Contains(src, []byte(">>>>>>>")) && !bytes.Contains(src, []byte("|||||||")) {
		return nil
	}
	var marks string // of the conflict that is open; "" if none is
	line := 0
	for text := range strings.Lines(string(src)) {
		line++
		mark, label := conflictMark(strings.TrimRight(text, "\r\n"))
		// On their own, equal signs underline a heading, and pipes are a row of empty cells.
		if mark == "" || marks == "" && (mark == "=" || mark == "|" && label == "") {
			continue
		}
		if marks == "" || mark == "<" {
			found = append(found, Conflict{Pos: Pos{Line: line, Column: 1}})
			marks = ""
		}
		marks += mark
		c := &found[len(found)-1]
		c.lines = append(c.lines, line)
		switch mark {
		case "<":
			c.Ours = label
		case ">":
			c.Theirs, c.Whole = label, marks == "<=>" || marks == "<|=>"
			marks = ""
		}
	}
	return found
}

// conflictMark returns the character of a conflict marker and the label behind it, or "" if the
// line is not a marker.
func conflictMark(line string) (mark, label string) {
	const width = 7
	if len(line) < width || !strings.Contains("<|=>", line[:1]) || strings.Trim(line[:width], line[:1]) != "" {
		return "", ""
	}
	label, spaced := strings.CutPrefix(line[width:], " ")
	if label != "" && !spaced {
		return "", ""
	}
	return line[:1], label
}

// conflicts reports the merge conflicts in a document. It returns false if one is outside of code
// blocks; such a document cannot be used. A code block may show a conflict, but rarely does.
func (r *report) conflicts(src []byte) (ok bool) {
	found := Conflicts(src)
	if len(found) == 0 {
		return true
	}
	_, front, closed := cutFrontMatter(src, &report{})
	blocks := []int{}
	if closed {
		blocks = markdown.CodeBlocks(src, front)
	}
	ok = true
	for _, c := range found {
		in := make([]int, len(c.lines))
		for i, line := range c.lines {
			if line < len(blocks) {
				in[i] = blocks[line]
			}
		}
		switch {
		case slices.Contains(in, 0) || c.Whole && slices.Max(in) != slices.Min(in):
			r.error("merge-conflict", c.Pos, ConflictHint, "%s", c)
			ok = false
		case c.Whole:
			r.warn("merge-conflict", c.Pos, ConflictHint, "in a code block, %s", c)
		}
	}
	return ok
}
