package source

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A store answers what the rest of the package asks of a repository: go-git's, or the git program's. Its methods
// are safe for concurrent use.
type store interface {
	read(id oid) (object, error)                           // wraps errMissing when it is not there; data is shared
	resolve(rev string) (id oid, branch string, err error) // of the commit that rev names
	head() (id oid, branch string, err error)              // id is "" on an unborn branch
	branches() ([]ref, error)                              // local and remote-tracking
	index() (map[string]indexed, error)                    // by slash paths from the work tree's top
	forget() error                                         // lets go of what is kept in memory
	close() error
}

// A ref is a branch: a local one, or what was last seen of a remote's.
type ref struct {
	name   string // short: main, origin/main
	remote bool
	id     oid
}

var errMissing = errors.New("object not found")

// An oid is an object's name as git's trees hold it: 20 bytes, or 32 in SHA-256 repositories.
type oid string

func (id oid) String() string {
	var room [128]byte
	return string(hex.AppendEncode(room[:0], []byte(id)))
}

func parseOID(s string) (oid, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 20 && len(b) != 32 {
		return "", fmt.Errorf("%q is not the full hash of an object", s)
	}
	return oid(b), nil
}

type kind string

const (
	kindCommit kind = "commit"
	kindTree   kind = "tree"
	kindBlob   kind = "blob"
	kindTag    kind = "tag"
)

type object struct {
	kind kind
	data []byte // never changed
}

// A commit is what is needed of a commit object.
type commit struct {
	id        oid
	tree      oid
	parents   []oid
	time      time.Time // the committer's
	author    Person
	committer Person
	message   string
}

// A Person is somebody named in a commit: to find names that a text should not contain, and to map addresses to
// roles.
type Person struct{ Name, Email string }

// readCommit reads a commit, through tags that point at it.
func readCommit(st store, id oid) (*commit, error) {
	for range 10 {
		o, err := st.read(id)
		if err != nil {
			return nil, fmt.Errorf("read commit %s: %w", id, err)
		}
		switch o.kind {
		case kindCommit:
			return parseCommit(id, o.data)
		case kindTag:
			to, _, _ := strings.Cut(strings.TrimPrefix(string(o.data), "object "), "\n")
			if id, err = parseOID(to); err != nil {
				return nil, fmt.Errorf("read tag %s: %w", id, err)
			}
		default:
			return nil, fmt.Errorf("read commit %s: it is a %s", id, o.kind)
		}
	}
	return nil, fmt.Errorf("read commit %s: tags nested too deeply", id)
}

func parseCommit(id oid, data []byte) (*commit, error) {
	c := &commit{id: id}
	head, message, _ := bytes.Cut(data, []byte("\n\n"))
	c.message = string(message)
	var err error
	for line := range strings.SplitSeq(string(head), "\n") {
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "tree":
			c.tree, err = parseOID(value)
		case "parent":
			var p oid
			p, err = parseOID(value)
			c.parents = append(c.parents, p)
		case "author":
			c.author, _ = parseIdent(value)
		case "committer":
			c.committer, c.time = parseIdent(value)
		}
		if err != nil {
			return nil, fmt.Errorf("read commit %s: %w", id, err)
		}
	}
	if c.tree == "" {
		return nil, fmt.Errorf("read commit %s: it names no tree", id)
	}
	return c, nil
}

// parseIdent reads "Name <address> 1700000000 +0100"; what is odd is left at its zero value, as git does.
func parseIdent(s string) (Person, time.Time) {
	name, rest, _ := strings.Cut(s, "<")
	at := strings.LastIndexByte(rest, '>')
	if at < 0 {
		return Person{Name: strings.TrimSpace(name)}, time.Unix(0, 0).UTC()
	}
	seconds, zone, _ := strings.Cut(strings.TrimSpace(rest[at+1:]), " ")
	n, _ := strconv.ParseInt(seconds, 10, 64)
	t := time.Unix(n, 0).UTC()
	if z, err := strconv.Atoi(zone); err == nil && z != 0 {
		t = t.In(time.FixedZone("", (z/100*60+z%100)*60))
	}
	return Person{strings.TrimSpace(name), strings.TrimSpace(rest[:at])}, t
}

func (c *commit) subject() string {
	first, _, _ := strings.Cut(strings.TrimLeft(c.message, "\n"), "\n\n")
	return strings.Join(strings.Fields(first), " ")
}
