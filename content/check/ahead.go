package check

import (
	"bytes"
	"context"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// Ahead returns what [RunText] would find in a draft if its status were review, without what
// it already finds (now): what is still to be written. It returns nil if the front matter has
// no line with the status.
func Ahead(ctx context.Context, name string, src []byte, in Input, now []Finding) []Finding {
	src, ok := inReview(src)
	if !ok {
		return nil
	}
	in.Base, in.Touched = nil, nil
	return slices.DeleteFunc(RunText(ctx, name, src, in), func(f Finding) bool {
		return slices.ContainsFunc(now, func(g Finding) bool {
			return f.File == g.File && f.Line == g.Line && f.Rule == g.Rule && f.Message == g.Message
		})
	})
}

// inReview returns a document with another status and the same lines.
func inReview(src []byte) ([]byte, bool) {
	lines := bytes.SplitAfter(src, []byte("\n"))
	for i, line := range lines[1:] {
		text := bytes.TrimRight(line, "\r\n")
		if bytes.Equal(text, []byte("---")) {
			break
		}
		if bytes.HasPrefix(text, []byte("status:")) {
			changed := slices.Concat([]byte("status: "+content.Review), line[len(text):])
			return bytes.Join(slices.Concat(lines[:i+1], [][]byte{changed}, lines[i+2:]), nil), true
		}
	}
	return nil, false
}
