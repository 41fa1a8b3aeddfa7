package collection

import (
	"io/fs"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/glob"
)

// Unpublished returns why a file or folder that a post mortem links to is not published, or ""
// if it is, or if it does not exist; root is the collection's folder, and exclude what does not
// belong to it. It does not know about hidden drafts.
func Unpublished(fsys fs.FS, name, root string, exclude glob.Patterns) string {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return ""
	}
	if info.IsDir() {
		if _, err := fs.Stat(fsys, path.Join(name, "index.md")); err != nil {
			return "it is a folder without an index.md"
		}
		name = path.Join(name, "index.md")
	}
	rest, within := strings.CutPrefix(name, strings.TrimSuffix(root, "/")+"/")
	switch {
	case root != "." && !within:
		return "it is outside of the folder " + root
	case hidden(rest):
		return "its name or that of a folder begins with . or _"
	case exclude.Match(rest):
		return "`exclude:` in the config matches it"
	case IsDocument(name, root, exclude) && !isNeighbourIn(fsys, root, name):
		return ""
	case path.Ext(name) == ".md":
		return path.Base(name) + " is not a post mortem"
	}
	return content.Unpublished(path.Base(name))
}

// hidden reports whether a part of a path is that of a file or folder which is no part of a
// collection.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part[0] == '.' || part[0] == '_' {
			return true
		}
	}
	return false
}
