package markdown

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// MaxSize is the largest file that Parse takes, in bytes. A post mortem is
// some 5 KB; logs and data belong beside it as attachments.
const MaxSize = 1 << 20

// Markdown has constructs whose parsing takes quadratic time (brackets,
// emphasis) or one level of recursion each (quotes, lists). These bounds,
// counted between two blank lines, keep a hostile file to about a second and
// are far above what people write.
const (
	maxNesting     = 32    // containers opened on one line
	maxSpecial     = 4000  // brackets and emphasis marks in one run of lines
	maxSpecialCode = 40000 // the same within a code fence, where logs have many
)

// A SyntaxError is a file that Parse refuses, and where.
type SyntaxError struct {
	Pos     Pos
	Message string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s: %s", e.Pos, e.Message) }

// checkLimits refuses what is not text, too large, or nested beyond reason.
func checkLimits(src []byte, index *lineIndex) error {
	fail := func(offset int, format string, args ...any) error {
		return &SyntaxError{index.pos(offset), fmt.Sprintf(format, args...)}
	}
	if len(src) > MaxSize {
		return &SyntaxError{Pos{1, 1}, fmt.Sprintf("the file is larger than %d KiB", MaxSize>>10)}
	}
	if i := invalidUTF8(src); i >= 0 {
		return fail(i, "invalid UTF-8 (byte 0x%02x)", src[i])
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return fail(i, "NUL byte: not a text file")
	}
	special, fence := 0, fenceState{}
	for n, start := range index.starts {
		line := index.line(start)
		if depth := containerDepth(line); depth > maxNesting {
			return fail(start, "quotes or lists nested %d deep; the limit is %d", depth, maxNesting)
		}
		fence.next(line)
		if len(bytes.TrimSpace(line)) == 0 {
			special = 0
			continue
		}
		special += countSpecial(line)
		limit := maxSpecial
		if fence.open {
			limit = maxSpecialCode
		}
		if special > limit {
			return fail(index.starts[n], "more than %d brackets and emphasis marks without a blank line between", limit)
		}
	}
	return nil
}

func invalidUTF8(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
}

func countSpecial(line []byte) (n int) {
	for _, b := range line {
		switch b {
		case '[', '*', '_', '~':
			n++
		}
	}
	return n
}

// containerDepth counts the quote and list markers that begin a line.
func containerDepth(line []byte) (depth int) {
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == ' ' || c == '\t':
			i++
		case c == '>':
			depth++
			i++
		case (c == '-' || c == '*' || c == '+') && i+1 < len(line) && line[i+1] == ' ':
			depth++
			i += 2
		case c >= '0' && c <= '9':
			j := i
			for j < len(line) && line[j] >= '0' && line[j] <= '9' {
				j++
			}
			if j+1 >= len(line) || line[j] != '.' && line[j] != ')' || line[j+1] != ' ' {
				return depth
			}
			depth++
			i = j + 2
		default:
			return depth
		}
	}
	return depth
}

// fenceState follows code fences line by line.
type fenceState struct {
	open bool
	mark byte
	len  int
}

func (f *fenceState) next(line []byte) {
	text := bytes.TrimLeft(line, " ")
	if len(line)-len(text) > 3 || len(text) == 0 || text[0] != '`' && text[0] != '~' {
		return
	}
	n := len(text) - len(bytes.TrimLeft(text, string(text[0])))
	switch {
	case !f.open && n >= 3:
		*f = fenceState{true, text[0], n}
	case f.open && text[0] == f.mark && n >= f.len && len(bytes.TrimSpace(text[n:])) == 0:
		f.open = false
	}
}
