package site

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// WriteOptions control [Site.Write]. The zero value is ready to use.
type WriteOptions struct {
	Jobs     int                   // number of files written in parallel; 0 means the number of CPUs
	Progress func(done, total int) // called for every hundredth file; may be nil

	// CacheDir is the folder in which Write remembers what it made each file from. The next Write renders only what is
	// made from something else, and keeps the other files. If it is "", Write renders every file.
	CacheDir    string
	Now         time.Time   // when Write begins, so that CacheDir can be cleared of what is no longer used
	Program     string      // identifies the build of the program: another one may make other bytes
	CacheFailed func(error) // called if CacheDir cannot be written; may be nil
	Memo        Memo        // what to remember of the site as a whole
}

// A Result describes what was written.
type Result struct {
	Files    int
	Bytes    int64
	Rendered int // of the files; the others were kept from the site before
}

// A ForeignDirError reports that a folder was not replaced because pmsite did not make
// it.
type ForeignDirError struct{ Dir string }

func (e *ForeignDirError) Error() string { return fmt.Sprintf("%q %v", e.Dir, errNotOurs) }
func (e *ForeignDirError) Unwrap() error { return errNotOurs }

// A DamagedMarkerError reports that a site was not replaced because its marker lacks a name that pmsite must have put there.
type DamagedMarkerError struct{ Marker, Missing string }

func (e *DamagedMarkerError) Error() string {
	return fmt.Sprintf("%q does not list %s, which the site has, too, so pmsite cannot tell its own files from yours", e.Marker, e.Missing)
}

// Write writes the site to a folder, completely or not at all: it writes a new folder
// beside the target and swaps the two. It replaces only an empty folder or one that
// pmsite made, and returns a [*ForeignDirError] or a [*DamagedMarkerError] otherwise. It carries over other entries
// at the top, such as .git and CNAME. If Write fails or is cancelled, the folder is
// unchanged. With a CacheDir, Write leaves a folder alone that holds the same site; if the site is read or written by others
// meanwhile, Write may remember less for the next one.
func (s *Site) Write(ctx context.Context, dir string, opts WriteOptions) (Result, error) {
	target, err := resolveTarget(dir)
	if err != nil {
		return Result{}, err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return Result{}, err
	}
	s = s.whole()
	if err := s.mayReplace(target); err != nil {
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
	reuse, err := s.newReuser(ctx, target, opts)
	if err != nil {
		return Result{}, err
	}
	if size, same := reuse.unchanged(ctx, s.paths); same {
		reuse.save(opts)
		return Result{Files: len(s.paths), Bytes: size}, nil
	}
	result, err := s.writeFiles(ctx, staging, reuse, opts)
	if err != nil {
		return Result{}, err
	}
	if err := swapIn(staging, target); err != nil || reuse == nil {
		return result, err
	}
	reuse.stampFiles()
	reuse.save(opts)
	return result, nil
}

// mayReplace returns an error if the site must not replace a folder: pmsite did not make it, or its marker does not say
// which folders in it are pmsite's.
func (s *Site) mayReplace(target string) error {
	foreign, err := foreignEntries(target)
	if err != nil {
		return err
	}
	folders := map[string]bool{}
	for _, name := range s.paths {
		if folder, _, below := strings.Cut(name, "/"); below {
			folders[folder] = true
		}
	}
	for _, name := range foreign {
		if name == Marker || folders[name] {
			return &DamagedMarkerError{filepath.Join(target, Marker), name}
		}
	}
	return nil
}

func (s *Site) writeFiles(ctx context.Context, dir string, reuse *reuser, opts WriteOptions) (Result, error) {
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
	reuse.recall(s.early, opts)
	first, err := s.writeAll(ctx, dir, s.early.files, reuse, jobs, progress)
	if err != nil {
		return Result{}, err
	}
	reuse.remember(s.early, opts)
	s.early.export.Release()
	second, err := s.writeAll(ctx, dir, rest, reuse, jobs, progress)
	return Result{len(s.paths), first.Bytes + second.Bytes, first.Rendered + second.Rendered}, err
}

// writeAll writes files in parallel, those that are the same as before by reusing them.
func (s *Site) writeAll(ctx context.Context, dir string, names []string, reuse *reuser, jobs int, progress func()) (Result, error) {
	var next, written, rendered atomic.Int64
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
				n, kept := reuse.reuse(dir, names[i])
				if !kept {
					var err error
					if n, err = s.writeFile(dir, names[i], reuse); err != nil {
						return err
					}
					rendered.Add(1)
				}
				written.Add(n)
				progress()
			}
		})
	}
	err := group.Wait()
	return Result{len(names), written.Load(), int(rendered.Load())}, err
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

// writeFile renders a file, and lets the reuser remember it.
func (s *Site) writeFile(dir, name string, reuse *reuser) (size int64, err error) {
	file, err := os.OpenFile(filepath.Join(dir, filepath.FromSlash(name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, err
	}
	counted := &countingFile{file: file, sum: reuse.hash()}
	buffer := fileBuffers.Get().(*bufio.Writer)
	defer fileBuffers.Put(buffer)
	buffer.Reset(counted)
	err = s.files[name].write(buffer)
	stale := errors.Is(err, errChanged)
	switch {
	case err == nil || stale:
		err = buffer.Flush()
	default:
		err = fmt.Errorf("render %s: %w", name, err)
	}
	info, statErr := file.Stat()
	counted.info = info
	err = cmp.Or(err, statErr)
	if err = errors.Join(err, file.Close()); err == nil && !stale {
		reuse.rendered(name, counted)
	}
	return counted.size, err
}

type countingFile struct {
	file *os.File
	size int64
	sum  hash.Hash   // of the content; nil if nobody wants to know
	info fs.FileInfo // once it is written
}

func (c *countingFile) Write(p []byte) (int, error) {
	n, err := c.file.Write(p)
	c.size += int64(n)
	if c.sum != nil {
		c.sum.Write(p[:n])
	}
	return n, err
}
