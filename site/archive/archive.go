package archive

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// Limits of an archive. GitHub accepts no larger files and Pages no sites of half the size.
const (
	maxFile  = 100 << 20 // bytes of a file, unpacked
	maxBytes = 2 << 30   // bytes of all files together, unpacked
	maxFiles = 1_000_000
)

// pagesTar is the file that actions/upload-pages-artifact puts into its artifact.
const pagesTar = "artifact.tar"

// A Site is an open site. It is safe for concurrent use.
type Site struct {
	fs.FS
	closers []func() error // last one first
}

// Close ends the use of the site, and removes its temporary file.
func (s *Site) Close() error {
	var err error
	for i := len(s.closers) - 1; i >= 0; i-- {
		err = errors.Join(err, s.closers[i]())
	}
	return err
}

// Open opens the site in a folder or zip file. Its home page may be at the top, in the only folder at the top that has
// one, or in an artifact.tar.
func Open(name string) (*Site, error) {
	s := &Site{}
	if err := s.open(name); err != nil {
		return nil, errors.Join(fmt.Errorf("open the site %q: %w", name, err), s.Close())
	}
	return s, nil
}

func (s *Site) open(name string) error {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return errors.Unwrap(err) // it names the file, too
	case info.IsDir():
		root, err := os.OpenRoot(name) // a link cannot lead out of it
		if err != nil {
			return err
		}
		s.closers = append(s.closers, root.Close)
		s.FS = root.FS()
	default:
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		s.closers = append(s.closers, file.Close)
		if err := s.unzip(file, info.Size()); err != nil {
			return err
		}
	}
	if s.find() {
		return nil
	}
	if packed, err := s.FS.Open(pagesTar); err == nil {
		defer packed.Close()
		if err := s.untar(packed); err != nil {
			return err
		}
		if s.find() {
			return nil
		}
	}
	return &Error{"it has no index.html", "pmsite build writes a site; the artifact of a pull request is draft-site"}
}

// find makes the folder with the home page the site. It reports whether there is one.
func (s *Site) find() bool {
	if isFile(s.FS, "index.html") {
		return true
	}
	entries, err := fs.ReadDir(s.FS, ".")
	found := ""
	for _, entry := range entries {
		if err == nil && entry.IsDir() && isFile(s.FS, entry.Name()+"/index.html") {
			if found != "" {
				return false
			}
			found = entry.Name()
		}
	}
	if found == "" {
		return false
	}
	s.FS, err = fs.Sub(s.FS, found)
	return err == nil
}

func isFile(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.Mode().IsRegular()
}

// unzip makes the content of a zip file the site.
func (s *Site) unzip(file io.ReaderAt, size int64) error {
	archive, err := zip.NewReader(file, size)
	if errors.Is(err, zip.ErrFormat) {
		return &Error{"it is neither a folder nor a zip file", "name the folder that pmsite build wrote, or the zip file of an artifact"}
	}
	if err != nil {
		return err
	}
	var total total
	if len(archive.File) == 1 && archive.File[0].Name == pagesTar && archive.File[0].UncompressedSize64 <= maxBytes {
		s.FS = archive
		return nil
	}
	for _, f := range archive.File {
		if err := total.add(f.Name, f.Mode(), f.UncompressedSize64); err != nil {
			return err
		}
	}
	s.FS = archive
	return nil
}

// A total counts what is in an archive.
type total struct {
	files int
	bytes uint64
}

// add returns an error for a file that no site has. Readers of archives return no more bytes than an archive says.
func (t *total) add(name string, mode fs.FileMode, size uint64) error {
	clean := strings.TrimSuffix(name, "/")
	t.files++
	t.bytes += min(size, maxBytes+1)
	switch {
	case !fs.ValidPath(clean) || strings.Contains(name, `\`):
		return &Error{fmt.Sprintf("its path %q is not one of a site", name), ""}
	case !mode.IsRegular() && !mode.IsDir():
		return &Error{fmt.Sprintf("%q is neither a file nor a folder", name), ""}
	case size > maxFile:
		return &Error{fmt.Sprintf("%q is larger than %d MB", path.Base(name), maxFile>>20), ""}
	case t.bytes > maxBytes || t.files > maxFiles:
		return &Error{fmt.Sprintf("it unpacks to more than %d MB or %d files", maxBytes>>20, maxFiles), ""}
	}
	return nil
}

// An Error says why something is not a site that can be opened.
type Error struct{ message, hint string }

func (e *Error) Error() string { return e.message }

// Hint returns what to do about it; it may be "".
func (e *Error) Hint() string { return e.hint }
