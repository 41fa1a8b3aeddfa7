package source

import (
	"bytes"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/git"
)

// fileInfo is the fs.FileInfo of a file or folder that is not on disk.
type fileInfo struct {
	name string
	mode fs.FileMode
	size int64
	time time.Time
	id   git.OID // the ID of a file's content; "" if it has none
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() fs.FileMode  { return i.mode }
func (i fileInfo) ModTime() time.Time { return i.time }
func (i fileInfo) IsDir() bool        { return i.mode.IsDir() }
func (i fileInfo) Sys() any           { return nil }

// Version returns a number that differs between contents, which ModTime does not: all files of a commit have the same
// time. It is 0 without content.
func (i fileInfo) Version() uint64 {
	version := uint64(0)
	for _, b := range []byte(i.id[:min(len(i.id), 8)]) {
		version = version<<8 | uint64(b)
	}
	return version
}

// A treeFile is an fs.File of a commit. Its content is not read before it is needed.
type treeFile struct {
	node *treeNode
	path string
	data *bytes.Reader // nil until then
}

func (f *treeFile) Stat() (fs.FileInfo, error) {
	info, err := f.node.Info()
	return info, f.failed("stat", err)
}

func (f *treeFile) Read(p []byte) (int, error) {
	if f.data == nil {
		data, err := f.node.data()
		if err != nil {
			return 0, f.failed("read", err)
		}
		f.data = bytes.NewReader(data)
	}
	return f.data.Read(p)
}

func (f *treeFile) Close() error { return nil }

func (f *treeFile) failed(op string, err error) error {
	if err != nil {
		err = &fs.PathError{Op: op, Path: f.path, Err: err}
	}
	return err
}

// A largeFile is an fs.File that is too large to be read, as [git.MaxSize] defines it.
type largeFile struct {
	info fs.FileInfo
	path string
}

func (f *largeFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *largeFile) Close() error               { return nil }

func (f *largeFile) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.path, Err: git.CheckSize(f.info.Size())}
}

// An openDir is an fs.ReadDirFile over a list.
type openDir struct {
	info fs.FileInfo
	path string
	list []fs.DirEntry
	next int
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *openDir) Close() error               { return nil }

func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.path, Err: errIsDir}
}

// ReadDir implements [fs.ReadDirFile].
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	rest := d.list[d.next:]
	if n > 0 {
		if len(rest) == 0 {
			return nil, io.EOF
		}
		rest = rest[:min(n, len(rest))]
	}
	d.next += len(rest)
	return slices.Clone(rest), nil
}

func sortEntries(list []fs.DirEntry) {
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
}
