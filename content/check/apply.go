package check

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/markdown"
)

// Apply applies the fixes of one file's findings to its text and returns the number of
// fixes applied. If two fixes touch each other, it applies only the first. Line endings
// and a byte order mark stay as they are; a new line ends as the first one does.
func Apply(src []byte, findings []Finding) ([]byte, int) {
	lines := strings.SplitAfter(string(src), "\n")
	if bytes.Count(markdown.Normalize(src), []byte("\n")) != len(lines)-1 {
		return src, 0 // findings count lines differently if they end in a lone carriage return
	}
	starts := make([]int, len(lines)+1)
	for i, line := range lines {
		starts[i+1] = starts[i] + len(line)
	}
	at := func(line, column int) int {
		if line > len(lines) {
			return len(src)
		}
		text := strings.TrimRight(lines[line-1], "\r\n")
		if line == 1 {
			if plain, marked := strings.CutPrefix(text, "\ufeff"); marked {
				return len(text) - len(plain) + offset(plain, column)
			}
		}
		return starts[line-1] + offset(text, column)
	}
	newLine := "\n"
	if strings.HasSuffix(lines[0], "\r\n") {
		newLine = "\r\n"
	}
	type edit struct {
		from, to int
		text     string
	}
	var edits []edit
	for _, f := range findings {
		if f.Fix != nil {
			edits = append(edits, edit{at(f.Fix.Line, f.Fix.Column), at(f.Fix.EndLine, f.Fix.EndColumn), strings.ReplaceAll(f.Fix.Text, "\n", newLine)})
		}
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Or(a.from-b.from, a.to-b.to) })
	var out []byte
	done, made := 0, 0
	for _, e := range edits {
		if e.from < done || e.to < e.from {
			continue
		}
		out = append(append(out, src[done:e.from]...), e.text...)
		done = e.to
		made++
	}
	return append(out, src[done:]...), made
}
