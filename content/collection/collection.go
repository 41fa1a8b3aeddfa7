package collection

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// A Collection is every post mortem below one folder.
type Collection struct {
	FS          fs.FS                 // what it was read from; attachments and sources are read again when needed
	PostMortems []*content.PostMortem // newest first, then by slug
	Problems    []content.Problem     // of all files, sorted

	posts   []*content.PostMortem // in the order of the walk, duplicates included
	twins   []content.Problem     // of the duplicates
	files   map[string]bool       // the other files below the folder
	opts    Options
	folders map[string]folder // by path, the collection's own folder included
	bundles map[string]bundle // by path, those that have files
}

// HasFile reports whether there is a file, other than a document, of that path
// in the collection's folder.
func (c *Collection) HasFile(path string) bool { return c.files[path] }

// Text gives a document as it was read, not to be changed; nil without
// [Options].KeepText, and for what is none.
func (c *Collection) Text(name string) []byte {
	entries := c.folders[path.Dir(name)].entries
	i, found := slices.BinarySearchFunc(entries, name, func(e *entry, name string) int { return cmp.Compare(e.path, name) })
	if !found || entries[i].document == nil {
		return nil
	}
	return entries[i].document.text
}

// SameFiles reports whether the collections have the same files beside their
// documents.
func (c *Collection) SameFiles(other *Collection) bool { return maps.Equal(c.files, other.files) }

// IsDocument reports whether a file of a repository is a post mortem by its
// place and name, as [Load] sees it; root is the collection's folder.
func IsDocument(name, root string) bool {
	rest, within := strings.CutPrefix(name, strings.TrimSuffix(root, "/")+"/")
	if root == "." {
		rest, within = name, true
	}
	base := path.Base(name)
	if !within || path.Ext(name) != ".md" || strings.EqualFold(base, "readme.md") {
		return false
	}
	for part := range strings.SplitSeq(rest, "/") {
		if part[0] == '.' || part[0] == '_' {
			return false
		}
	}
	return true
}

// Load reads every post mortem below opts.Root: *.md files, but for
// _index.md, README.md and whatever has a name that begins with . or _, or lies
// in such a folder. Bad files are reported, good ones load. Symbolic links are
// not followed. The error is for a folder that cannot be read at all; progress,
// if not nil, hears of each file read, one call at a time.
func Load(ctx context.Context, fsys fs.FS, opts Options, progress func(done, total int)) (*Collection, error) {
	none := &Collection{opts: opts.withDefaults()}
	return none.next(ctx, fsys, opts.Now, nil, progress)
}

// unreadable leaves out what a [fs.PathError] says of the path.
func unreadable(name string, err error) content.Problem {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return content.Problem{File: name, Rule: "front-matter", Message: fmt.Sprintf("cannot read: %v", err)}
}

// Documents gives the paths of the post mortems below a folder, sorted, and the
// problems of what cannot be read, symbolic links among them.
func Documents(fsys fs.FS, root string) ([]string, []content.Problem, error) {
	s := &scan{fsys: fsys, root: root, folders: map[string]folder{}, others: map[string]bool{}, bundles: map[string]bool{}}
	if err := s.walk(root); err != nil {
		return nil, nil, fmt.Errorf("content folder %q: %w", root, err)
	}
	names := make([]string, len(s.entries))
	for i, e := range s.entries {
		names[i] = e.path
	}
	slices.Sort(names)
	return names, s.problems, nil
}

func (c *Collection) sort() {
	slices.SortFunc(c.PostMortems, func(a, b *content.PostMortem) int {
		return cmp.Or(b.Date.Time().Compare(a.Date.Time()), cmp.Compare(a.Slug, b.Slug), cmp.Compare(a.Path, b.Path))
	})
}

// dropDuplicates takes out the files whose slug or id is that of another one,
// and reports them. Both name folders of the site, so they are compared without
// case, as some file systems do. It is given the post mortems in about the
// order of their paths, to be put in order.
func (c *Collection) dropDuplicates(inOrder []*content.PostMortem) (problems []content.Problem) {
	ids, slugs := make(map[string]string, len(inOrder)), make(map[string]string, len(inOrder))
	slices.SortFunc(inOrder, func(a, b *content.PostMortem) int { return cmp.Compare(a.Path, b.Path) })
	dropped := map[*content.PostMortem]bool{}
	for _, pm := range inOrder {
		slug, id := strings.ToLower(pm.Slug), strings.ToLower(pm.ID)
		if other, taken := slugs[slug]; taken {
			dropped[pm] = true
			problems = append(problems, content.Problem{
				File: pm.Path, Rule: "duplicate-slug",
				Message: fmt.Sprintf("address /postmortems/%s/ is also used by %s", pm.Slug, other), Hint: "rename one of the files",
			})
		} else {
			slugs[slug] = pm.Path
		}
		if other, taken := ids[id]; taken && id != "" {
			dropped[pm] = true
			problems = append(problems, content.Problem{
				File: pm.Path, Rule: "duplicate-id",
				Message: fmt.Sprintf("id %s is also used by %s", pm.ID, other), Hint: "give one of them the next free id",
			})
		} else {
			ids[id] = pm.Path
		}
	}
	c.PostMortems = slices.DeleteFunc(c.PostMortems, func(pm *content.PostMortem) bool { return dropped[pm] })
	return problems
}

// Published gives the collection that readers may see: without drafts, unless
// they are asked for. Whatever is written, counted or linked starts from it,
// so that a hidden post mortem leaves no trace.
func (c *Collection) Published(drafts bool) *Collection {
	if drafts {
		return c
	}
	out := &Collection{FS: c.FS, files: c.files}
	for _, pm := range c.PostMortems {
		if !pm.IsDraft() {
			out.PostMortems = append(out.PostMortems, pm)
		}
	}
	return out
}
