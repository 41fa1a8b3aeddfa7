package site

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// WriteOptions control [Site.Write]. The zero value is ready to use.
type WriteOptions struct {
	Jobs     int                   // number of files written in parallel; 0 means the number of CPUs
	Progress func(done, total int) // called for every hundredth file; may be nil
}

// A Result describes what was written.
type Result struct {
	Files int
	Bytes int64
}

// A ForeignDirError reports that a folder was not replaced because pmsite did not make
// it.
type ForeignDirError struct{ Dir string }

func (e *ForeignDirError) Error() string { return fmt.Sprintf("%q %v", e.Dir, errNotOurs) }
func (e *ForeignDirError) Unwrap() error { return errNotOurs }

// Write writes the site to a folder, completely or not at all: it writes a new folder
// beside the target and swaps the two. It replaces only an empty folder or one that
// pmsite made, and returns a [*ForeignDirError] otherwise. It carries over other entries
// at the top, such as .git and CNAME. If Write fails or is cancelled, the folder is
// unchanged.
func (s *Site) Write(ctx context.Context, dir string, opts WriteOptions) (Result, error) {
	target, err := resolveTarget(dir)
	if err != nil {
		return Result{}, err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return Result{}, err
	}
	if _, err := foreignEntries(target); err != nil {
		return Result{}, err
	}
	staging, release, err := newStaging(target)
	if err != nil {
		return Result{}, err
	}
	defer release()
	if err := clearLeftovers(target, staging); err != nil {
		return Result{}, err
	}
	result, err := s.writeFiles(ctx, staging, opts)
	if err != nil {
		return Result{}, err
	}
	return result, swapIn(staging, target)
}

func (s *Site) writeFiles(ctx context.Context, dir string, opts WriteOptions) (Result, error) {
	s = s.whole()
	jobs := opts.Jobs
	if jobs < 1 {
		jobs = runtime.GOMAXPROCS(0)
	}
	if err := s.makeFolders(dir, jobs); err != nil {
		return Result{}, err
	}
	progress := func() {}
	if opts.Progress != nil {
		var written atomic.Int64
		progress = func() {
			if n := int(written.Add(1)); n%100 == 0 || n == len(s.paths) {
				opts.Progress(n, len(s.paths))
			}
		}
	}
	early := map[string]bool{}
	for _, name := range s.early.files {
		early[name] = true
	}
	rest := make([]string, 0, len(s.paths)-len(early))
	for _, name := range s.paths {
		if !early[name] {
			rest = append(rest, name)
		}
	}
	first, err := s.writeAll(ctx, dir, s.early.files, jobs, progress)
	if err != nil {
		return Result{}, err
	}
	s.early.release()
	second, err := s.writeAll(ctx, dir, rest, jobs, progress)
	return Result{len(s.paths), first + second}, err
}

// writeAll writes files in parallel and returns their total size.
func (s *Site) writeAll(ctx context.Context, dir string, names []string, jobs int, progress func()) (int64, error) {
	var next, written atomic.Int64
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
				n, err := s.writeFile(dir, names[i])
				if err != nil {
					return err
				}
				written.Add(n)
				progress()
			}
		})
	}
	err := group.Wait()
	return written.Load(), err
}

// makeFolders makes the folders of each depth in parallel, parents first.
func (s *Site) makeFolders(dir string, jobs int) error {
	byDepth := [][]string{}
	seen := map[string]bool{".": true}
	for _, name := range s.paths {
		for folder := path.Dir(name); !seen[folder]; folder = path.Dir(folder) {
			seen[folder] = true
			depth := strings.Count(folder, "/")
			for len(byDepth) <= depth {
				byDepth = append(byDepth, nil)
			}
			byDepth[depth] = append(byDepth[depth], folder)
		}
	}
	for _, folders := range byDepth {
		var group errgroup.Group
		size := len(folders)/jobs + 1
		for part := range slices.Chunk(folders, size) {
			group.Go(func() error {
				for _, folder := range part {
					if err := os.Mkdir(filepath.Join(dir, filepath.FromSlash(folder)), 0o755); err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err := group.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// fileBuffers hold a page until it is written in one call. Large files are written in
// several calls.
var fileBuffers = sync.Pool{New: func() any { return bufio.NewWriterSize(io.Discard, 64<<10) }}

func (s *Site) writeFile(dir, name string) (size int64, err error) {
	file, err := os.OpenFile(filepath.Join(dir, filepath.FromSlash(name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, err
	}
	counted := &countingFile{file: file}
	buffer := fileBuffers.Get().(*bufio.Writer)
	defer fileBuffers.Put(buffer)
	buffer.Reset(counted)
	err = s.Render(buffer, name)
	if err == nil {
		err = buffer.Flush()
	}
	return counted.size, errors.Join(err, file.Close())
}

type countingFile struct {
	file *os.File
	size int64
}

func (c *countingFile) Write(p []byte) (int, error) {
	n, err := c.file.Write(p)
	c.size += int64(n)
	return n, err
}
