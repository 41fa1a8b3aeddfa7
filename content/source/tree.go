package source

import (
	"bytes"
	"errors"
	"io/fs"
)

// An entry is one line of a tree.
type entry struct {
	mode uint32 // git's: 0100644, 0100755, 0120000 (a link), 040000 (a tree), 0160000 (a submodule)
	name []byte
	id   []byte
}

const (
	modeTree      = 0o40000
	modeLink      = 0o120000
	modeSubmodule = 0o160000
)

var errBadTree = errors.New("damaged tree")

// nextEntry cuts the first entry from a tree's data.
func nextEntry(data []byte, idLen int) (e entry, rest []byte, err error) {
	space := bytes.IndexByte(data, ' ')
	if space < 0 || space > 6 {
		return e, nil, errBadTree
	}
	for _, c := range data[:space] {
		e.mode = e.mode<<3 | uint32(c-'0')
	}
	data = data[space+1:]
	end := bytes.IndexByte(data, 0)
	if end < 1 || len(data) < end+1+idLen {
		return e, nil, errBadTree
	}
	e.name, e.id = data[:end], data[end+1:end+1+idLen]
	return e, data[end+1+idLen:], nil
}

func (e entry) isTree() bool { return e.mode&0o170000 == modeTree }

func (e entry) isFile() bool { return e.mode&0o170000 == 0o100000 }

// fileMode is git's mode as Go writes it; a submodule is a directory.
func (e entry) fileMode() fs.FileMode {
	switch e.mode & 0o170000 {
	case modeTree, modeSubmodule:
		return fs.ModeDir | 0o555
	case modeLink:
		return fs.ModeSymlink | 0o777
	default:
		return fs.FileMode(0o444 | e.mode&0o111)
	}
}
