package git

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
)

// A catFile is a git cat-file process. It starts with the first object that is read, and again after it has exited,
// as it does when a partial clone's remote cannot be reached.
type catFile struct {
	cmd    *exec.Cmd // nil when it is not running
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *tail
}

func (c *catFile) start(cmd *exec.Cmd) (err error) {
	c.stderr = &tail{}
	cmd.Stderr = c.stderr
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

// header writes an object ID and reads "ID KIND SIZE".
func (c *catFile) header(id OID) (k Kind, size int64, err error) {
	line := ""
	if _, err = io.WriteString(c.in, id.String()+"\n"); err == nil {
		line, err = c.out.ReadString('\n')
	}
	if err != nil {
		_ = c.Close() // git's standard error says more
		return "", 0, fmt.Errorf("%w: %s", ErrMissing, strings.Join(messageLines(c.stderr.String()), "; "))
	}
	fields := strings.Fields(line)
	if len(fields) != 3 {
		return "", 0, ErrMissing
	}
	if size, err = strconv.ParseInt(fields[2], 10, 64); err != nil {
		return "", 0, errors.Join(fmt.Errorf("git cat-file: %q", line), c.Close())
	}
	return Kind(fields[1]), size, nil
}

// read reads an object: after the header follow the content and a line feed. It kills the process if the object is too
// large.
func (c *catFile) read(id OID) (Object, error) {
	k, size, err := c.header(id)
	if err != nil {
		return Object{}, err
	}
	if err := CheckSize(size); err != nil {
		_ = c.cmd.Process.Kill()
		_ = c.Close() // it was killed
		return Object{}, err
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(c.out, data); err != nil {
		return Object{}, errors.Join(err, c.Close())
	}
	return Object{k, data[:size:size]}, nil
}

// Close ends the process.
func (c *catFile) Close() error {
	if c.cmd == nil {
		return nil
	}
	err := c.in.Close()
	_, _ = io.Copy(io.Discard, c.out)
	err = errors.Join(err, c.cmd.Wait())
	c.cmd = nil
	return err
}
