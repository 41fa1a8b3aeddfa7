package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
)

// summedFS is a file system that sums the files that are read from it.
type summedFS struct {
	fs.FS
	hash hash.Hash
}

func newSummedFS(fsys fs.FS) *summedFS { return &summedFS{fsys, sha256.New()} }

// ReadFile implements [fs.ReadFileFS].
func (s *summedFS) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(s.FS, name)
	_, _ = fmt.Fprintf(s.hash, "%q %d\n%s", name, len(data), data)
	return data, err
}

// ReadDir implements [fs.ReadDirFS].
func (s *summedFS) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(s.FS, name) }

// sum returns the sum of all files that were read, in their order.
func (s *summedFS) sum() string { return hex.EncodeToString(s.hash.Sum(nil)) }
