package collection

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// Open opens an attachment with the content that is published: as git stores it, where a
// checkout converts text.
func (c *Collection) Open(name string) (fs.File, error) { return openStored(c.FS, name) }

// openStored opens a file as git stores it, if the file system knows how, so that a file is the
// same in a work tree as in its commit.
func openStored(fsys fs.FS, name string) (fs.File, error) {
	if tree, ok := fsys.(interface {
		OpenStored(name string) (fs.File, error)
	}); ok {
		return tree.OpenStored(name)
	}
	return fsys.Open(name)
}

// reportFilters adds a problem for each file that git converts in a way that pmsite cannot.
func (s *scan) reportFilters() {
	tree, ok := s.fsys.(interface{ Unconverted(name string) string })
	if !ok {
		return
	}
	names := slices.Clone(s.files)
	for _, e := range s.entries {
		names = append(names, e.path)
	}
	for _, name := range names {
		if what := tree.Unconverted(name); what != "" {
			s.problems = append(s.problems, content.Problem{
				File: name, Level: content.Warning, Rule: "git-filter",
				Message: fmt.Sprintf("git converts the file (%s), and pmsite cannot: a work tree and a commit are published differently", what),
				Hint:    "take the attribute away from it in .gitattributes",
			})
		}
	}
}
