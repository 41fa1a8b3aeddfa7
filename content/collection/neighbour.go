package collection

import (
	"bytes"
	"io/fs"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

// IsNeighbour reports whether a markdown file in a collection's folder, root, is something else than a post mortem, such
// as a guide in a folder of documentation. In a folder named content, all files are content.
func IsNeighbour(root, name string, src []byte) bool {
	return path.Base(root) != "content" && !content.MayBePostMortem(name, src)
}

// isNeighbourIn is like [IsNeighbour] for a file in fsys. One that cannot be read may be a post mortem.
func isNeighbourIn(fsys fs.FS, root, name string) bool {
	if path.Base(root) == "content" {
		return false
	}
	var src bytes.Buffer
	on, err := readLimited(&src, fsys, name, markdown.MaxSize+1)
	return err == nil && on.Size <= markdown.MaxSize && IsNeighbour(root, name, src.Bytes())
}

// neighbour returns the problem of a file that is left out because it is no post mortem.
func neighbour(name string) content.Problem {
	return content.Problem{
		File: name, Pos: content.Pos{Line: 1, Column: 1}, Level: content.Info, Rule: "front-matter",
		Message: "left out: it has neither front matter nor sections of a post mortem",
		Hint:    "if it is a post mortem, begin it with a block of `key: value` lines between two lines of ---; if not, `exclude:` in the config keeps this quiet",
	}
}

// isOtherName reports whether a markdown file is never a document: README.md, and template.md, from which people copy.
func isOtherName(base string) bool {
	return strings.EqualFold(base, "readme.md") || strings.EqualFold(base, "template.md")
}
