package collection

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/glob"
)

// A Collection holds all post mortems below a folder.
type Collection struct {
	FS          fs.FS                 // the files; attachments and sources are read from it when needed
	PostMortems []*content.PostMortem // newest first, then by slug
	Removed     []*content.PostMortem // those that were removed, by path: only their addresses
	Hidden      []*content.PostMortem // what Published has left out, in the same order
	Verdicts    []content.Verdict     // on pairs of post mortems, in the order of their file
	Judged      string                // the path of that file; "" if there is none
	Problems    []content.Problem     // problems of all files, sorted

	unread  []content.Problem     // why verdicts could not be read
	posts   []*content.PostMortem // in the order of the walk, including duplicates
	twins   []content.Problem     // problems of the addresses and ids that several documents have
	files   map[string]bool       // paths of the other files below the folder
	opts    Options
	speller *speller          // shared by the collections that replace each other, which have the same options
	folders map[string]folder // by path, including the collection's own folder
	bundles map[string]bundle // by path; only bundles with files
}

// HasFile reports whether the collection's folder has a file with the path that is not a
// document.
func (c *Collection) HasFile(path string) bool { return c.files[path] }

// Text returns the source of a document, which must not be changed. It returns nil if
// [Options].KeepText was not set or name is not a document.
func (c *Collection) Text(name string) []byte {
	entries := c.folders[path.Dir(name)].entries
	i, found := slices.BinarySearchFunc(entries, name, func(e *entry, name string) int { return cmp.Compare(e.path, name) })
	if !found || entries[i].document == nil {
		return nil
	}
	return entries[i].document.text
}

// Files returns the paths of the files below the collection's folder that are not documents, in no order.
func (c *Collection) Files() iter.Seq[string] { return maps.Keys(c.files) }

// SameFiles reports whether both collections have the same files besides their documents.
func (c *Collection) SameFiles(other *Collection) bool { return maps.Equal(c.files, other.files) }

// IsDocument reports whether [Load] treats a file of a repository as a post mortem, judging
// by its path; root is the collection's folder, and exclude what does not belong to it.
func IsDocument(name, root string, exclude glob.Patterns) bool {
	rest, within := strings.CutPrefix(name, strings.TrimSuffix(root, "/")+"/")
	if root == "." {
		rest, within = name, true
	}
	base := path.Base(name)
	if !within || path.Ext(name) != ".md" || isOtherName(base) {
		return false
	}
	return !hidden(rest) && !exclude.Match(rest)
}

// Load reads all post mortems below opts.Root: *.md files, except README.md, template.md and files whose
// name, or the name of a folder above them, begins with . or _, or that opts.Exclude matches. Bad files are reported in
// Problems; the others load. Load does not follow symbolic links. It returns an error if the
// folder cannot be read at all. If progress is not nil, Load calls it after each file, never
// concurrently.
func Load(ctx context.Context, fsys fs.FS, opts Options, progress func(done, total int)) (*Collection, error) {
	none := empty(opts)
	return none.next(ctx, none.scan(fsys, nil), opts.Now, progress)
}

// empty returns a collection without documents, which the first one with documents replaces.
func empty(opts Options) *Collection {
	return &Collection{opts: opts.withDefaults(), speller: &speller{last: map[bool]spelled{}}}
}

// unreadable returns the problem for a file that cannot be read, without the path that an
// [fs.PathError] repeats, and with the hint that the error may carry.
func unreadable(name string, err error) content.Problem {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	p := content.Problem{File: name, Rule: "front-matter", Message: fmt.Sprintf("cannot read: %v", err)}
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) {
		p.Hint = hinted.Hint()
	}
	return p
}

// Documents returns the sorted paths of the post mortems below a folder, without what exclude matches, and problems of
// files that cannot be read or are symbolic links.
func Documents(fsys fs.FS, root string, exclude glob.Patterns) ([]string, []content.Problem, error) {
	s := &scan{fsys: fsys, root: root, exclude: exclude, folders: map[string]folder{}, others: map[string]bool{}, bundles: map[string]bool{}}
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

// dropDuplicates removes and reports post mortems with the slug or id of another one, which may be a removed one. Both
// become names of folders, so case and the encoding of accents are ignored, as some file systems do. It sorts inOrder,
// which should be roughly in the order of paths.
func (c *Collection) dropDuplicates(inOrder []*content.PostMortem) (problems []content.Problem) {
	slugs := make(map[string]string, len(inOrder))
	slices.SortFunc(inOrder, byClaim)
	dropped := map[*content.PostMortem]bool{}
	for _, pm := range inOrder {
		slug := content.FoldAddress(pm.Slug)
		if other, taken := slugs[slug]; taken {
			dropped[pm] = true
			problems = append(problems, content.Problem{
				File: pm.Path, Rule: "duplicate-slug",
				Message: fmt.Sprintf("address /postmortems/%s/ is also used by %s", pm.Slug, other), Hint: "rename one of the files",
			})
		} else {
			slugs[slug] = pm.Path
		}
	}
	problems = append(problems, duplicateIDs(inOrder, dropped)...)
	isDropped := func(pm *content.PostMortem) bool { return dropped[pm] }
	c.PostMortems, c.Removed = slices.DeleteFunc(c.PostMortems, isDropped), slices.DeleteFunc(c.Removed, isDropped)
	return problems
}

// byClaim orders those who have a claim to an address or an id, first by the strength of the claim, then by path.
func byClaim(a, b *content.PostMortem) int {
	return cmp.Or(cmp.Compare(claimOf(a), claimOf(b)), cmp.Compare(a.Path, b.Path))
}

// claimOf returns the place of a post mortem among those who have a claim to an address or an id. A living one comes first,
// so that no tombstone drives it out. A removed one keeps what it had, so that drafts come last: it is they who need
// something else.
func claimOf(pm *content.PostMortem) int {
	switch {
	case pm.Removal != nil:
		return 1
	case pm.IsDraft():
		return 2
	}
	return 0
}

// duplicateIDs reports post mortems with the id of another one, and adds them to dropped. In a draft, that is a warning,
// which does not stop the site.
func duplicateIDs(inOrder []*content.PostMortem, dropped map[*content.PostMortem]bool) (problems []content.Problem) {
	ids := make(map[string]string, len(inOrder))
	for _, pm := range inOrder {
		id := strings.ToLower(pm.ID)
		if id == "" {
			continue
		}
		other, taken := ids[id]
		if !taken {
			ids[id] = pm.Path
			continue
		}
		dropped[pm] = true
		p := content.Problem{
			File: pm.Path, Rule: "duplicate-id",
			Message: fmt.Sprintf("id %s is also used by %s", pm.ID, other), Hint: "pmsite renumber " + pm.Path,
		}
		switch {
		case pm.Removal != nil:
			p.Hint = "correct the id here or in " + other
		case pm.IsDraft():
			p.Level = content.Warning
		}
		problems = append(problems, p)
	}
	return problems
}
