package content

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/pmsite/pmsite/content/markdown"
)

// A Collection is every post mortem below one folder.
type Collection struct {
	FS          fs.FS         // what it was read from; attachments and sources are read again when needed
	PostMortems []*PostMortem // newest first, then by slug
	Problems    []Problem     // of all files, sorted

	files map[string]bool // the other files below the folder
}

// HasFile reports whether there is a file, other than a document, of that path
// in the collection's folder.
func (c *Collection) HasFile(path string) bool { return c.files[path] }

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
	opts = opts.withDefaults()
	found, err := find(fsys, opts.Root)
	if err != nil {
		return nil, err
	}
	found.dropPointers(fsys)
	posts := make([]*PostMortem, len(found.files))
	problems := make([][]Problem, len(found.files)+1)
	problems[len(found.files)] = applyLevels(found.problems, opts.Levels)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(cmp.Or(opts.Jobs, runtime.GOMAXPROCS(0)))
	var counting sync.Mutex
	done := 0
	for i, name := range found.files {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			posts[i], problems[i] = load(fsys, name, opts)
			if progress != nil {
				counting.Lock()
				defer counting.Unlock()
				done++
				progress(done, len(found.files))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	c := &Collection{FS: fsys, files: found.others, PostMortems: slices.DeleteFunc(posts, func(pm *PostMortem) bool { return pm == nil })}
	for _, pm := range c.PostMortems {
		if path.Base(pm.Path) == "index.md" {
			pm.Attachments = found.attachments[path.Dir(pm.Path)]
		}
	}
	c.sort()
	c.Problems = slices.Concat(problems...)
	c.Problems = append(c.Problems, c.dropDuplicates()...)
	SortProblems(c.Problems)
	return c, nil
}

// load reads one file; what is over the limit is not read whole.
func load(fsys fs.FS, name string, opts Options) (*PostMortem, []Problem) {
	src, err := readLimited(fsys, name, markdown.MaxSize+1)
	if err != nil {
		return nil, []Problem{unreadable(name, err)}
	}
	return Parse(name, src, opts)
}

// unreadable leaves out what a [fs.PathError] says of the path.
func unreadable(name string, err error) Problem {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return Problem{File: name, Rule: "front-matter", Message: fmt.Sprintf("cannot read: %v", err)}
}

func readLimited(fsys fs.FS, name string, limit int64) ([]byte, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var src bytes.Buffer
	if info, err := file.Stat(); err == nil {
		src.Grow(int(min(max(info.Size(), 0), limit)) + bytes.MinRead)
	}
	if _, err := src.ReadFrom(io.LimitReader(file, limit)); err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return src.Bytes(), nil
}

// Documents gives the paths of the post mortems below a folder, sorted, and the
// problems of what cannot be read, symbolic links among them.
func Documents(fsys fs.FS, root string) ([]string, []Problem, error) {
	found, err := find(fsys, root)
	return found.files, found.problems, err
}

// files is what lies below the collection's folder.
type files struct {
	files       []string
	others      map[string]bool
	attachments map[string][]string // by bundle folder
	problems    []Problem
}

func find(fsys fs.FS, root string) (files, error) {
	out := files{others: map[string]bool{}, attachments: map[string][]string{}}
	var others []string
	bundles := map[string]bool{}
	err := fs.WalkDir(fsys, root, func(name string, entry fs.DirEntry, err error) error {
		base := path.Base(name)
		switch {
		case err != nil && name == root:
			return fmt.Errorf("content folder %q: %w", root, err)
		case err != nil:
			out.problems = append(out.problems, unreadable(name, err))
			return nil
		case name != root && (base[0] == '.' || base[0] == '_'):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir():
		case entry.Type()&fs.ModeSymlink != 0:
			out.problems = append(out.problems, Problem{
				File: name, Level: Warning, Rule: "front-matter",
				Message: "symbolic link not followed", Hint: "put the file itself here",
			})
		case !entry.Type().IsRegular():
		case path.Ext(name) == ".md":
			if !strings.EqualFold(base, "readme.md") {
				out.files = append(out.files, name)
				bundles[path.Dir(name)] = bundles[path.Dir(name)] || base == "index.md"
			}
		default:
			others = append(others, name)
		}
		return nil
	})
	for _, name := range others {
		out.others[name] = true
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if bundles[dir] {
				out.attachments[dir] = append(out.attachments[dir], name)
				break
			}
		}
	}
	return out, err
}

func (c *Collection) sort() {
	slices.SortFunc(c.PostMortems, func(a, b *PostMortem) int {
		return cmp.Or(b.Date.Time().Compare(a.Date.Time()), cmp.Compare(a.Slug, b.Slug), cmp.Compare(a.Path, b.Path))
	})
}

// dropDuplicates takes out the files whose slug or id is that of another one,
// and reports them. Both name folders of the site, so they are compared without
// case, as some file systems do.
func (c *Collection) dropDuplicates() (problems []Problem) {
	ids, slugs := map[string]string{}, map[string]string{}
	inOrder := slices.SortedFunc(slices.Values(c.PostMortems), func(a, b *PostMortem) int { return cmp.Compare(a.Path, b.Path) })
	dropped := map[*PostMortem]bool{}
	for _, pm := range inOrder {
		slug, id := strings.ToLower(pm.Slug), strings.ToLower(pm.ID)
		if other, taken := slugs[slug]; taken {
			dropped[pm] = true
			problems = append(problems, Problem{
				File: pm.Path, Rule: "duplicate-slug",
				Message: fmt.Sprintf("its address /postmortems/%s/ is that of %s", pm.Slug, other), Hint: "rename one of the files",
			})
		} else {
			slugs[slug] = pm.Path
		}
		if other, taken := ids[id]; taken && id != "" {
			dropped[pm] = true
			problems = append(problems, Problem{
				File: pm.Path, Rule: "duplicate-id",
				Message: fmt.Sprintf("id %s is that of %s", pm.ID, other), Hint: "give one of them the next free id",
			})
		} else {
			ids[id] = pm.Path
		}
	}
	c.PostMortems = slices.DeleteFunc(c.PostMortems, func(pm *PostMortem) bool { return dropped[pm] })
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
