package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/pmsite/pmsite/content/corpus"
)

// A collection is a git repository of synthetic post mortems.
type collection struct {
	dir   string
	edits int // made so far
}

// newCollection makes a repository with n post mortems. Each has two commits: it is written as a draft, and completed
// when twenty others have been written.
func newCollection(dir string, n int) (*collection, error) {
	c := &collection{dir: dir}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if err := c.git("init", "-q", "-b", "main"); err != nil {
		return nil, err
	}
	stream, err := history(corpus.FS(n, 1))
	if err != nil {
		return nil, err
	}
	if err := c.feed(stream, "fast-import", "--quiet"); err != nil {
		return nil, err
	}
	return c, c.git("reset", "-q", "--hard")
}

// history returns the commits of a collection in the format of git fast-import.
func history(files fs.FS) (io.Reader, error) {
	names, err := fs.Glob(files, "content/postmortems/*/*.md")
	if err != nil {
		return nil, err
	}
	stream, clock := &bytes.Buffer{}, time.Date(2016, time.January, 4, 0, 0, 0, 0, time.UTC)
	step := 10 * 365 * 24 * time.Hour / time.Duration(2*len(names)+1)
	commit := func(name string, draft bool) error {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if draft {
			text = bytes.Replace(text, []byte("\nstatus: "), []byte("\nstatus: draft # "), 1)
		}
		clock = clock.Add(step)
		fmt.Fprintf(stream, "commit refs/heads/main\ncommitter Bench <bench@example.org> %d +0000\ndata 6\nChange\nM 100644 inline %s\ndata %d\n%s\n", clock.Unix(), name, len(text), text)
		return nil
	}
	if err := commit("pmsite.yaml", false); err != nil {
		return nil, err
	}
	const open = 20
	for i := range len(names) + open {
		if i < len(names) {
			if err := commit(names[i], true); err != nil {
				return nil, err
			}
		}
		if i >= open && i-open < len(names) {
			if err := commit(names[i-open], false); err != nil {
				return nil, err
			}
		}
	}
	return stream, nil
}

// edit adds a sentence to a post mortem and commits it.
func (c *collection) edit() error {
	names, err := filepath.Glob(filepath.Join(c.dir, "content/postmortems/*/*.md"))
	if err != nil {
		return err
	}
	c.edits++
	return c.change(names[len(names)/2], func(text []byte) []byte {
		return bytes.Replace(text, []byte("## Timeline"), fmt.Appendf(nil, "Edit %d made it clearer.\n\n## Timeline", c.edits), 1)
	})
}

// configure changes the title of the site, which is on every page.
func (c *collection) configure() error {
	c.edits++
	return c.change(filepath.Join(c.dir, "pmsite.yaml"), func(text []byte) []byte {
		return bytes.Replace(text, []byte("title: "), fmt.Appendf(nil, "title: %d ", c.edits), 1)
	})
}

func (c *collection) change(name string, change func([]byte) []byte) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	changed := change(text)
	if bytes.Equal(changed, text) {
		return fmt.Errorf("%s: there is nothing to change", name)
	}
	if err := os.WriteFile(name, changed, 0o644); err != nil {
		return err
	}
	return c.git("-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "-q", "-a", "-m", "Change")
}

func (c *collection) git(args ...string) error { return c.feed(nil, args...) }

func (c *collection) feed(stdin io.Reader, args ...string) error {
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = c.dir, stdin
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git %s: %w: %s", args[0], err, out)
	}
	return nil
}
