package main

import (
	"fmt"
	"path/filepath"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

// named returns the post mortem with an id, a slug, or a file in the working directory or else in the repository at root.
// One that was removed is an error.
func named(c *collection.Collection, root, name string) (*content.PostMortem, error) {
	found := c.Find(name)
	if full, err := filepath.Abs(name); len(found) == 0 && err == nil {
		if inside, err := filepath.Rel(root, full); err == nil {
			found = c.Find(filepath.ToSlash(inside))
		}
	}
	switch len(found) {
	case 0:
		return nil, fail(fmt.Errorf("there is no post mortem %q", name), nearestNamed(c, name))
	case 1:
	default:
		return nil, fail(fmt.Errorf("both %s and %s are %s", found[0].Path, found[1].Path, name), "name the file")
	}
	if pm := found[0]; pm.Removal != nil {
		return nil, fail(fmt.Errorf("%s was removed on %s: %s", pm.Key(), pm.Removal.Date, pm.Removal.Reason), "edit "+pm.Path+" to change the reason")
	}
	return found[0], nil
}

// nearestNamed returns a hint for the name of a post mortem that does not exist.
func nearestNamed(c *collection.Collection, name string) string {
	var names []string
	for _, pm := range c.PostMortems {
		names = append(names, pm.Slug)
		if pm.ID != "" {
			names = append(names, pm.ID)
		}
	}
	if near := content.Nearest(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "name it by its id, the last part of its address, or its file as check prints it"
}
