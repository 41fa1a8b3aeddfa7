package collection

import (
	"bytes"
	"io/fs"
	"path"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

// readVerdicts reads the verdicts on pairs of post mortems, unless the collection before has read what cannot have changed.
func (c *Collection) readVerdicts(before *Collection, changed *suspects) {
	c.Judged = path.Join(c.opts.Root, content.VerdictsFile)
	if before.Judged != "" && !changed.read(c.Judged) {
		c.Verdicts, c.unread = before.Verdicts, before.unread
	} else {
		c.Verdicts, c.unread = parseVerdicts(c.FS, c.Judged)
	}
	_, problems := content.ResolveVerdicts(c.Judged, c.Verdicts, c.posts)
	c.Problems = append(c.Problems, c.opts.ApplyLevels(append(slices.Clone(c.unread), problems...), nil)...)
}

func parseVerdicts(fsys fs.FS, name string) ([]content.Verdict, []content.Problem) {
	src := &bytes.Buffer{}
	on, err := readLimited(src, fsys, name, markdown.MaxSize+1)
	switch {
	case err != nil:
		return nil, []content.Problem{unreadable(name, err)}
	case on.Size > markdown.MaxSize:
		return nil, []content.Problem{content.TooLarge(name)}
	}
	return content.ParseVerdicts(name, src.Bytes())
}
