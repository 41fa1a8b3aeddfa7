package git

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// ModeFile is the mode of a regular file that is not executable.
const ModeFile = 0o100644

// An Entry is one entry of a tree. The zero value stands for no entry.
type Entry struct {
	Name string
	Mode uint32 // see [RawEntry]
	ID   OID
}

// key returns the key by which git sorts the entries of a tree.
func (e Entry) key() string {
	if e.Mode == ModeTree {
		return e.Name + "/"
	}
	return e.Name
}

// EncodeTree returns the data of a tree with the given entries. It sorts list in place, as git does.
func EncodeTree(list []Entry) []byte {
	slices.SortFunc(list, func(x, y Entry) int { return strings.Compare(x.key(), y.key()) })
	var b bytes.Buffer
	for _, e := range list {
		fmt.Fprintf(&b, "%o %s\x00%s", e.Mode, e.Name, string(e.ID))
	}
	return b.Bytes()
}

// decodeTree returns the entries in the data of a tree whose object IDs have size bytes.
func decodeTree(data []byte, size int) (list []Entry, err error) {
	for len(data) > 0 {
		var e RawEntry
		if e, data, err = NextEntry(data, size); err != nil {
			return nil, err
		}
		list = append(list, Entry{string(e.Name), e.Mode, OID(e.ID)})
	}
	return list, nil
}

// Entries returns the entries of a tree; none for "".
func (r *Repository) Entries(tree OID) ([]Entry, error) {
	data, err := r.Tree(tree)
	if err != nil {
		return nil, err
	}
	list, err := decodeTree(data, r.idSize)
	if err != nil {
		err = fmt.Errorf("read tree %s: %w", tree, err)
	}
	return list, err
}
