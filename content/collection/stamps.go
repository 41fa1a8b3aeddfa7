package collection

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"time"
)

// Stamps are those of all files of some folders, also of files that do not matter to a collection. Looking at them takes
// much less time than reading the files.
type Stamps struct {
	fsys  fs.FS
	files []stamped
}

type stamped struct {
	path  string
	kind  fs.FileMode // its type, with fs.ModeIrregular for the folder of another repository
	stamp Stamp       // of a regular file
}

// StampsOf returns the stamps of the files below folders, each of which need not exist. It does not enter the folder of a
// site that pmsite has built, as [Load] does not.
func StampsOf(fsys fs.FS, folders ...string) (*Stamps, error) {
	s := &Stamps{fsys: fsys}
	for _, folder := range folders {
		if err := s.add(folder, true); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return s, nil
}

// add adds the files below a folder.
func (s *Stamps) add(dir string, top bool) error {
	found, err := fs.ReadDir(s.fsys, dir)
	if err != nil || !top && IsSite(found) {
		return err
	}
	for _, item := range found {
		f := stamped{path: path.Join(dir, item.Name()), kind: item.Type()}
		if item.IsDir() && isRepository(s.fsys, f.path) {
			f.kind |= fs.ModeIrregular
		}
		if item.Type().IsRegular() {
			info, err := item.Info()
			if err != nil {
				return err
			}
			f.stamp = StampOf(info)
		}
		s.files = append(s.files, f)
		if f.kind == fs.ModeDir {
			if err := s.add(f.path, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// Sum returns a sum that stays the same only if no file is added, removed or changed. It reads the files that changed
// shortly before a time or later, since these may change again without another stamp. Two sums are comparable if they are
// of the same time. ok is false if a file cannot be read, or if the system reports too little about files.
func (s *Stamps) Sum(since time.Time) (sum Sum, ok bool) {
	h := sha256.New()
	for _, f := range s.files {
		fmt.Fprintf(h, "%q %v %v\n", f.path, f.kind, f.stamp)
		if !f.kind.IsRegular() {
			continue
		}
		if f.stamp.Changed == 0 && f.stamp.Inode == 0 {
			return Sum{}, false
		}
		if !f.stamp.SettledBy(since) && !s.read(h, f.path) {
			return Sum{}, false
		}
	}
	return Sum(h.Sum(nil)), true
}

// read adds the content of a file to a sum.
func (s *Stamps) read(h io.Writer, name string) bool {
	file, err := s.fsys.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	content := sha256.New()
	if _, err := io.Copy(content, file); err != nil {
		return false
	}
	fmt.Fprintf(h, "%x\n", content.Sum(nil))
	return true
}
