package publish

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// A programStore is the store that asks the git program. What it asks takes no time, and is not interrupted: a ref is
// either moved or not.
type programStore struct {
	*program
	cat *catFile
}

func (s *programStore) read(k kind, id oid) ([]byte, error) { return s.cat.read(k, id) }
func (s *programStore) reopen() error                       { return nil }
func (s *programStore) close() error                        { return s.cat.close() }

func (s *programStore) ref(name plumbing.ReferenceName) (oid, error) {
	out, err := s.run(context.Background(), "for-each-ref", "--format=%(refname) %(objectname) %(symref)", name.String())
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(out) { // those below a folder of that name are listed, too
		fields := strings.Fields(line)
		if len(fields) == 3 && fields[0] == name.String() {
			return "", anotherName(name, fields[2])
		}
		if len(fields) == 2 && fields[0] == name.String() {
			return parseOID(fields[1])
		}
	}
	return "", nil
}

func (s *programStore) refs() ([]string, error) {
	out, err := s.run(context.Background(), "for-each-ref", "--format=%(refname)")
	return strings.Fields(out), err
}

func (s *programStore) checkedOut(branch plumbing.ReferenceName) (string, error) {
	out, err := s.run(context.Background(), "worktree", "list", "--porcelain")
	dir := ""
	for line := range strings.Lines(out) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch {
		case key == "worktree":
			dir = value
		case key == "branch" && value == branch.String():
			return dir, nil
		}
	}
	return "", err
}

func (s *programStore) update(name plumbing.ReferenceName, was, is oid, who signature, why string) error {
	before := was.String()
	if was == "" {
		before = strings.Repeat("0", 2*len(is))
	}
	signed := *s.program
	signed.env = append(signed.env[:len(signed.env):len(signed.env)], "GIT_COMMITTER_NAME="+who.Name, "GIT_COMMITTER_EMAIL="+who.Email,
		"GIT_COMMITTER_DATE="+who.when.Format("2006-01-02T15:04:05-07:00"))
	_, refused := signed.run(context.Background(), "update-ref", "--no-deref", "-m", "publish: "+why, name.String(), is.String(), before)
	if refused == nil {
		return nil
	}
	if now, err := s.ref(name); err == nil && now != was {
		return fmt.Errorf("%w: %w", errLostRace, refused)
	}
	return refused
}

// A catFile reads objects by a process of git cat-file, which starts with the first one, and again when it died, as
// it does when a partial clone's remote cannot be reached.
type catFile struct {
	*program
	cmd *exec.Cmd // nil when it does not run
	in  io.WriteCloser
	out *bufio.Reader
	err strings.Builder
}

func (c *catFile) start() (err error) {
	cmd := c.command(context.Background(), "cat-file", "--batch")
	c.err.Reset()
	cmd.Stderr = &c.err
	if c.in, err = cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	c.out = bufio.NewReaderSize(out, 1<<16)
	if err := cmd.Start(); err != nil {
		return err
	}
	c.cmd = cmd
	return nil
}

// read writes an object's name and reads "NAME KIND SIZE", the content and a line feed.
func (c *catFile) read(k kind, id oid) ([]byte, error) {
	if c.cmd == nil {
		if err := c.start(); err != nil {
			return nil, err
		}
	}
	_, err := io.WriteString(c.in, id.String()+"\n")
	line := ""
	if err == nil {
		line, err = c.out.ReadString('\n')
	}
	if err != nil {
		_ = c.close() // what git said on its standard error says more
		return nil, fmt.Errorf("read %s %s: %w: %s", k, id, errMissing, firstLine(c.err.String()))
	}
	fields := strings.Fields(line)
	if len(fields) != 3 {
		return nil, fmt.Errorf("read %s %s: %w", k, id, errMissing)
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return nil, errors.Join(fmt.Errorf("git cat-file: %q", line), c.close())
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(c.out, data); err != nil {
		return nil, errors.Join(err, c.close())
	}
	if fields[1] != k.String() {
		return nil, fmt.Errorf("object %s is a %s, not a %s", id, fields[1], k)
	}
	return data[:size], nil
}

// close ends the process.
func (c *catFile) close() error {
	if c.cmd == nil {
		return nil
	}
	err := c.in.Close()
	_, _ = io.Copy(io.Discard, c.out)
	err = errors.Join(err, c.cmd.Wait())
	c.cmd = nil
	return err
}
