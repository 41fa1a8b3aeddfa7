package collection

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pmsite/pmsite/content"
	"golang.org/x/sync/errgroup"
)

// Reload reads what has changed since c was loaded, with the same options. It returns a new
// collection that shares all unchanged post mortems with c, and does not modify c. The
// result equals that of [Load].
//
// Changed lists files and folders that may have changed, including everything below them;
// Reload also lists the folders that contain them. If changed is nil, Reload lists every
// folder and compares the size and times of every file. Now is the time at which it begins:
// a file changed shortly before may change again without a visible difference, so the next
// Reload reads it again.
func (c *Collection) Reload(ctx context.Context, fsys fs.FS, now time.Time, changed []string) (*Collection, error) {
	return c.next(ctx, c.scan(fsys, newSuspects(changed)), now, nil)
}

// suspects holds the paths that may have changed; nil means all.
type suspects struct{ folders, trees map[string]bool }

func newSuspects(changed []string) *suspects {
	if changed == nil {
		return nil
	}
	s := &suspects{map[string]bool{}, map[string]bool{}}
	for _, name := range changed {
		s.folders[path.Dir(name)] = true
		s.trees[name] = true
	}
	return s
}

// list reports whether to list a folder again.
func (s *suspects) list(folder string) bool { return s == nil || s.folders[folder] || s.read(folder) }

// read reports whether to compare a file's stamp: the file, or a folder above it, may have
// changed.
func (s *suspects) read(name string) bool {
	if s == nil {
		return true
	}
	for ; !s.trees[name]; name = path.Dir(name) {
		if name == "." {
			return false
		}
	}
	return true
}

// scan returns a scan that has not begun, for what may have changed since c was loaded.
func (c *Collection) scan(fsys fs.FS, changed *suspects) *scan {
	return &scan{fsys: fsys, root: c.opts.Root, exclude: c.opts.Exclude, previous: c.folders, changed: changed, folders: make(map[string]folder, len(c.folders)), others: map[string]bool{}, bundles: map[string]bool{}}
}

// next returns the collection that replaces c.
func (c *Collection) next(ctx context.Context, s *scan, now time.Time, progress func(done, total int)) (*Collection, error) {
	if err := s.walk(c.opts.Root); err != nil {
		return nil, fmt.Errorf("content folder %q: %w", c.opts.Root, err)
	}
	s.dropFiles()
	s.reportFilters()
	if err := s.read(ctx, now, c.opts, progress); err != nil {
		return nil, err
	}
	out := &Collection{FS: s.fsys, opts: c.opts, speller: c.speller, files: s.others, folders: s.folders, bundles: s.attach(c.bundles)}
	posts := make([]*content.PostMortem, 0, len(s.documents))
	out.Problems = c.opts.ApplyLevels(s.problems, nil)
	for _, document := range s.documents {
		if pm := document.pm; pm != nil {
			if len(out.bundles) > 0 { // otherwise skip looking up every path
				if b, ok := out.bundles[pm.Path]; ok {
					pm = b.whole
				}
			}
			posts = append(posts, pm)
		}
		out.Problems = append(out.Problems, document.problems...)
	}
	var sorted bool
	if out.PostMortems, out.Removed, sorted = c.replaced(posts); out.PostMortems != nil {
		out.twins = c.twins
	} else {
		var there []*content.PostMortem
		there, out.Removed = splitRemoved(posts)
		out.PostMortems = c.inOrder(there)
		out.twins = out.dropDuplicates(slices.Clone(posts))
		out.twins = append(out.twins, AddressProblems(slices.Concat(out.PostMortems, out.Removed))...)
	}
	out.posts = posts
	if s.folders[c.opts.Root].judged {
		out.readVerdicts(c, s.changed)
	}
	if !sorted {
		out.sort()
	}
	out.Problems = append(out.Problems, out.twins...)
	content.SortProblems(out.Problems)
	return out, nil
}

// splitRemoved returns the post mortems that are there, and those that were removed, in order.
func splitRemoved(posts []*content.PostMortem) (there, removed []*content.PostMortem) {
	for _, pm := range posts {
		if pm.Removal != nil {
			removed = append(removed, pm)
		} else {
			there = append(there, pm)
		}
	}
	return there, removed
}

// replaced returns the post mortems of c and those that were removed, with those that changed replaced by the ones in
// posts. Both are nil if a file or one of its addresses has changed, because other post
// mortems may be duplicates then; editing a text changes none of them. sorted is false if a date has
// changed.
func (c *Collection) replaced(posts []*content.PostMortem) (there, removed []*content.PostMortem, sorted bool) {
	if len(posts) != len(c.posts) || len(posts) == 0 {
		return nil, nil, false
	}
	now := map[*content.PostMortem]*content.PostMortem{}
	sorted = true
	for i, pm := range posts {
		if old := c.posts[i]; pm != old {
			if !sameAddresses(pm, old) {
				return nil, nil, false
			}
			now[old] = pm
			sorted = sorted && pm.Date == old.Date
		}
	}
	renewed := func(posts []*content.PostMortem) []*content.PostMortem {
		out := slices.Clone(posts)
		for i, pm := range out {
			if fresh := now[pm]; fresh != nil {
				out[i] = fresh
			}
		}
		return out
	}
	return renewed(c.PostMortems), renewed(c.Removed), sorted
}

// sameAddresses reports whether two versions of a post mortem have the same addresses, and the same claim to them.
func sameAddresses(pm, old *content.PostMortem) bool {
	return pm.Path == old.Path && pm.Slug == old.Slug && pm.ID == old.ID && slices.Equal(pm.Aliases, old.Aliases) &&
		slices.Equal(pm.AliasPos, old.AliasPos) && claimOf(pm) == claimOf(old)
}

// inOrder returns the post mortems in the order of c, with new ones last. As they are almost
// sorted, sorting them is fast.
func (c *Collection) inOrder(posts []*content.PostMortem) []*content.PostMortem {
	out := make([]*content.PostMortem, 0, len(posts))
	if len(c.PostMortems) == 0 {
		return append(out, posts...)
	}
	fresh := make(map[*content.PostMortem]bool, len(posts))
	for _, pm := range posts {
		fresh[pm] = true
	}
	for _, pm := range c.PostMortems {
		if fresh[pm] {
			out = append(out, pm)
			delete(fresh, pm)
		}
	}
	for _, pm := range posts {
		if fresh[pm] {
			out = append(out, pm)
		}
	}
	return out
}

// read reads the documents that may have changed.
func (s *scan) read(ctx context.Context, now time.Time, opts Options, progress func(done, total int)) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(cmp.Or(opts.Jobs, runtime.GOMAXPROCS(0)))
	var counting sync.Mutex
	done := 0
	for _, e := range s.unread {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			var parsed bool
			if e.document, parsed = readDocument(s.fsys, e.path, e.document, now, opts); parsed {
				s.parsed.Add(1)
			}
			if progress != nil {
				counting.Lock()
				defer counting.Unlock()
				done++
				progress(done, len(s.unread))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, e := range s.entries {
		s.documents[i] = e.document
	}
	return nil
}

// A bundle is a post mortem without and with the files in its folder.
type bundle struct{ parsed, whole *content.PostMortem }

// attach adds the files to the bundles. Parsed documents are shared, so a post mortem with
// files is a copy; attach reuses the copy in before if it is equal.
func (s *scan) attach(before map[string]bundle) map[string]bundle {
	if len(s.files) == 0 {
		return nil
	}
	attachments := map[string][]string{}
	for _, name := range s.files {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if s.bundles[dir] {
				attachments[dir] = append(attachments[dir], name)
				break
			}
		}
	}
	out := map[string]bundle{}
	for _, d := range s.documents {
		if d.pm == nil || !strings.HasSuffix(d.pm.Path, "/index.md") {
			continue
		}
		files := attachments[path.Dir(d.pm.Path)]
		if len(files) == 0 {
			continue
		}
		b := before[d.pm.Path]
		if b.parsed != d.pm || !slices.Equal(files, b.whole.Attachments) {
			pm := *d.pm
			pm.Attachments = files
			b = bundle{d.pm, &pm}
		}
		out[d.pm.Path] = b
	}
	return out
}
