package collection

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// OwnFiles returns the files of a post mortem that no other one uses, sorted: those in the folder of its bundle, and
// those that it links to. The document itself is none of them.
func (c *Collection) OwnFiles(pm *content.PostMortem) []string {
	own := map[string]bool{}
	for _, name := range pm.Attachments {
		own[name] = true
	}
	for _, dest := range pm.Links() {
		if name := pm.Target(dest); c.HasFile(name) {
			own[name] = true
		}
	}
	for _, other := range c.PostMortems {
		if other == pm || len(own) == 0 {
			continue
		}
		for _, dest := range other.Links() {
			delete(own, other.Target(dest))
		}
		for _, name := range other.Attachments {
			delete(own, name)
		}
	}
	return slices.Sorted(maps.Keys(own))
}

// LinkedOutside returns the targets of links that are no files in the folder of documents, sorted. Where such a link leads may
// depend on whether the file is there.
func (c *Collection) LinkedOutside() []string {
	out := map[string]bool{}
	for _, pm := range c.PostMortems {
		for _, dest := range pm.Links() {
			if name := pm.Target(dest); fs.ValidPath(name) && !c.HasFile(name) {
				out[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(out))
}

// Citing returns the paths of the other post mortems that link to a post mortem or name it in prevented_by, in the order
// of the collection, and that of the verdicts on pairs if one is on it.
func (c *Collection) Citing(pm *content.PostMortem) (paths []string) {
	for _, other := range c.PostMortems {
		if other != pm && cites(other, pm) {
			paths = append(paths, other.Path)
		}
	}
	if slices.ContainsFunc(c.Verdicts, func(v content.Verdict) bool { return isKey(pm, v.Pair[0]) || isKey(pm, v.Pair[1]) }) {
		paths = append(paths, c.Judged)
	}
	return paths
}

func cites(other, pm *content.PostMortem) bool {
	return slices.ContainsFunc(other.Links(), func(dest string) bool {
		target := other.Target(dest)
		return target == pm.Path || target+"/index.md" == pm.Path
	}) || slices.ContainsFunc(other.PreventedBy, func(reference string) bool {
		key, _, _ := strings.Cut(reference, "#")
		return isKey(pm, strings.TrimSpace(key))
	})
}

// isKey reports whether other documents may name a post mortem so.
func isKey(pm *content.PostMortem, key string) bool {
	return strings.EqualFold(key, pm.Slug) || pm.ID != "" && strings.EqualFold(key, pm.ID)
}

// Find returns the post mortems with a path or an id or, failing that, a slug, in the order of paths: usually one. It also
// finds removed ones, and those that [Load] leaves out because another one has their id or slug.
func (c *Collection) Find(name string) (found []*content.PostMortem) {
	for _, is := range []func(pm *content.PostMortem) bool{
		func(pm *content.PostMortem) bool { return pm.Path == name || pm.Path == name+"/index.md" },
		func(pm *content.PostMortem) bool { return pm.ID != "" && strings.EqualFold(pm.ID, name) },
		func(pm *content.PostMortem) bool { return strings.EqualFold(pm.Slug, name) },
	} {
		for _, pm := range c.posts {
			if is(pm) {
				found = append(found, pm)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}
