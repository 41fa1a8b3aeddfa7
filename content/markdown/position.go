package markdown

import (
	"bytes"
	"fmt"
	"sort"
	"unicode/utf8"
)

// Pos is a position in a file. The zero value means "unknown".
type Pos struct {
	Line   int // 1-based
	Column int // 1-based, counted in characters, not bytes
}

// String returns line:column, in the style of compilers.
func (p Pos) String() string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }

// Before reports whether p is before q in the file.
func (p Pos) Before(q Pos) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column
}

// lineIndex converts byte offsets to positions.
type lineIndex struct {
	src    []byte
	starts []int // offset of each line's first byte
}

func newLineIndex(src []byte) *lineIndex {
	starts := make([]int, 1, 64+len(src)/40)
	for at := 0; ; {
		n := bytes.IndexByte(src[at:], '\n')
		if n < 0 {
			break
		}
		at += n + 1
		starts = append(starts, at)
	}
	return &lineIndex{src, starts}
}

// pos returns the position of a byte offset. An offset outside of the source is moved to the
// nearest end.
func (x *lineIndex) pos(offset int) Pos {
	offset = min(max(offset, 0), len(x.src))
	line := sort.SearchInts(x.starts, offset+1) - 1
	return Pos{line + 1, utf8.RuneCount(x.src[x.starts[line]:offset]) + 1}
}

// line returns the text of the line at an offset, without its line break.
func (x *lineIndex) line(offset int) []byte {
	offset = min(max(offset, 0), len(x.src))
	return x.lineAt(sort.SearchInts(x.starts, offset+1) - 1)
}

// lineAt returns the text of the n-th line, counted from 0.
func (x *lineIndex) lineAt(n int) []byte {
	end := len(x.src)
	if n+1 < len(x.starts) {
		end = x.starts[n+1] - 1
	}
	return x.src[x.starts[n]:end]
}
