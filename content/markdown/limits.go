package markdown

import (
	"bytes"
	"fmt"
)

// MaxSize is the size in bytes of the largest file that [Parse] accepts. A post mortem is about
// 5 KB; logs and data belong in attachments.
const MaxSize = 1 << 20

// Parsing some constructs of markdown takes quadratic time (brackets and emphasis between two
// blank lines, columns times rows of a table) or a level of recursion each (quotes, lists). With
// these limits, parsing a hostile file takes about a second; they are far above what people write.
// They apply to all lines, whatever block a line belongs to, because a guess could be misled; only
// brackets and emphasis marks in code do not count, see codeLines.
const (
	maxNesting = 32      // containers opened on one line
	maxSpecial = 10000   // brackets and emphasis marks between two blank lines, outside of code
	maxEffort  = 2e8     // sum of the squares of these numbers
	maxCells   = 100_000 // all tables together
	maxNotes   = 2000    // footnotes and references to them together; each reference searches all footnotes
)

// A SyntaxError says why and where [Parse] refuses a file.
type SyntaxError struct {
	Pos     Pos
	Message string
	hint    string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s: %s", e.Pos, e.Message) }

// Hint says what to do about it, or "".
func (e *SyntaxError) Hint() string { return e.hint }

// checkLimits returns an error if a file is not text, too large, or nested too deeply.
func checkLimits(src []byte, index *lineIndex) error {
	if len(src) > MaxSize {
		return syntaxError(Pos{1, 1}, "the file is larger than %d KiB", MaxSize>>10)
	}
	if err := checkText(src, index); err != nil {
		return err
	}
	return checkLines(src, index)
}

func syntaxError(pos Pos, format string, args ...any) *SyntaxError {
	return &SyntaxError{Pos: pos, Message: fmt.Sprintf(format, args...)}
}

// checkLines checks the limits for each line and for the lines between two blank ones.
func checkLines(src []byte, index *lineIndex) error {
	if err := checkStructure(index); err != nil {
		return err
	}
	if err := checkNotes(src, index); err != nil {
		return err
	}
	if checkSpecial(index, nil) == nil {
		return nil
	}
	return checkSpecial(index, codeLines(src, index))
}

// checkNotes checks the limit on footnotes.
func checkNotes(src []byte, index *lineIndex) error {
	for n, at := 0, 0; ; n++ {
		i := bytes.Index(src[at:], []byte("[^"))
		switch {
		case i < 0:
			return nil
		case n == maxNotes:
			return syntaxError(index.pos(at+i), "more than %d footnotes and references to them", maxNotes)
		}
		at += i + 1
	}
}

// checkStructure checks the limits on nesting and on tables.
func checkStructure(index *lineIndex) error {
	columns, cells := 0, 0
	for n, start := range index.starts {
		line := index.lineAt(n)
		if depth := containerDepth(line); depth > maxNesting {
			return syntaxError(index.pos(start), "quotes or lists nested %d deep; the limit is %d", depth, maxNesting)
		}
		if isDelimiterRow(line) {
			columns = max(columns, countCells(line))
		}
		if columns > 0 && len(bytes.TrimSpace(line)) == 0 {
			columns = 0
		}
		if cells += columns; cells > maxCells {
			return syntaxError(index.pos(start), "tables of more than %d cells", maxCells)
		}
	}
	return nil
}

// checkSpecial checks the limits on brackets and emphasis marks, except on the lines that code
// maps to true.
func checkSpecial(index *lineIndex, code map[int]bool) error {
	special, effort := 0, 0
	for n, start := range index.starts {
		line := index.lineAt(n)
		switch {
		case code[n]:
			continue
		case len(bytes.TrimSpace(line)) == 0:
			effort += special * special
			special = 0
			continue
		}
		if special += countSpecial(line); special > maxSpecial || effort+special*special > maxEffort {
			return syntaxError(index.pos(start), "too many brackets and emphasis marks without a blank line between; the limit is %d", maxSpecial)
		}
	}
	return nil
}

// isDelimiterRow reports whether the line may be the one below a table's head, possibly in a quote
// or list. All rows after it have as many cells, written or not.
func isDelimiterRow(line []byte) bool {
	return bytes.IndexByte(line, '|') >= 0 && len(bytes.Trim(line, "|:- \t>*+.)0123456789")) == 0
}

func countSpecial(line []byte) (n int) {
	for _, b := range line {
		n += marks[b]
	}
	return n
}

// marks is 1 for brackets and emphasis marks.
var marks = [256]int{'[': 1, '*': 1, '_': 1, '~': 1}

// containerDepth returns the number of quote and list markers at the beginning of a line.
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
