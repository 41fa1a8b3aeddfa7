package git

import (
	"bytes"
	"errors"
	"io/fs"
)

// A RawEntry is one entry of a tree. It refers to the tree's data, so that comparing trees copies nothing.
type RawEntry struct {
	Mode uint32 // git's: 0100644, 0100755, 0120000 (a link), 040000 (a tree), 0160000 (a submodule)
	Name []byte
	ID   []byte
}

// The modes of entries that are not regular files.
const (
	ModeTree      = 0o40000
	ModeLink      = 0o120000
	ModeSubmodule = 0o160000
)

var errBadTree = errors.New("damaged tree")

// NextEntry returns the first entry in a tree's data, and the rest of the data. Object IDs have idLen bytes. The entry
// shares memory with data.
func NextEntry(data []byte, idLen int) (e RawEntry, rest []byte, err error) {
	space := bytes.IndexByte(data, ' ')
	if space < 0 || space > 6 {
		return e, nil, errBadTree
	}
	for _, c := range data[:space] {
		if c < '0' || c > '7' {
			return e, nil, errBadTree
		}
		e.Mode = e.Mode<<3 | uint32(c-'0')
	}
	data = data[space+1:]
	end := bytes.IndexByte(data, 0)
	if end < 1 || len(data) < end+1+idLen {
		return e, nil, errBadTree
	}
	e.Name, e.ID = data[:end], data[end+1:end+1+idLen]
	return e, data[end+1+idLen:], nil
}

// IsTree reports whether the entry is a folder.
func (e RawEntry) IsTree() bool { return e.Mode&0o170000 == ModeTree }

// IsFile reports whether the entry is a regular file, executable or not.
func (e RawEntry) IsFile() bool { return e.Mode&0o170000 == 0o100000 }

// FileMode returns the entry's mode as an fs.FileMode. A submodule is a directory.
func (e RawEntry) FileMode() fs.FileMode {
	switch e.Mode & 0o170000 {
	case ModeTree, ModeSubmodule:
		return fs.ModeDir | 0o555
	case ModeLink:
		return fs.ModeSymlink | 0o777
	default:
		return fs.FileMode(0o444 | e.Mode&0o111)
	}
}

// CompareEntries compares entries in the order of git, which sorts a folder as if its name ended in a slash.
func CompareEntries(x, y RawEntry) int {
	n := min(len(x.Name), len(y.Name))
	if c := bytes.Compare(x.Name[:n], y.Name[:n]); c != 0 {
		return c
	}
	return int(x.at(n)) - int(y.at(n))
}

func (e RawEntry) at(i int) byte {
	switch {
	case i < len(e.Name):
		return e.Name[i]
	case e.IsTree():
		return '/'
	default:
		return 0
	}
}
