package git

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// A Commit is a parsed commit object. It has only the headers that callers need.
type Commit struct {
	ID        OID
	Tree      OID
	Parents   []OID
	Time      time.Time // the committer's
	Author    Person
	Committer Person
	Message   string
}

// readCommit returns the commit with the given ID. If id is a tag, it returns the commit that the tag points at.
func readCommit(st store, id OID) (*Commit, error) {
	for range 10 {
		o, err := st.read(id)
		if err != nil {
			return nil, fmt.Errorf("read commit %s: %w", id, err)
		}
		switch o.Kind {
		case KindCommit:
			return parseCommit(id, o.Data)
		case KindTag:
			to, _, _ := strings.Cut(strings.TrimPrefix(string(o.Data), "object "), "\n")
			if id, err = ParseOID(to); err != nil {
				return nil, fmt.Errorf("read tag %s: %w", id, err)
			}
		default:
			return nil, fmt.Errorf("read commit %s: it is a %s", id, o.Kind)
		}
	}
	return nil, fmt.Errorf("read commit %s: tags nested too deeply", id)
}

func parseCommit(id OID, data []byte) (*Commit, error) {
	c := &Commit{ID: id}
	head, message, _ := bytes.Cut(toUTF8(data), []byte("\n\n"))
	c.Message = string(message)
	var err error
	for line := range strings.SplitSeq(string(head), "\n") {
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "tree":
			c.Tree, err = ParseOID(value)
		case "parent":
			var p OID
			p, err = ParseOID(value)
			c.Parents = append(c.Parents, p)
		case "author":
			c.Author, _ = ParseIdent(value)
		case "committer":
			c.Committer, c.Time = ParseIdent(value)
		}
		if err != nil {
			return nil, fmt.Errorf("read commit %s: %w", id, err)
		}
	}
	if c.Tree == "" {
		return nil, fmt.Errorf("read commit %s: it has no tree", id)
	}
	return c, nil
}

// Subject returns the first paragraph of the message, on one line.
func (c *Commit) Subject() string {
	first, _, _ := strings.Cut(strings.TrimLeft(c.Message, "\n"), "\n\n")
	return strings.Join(strings.Fields(first), " ")
}
