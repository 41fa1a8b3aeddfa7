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

// EntryAt returns the entry with a slash-separated path in a tree; the zero entry if there is none.
func (r *Repository) EntryAt(tree OID, path string) (Entry, error) {
	at := Entry{Mode: ModeTree, ID: tree}
	for name := range strings.SplitSeq(path, "/") {
		if at.Mode != ModeTree {
			return Entry{}, nil
		}
		list, err := r.Entries(at.ID)
		if err != nil {
			return Entry{}, err
		}
		i := slices.IndexFunc(list, func(e Entry) bool { return e.Name == name })
		if i < 0 {
			return Entry{}, nil
		}
		at = list[i]
	}
	return at, nil
}

// eachFile passes the files of a tree and the trees below it to a function, with their paths below a folder, which
// is "" or ends in a slash.
func (r *Repository) eachFile(tree OID, folder string, emit func(path string, e Entry)) error {
	list, err := r.Entries(tree)
	for _, e := range list {
		if e.Mode != ModeTree {
			emit(folder+e.Name, e)
		} else if err := r.eachFile(e.ID, folder+e.Name+"/", emit); err != nil {
			return err
		}
	}
	return err
}
