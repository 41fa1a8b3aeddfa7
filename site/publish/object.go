package publish

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"strings"
	"time"
)

// An oid is an object's name as git's trees hold it: 20 bytes, or 32 in SHA-256 repositories; "" is that of nothing.
type oid string

func (id oid) String() string { return hex.EncodeToString([]byte(id)) }

// parseOID takes no name but a full one.
func parseOID(s string) (oid, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 20 && len(b) != 32 {
		return "", fmt.Errorf("%q is not the full hash of an object", s)
	}
	return oid(b), nil
}

// A kind is what an object is, by its number in packs.
type kind byte

const (
	kindCommit kind = iota + 1
	kindTree
	kindBlob
)

func (k kind) String() string { return [...]string{"object", "commit", "tree", "blob"}[k] }

// A naming makes the hash by which a repository names its objects.
type naming func() hash.Hash

func (n naming) of(k kind, data []byte) oid {
	h := n()
	h.Write(strconv.AppendInt([]byte(k.String()+" "), int64(len(data)), 10))
	h.Write([]byte{0})
	h.Write(data)
	return oid(h.Sum(nil))
}

// A mode is git's: what an entry of a tree is. The zero mode is that of nothing.
type mode uint32

const (
	modeDir  mode = 0o40000
	modeFile mode = 0o100644
)

// An entry is one line of a tree.
type entry struct {
	name string
	mode mode
	id   oid
}

// key is what git sorts a tree by.
func (e entry) key() string {
	if e.mode == modeDir {
		return e.name + "/"
	}
	return e.name
}

func encodeTree(list []entry) []byte {
	var b bytes.Buffer
	for _, e := range list {
		fmt.Fprintf(&b, "%o %s\x00%s", e.mode, e.name, string(e.id))
	}
	return b.Bytes()
}

var errBadTree = errors.New("damaged tree")

// decodeTree reads a tree whose names have a number of bytes.
func decodeTree(data []byte, size int) (list []entry, err error) {
	for len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		octal, name, both := strings.Cut(string(head), " ")
		m, err := strconv.ParseUint(octal, 8, 32)
		if !ok || !both || err != nil || len(rest) < size {
			return nil, errBadTree
		}
		list = append(list, entry{name, mode(m), oid(rest[:size])})
		data = rest[size:]
	}
	return list, nil
}

// A commit is what is needed of one that was published before.
type commit struct {
	tree    oid
	parents []oid
}

func decodeCommit(data []byte) (c commit, err error) {
	head, _, _ := strings.Cut(string(data), "\n\n")
	for line := range strings.SplitSeq(head, "\n") {
		var id oid
		switch key, value, _ := strings.Cut(line, " "); key {
		case "tree":
			c.tree, err = parseOID(value)
		case "parent":
			id, err = parseOID(value)
			c.parents = append(c.parents, id)
		}
		if err != nil {
			return c, err
		}
	}
	if c.tree == "" {
		err = errors.New("it names no tree")
	}
	return c, err
}

// A signature says who made a commit, and when.
type signature struct {
	Person
	when time.Time
}

func (s signature) String() string {
	return fmt.Sprintf("%s <%s> %d %s", s.Name, s.Email, s.when.Unix(), s.when.Format("-0700"))
}

func encodeCommit(tree oid, parents []oid, who signature, message string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "tree %s\n", tree)
	for _, p := range parents {
		fmt.Fprintf(&b, "parent %s\n", p)
	}
	fmt.Fprintf(&b, "author %s\ncommitter %s\n\n%s\n", who, who, strings.TrimSpace(message))
	return b.Bytes()
}
