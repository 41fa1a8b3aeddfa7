package publish

import (
	"context"
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"sync/atomic"
	"unicode"

	"github.com/pmsite/pmsite/content/git"
	"golang.org/x/sync/errgroup"
)

// A listing is the tree to be published, with the blobs of its files.
type listing struct {
	files map[string]git.OID
	bytes int64
}

// stage reads every file once and writes its blob.
func (p *publication) stage(ctx context.Context, tree fs.FS) (*listing, error) {
	names, err := walk(ctx, tree)
	if err != nil {
		return nil, err
	}
	jobs := p.opts.Jobs
	if jobs < 1 {
		jobs = runtime.GOMAXPROCS(0)
	}
	ids := make([]git.OID, len(names))
	var next, bytes atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range jobs {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(names) {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				data, err := fs.ReadFile(tree, names[i])
				if err != nil {
					return err
				}
				bytes.Add(int64(len(data)))
				if ids[i], err = p.writer.Add(git.KindBlob, data); err != nil {
					return fmt.Errorf("write %q: %w", names[i], err)
				}
				if p.opts.Progress != nil && (i%100 == 99 || i+1 == len(names)) {
					p.opts.Progress(i+1, len(names))
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	l := &listing{files: make(map[string]git.OID, len(names)), bytes: bytes.Load()}
	for i, name := range names {
		l.files[name] = ids[i]
	}
	return l, nil
}

// walk returns the paths of all files, without opening them. It refuses trees that git would not accept or that have no
// marker.
func walk(ctx context.Context, tree fs.FS) (names []string, err error) {
	marked := false
	err = fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if name == "." || entry.IsDir() && !isGitName(entry.Name()) {
			return nil
		}
		if isGitName(entry.Name()) {
			return fmt.Errorf("%q: git does not allow this name", name)
		}
		if !entry.Type().IsRegular() {
			return fmt.Errorf("%q is neither a file nor a folder", name)
		}
		marked = marked || name == Marker
		names = append(names, name)
		return nil
	})
	if err == nil && !marked {
		err = fmt.Errorf("the tree has no file %q at its top", Marker)
	}
	return names, err
}

// isGitName reports whether some file system treats a name as .git. git refuses trees with such names.
func isGitName(name string) bool {
	name = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
	name, _, _ = strings.Cut(name, ":") // a stream, on Windows
	name = strings.TrimRight(name, ". ")
	return name == ".git" || name == "git~1"
}
