package index

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A folder stores several generations of an index; the file "current" names the one in use. A
// generation does not change once it is named, so any number of processes can read it while
// another process creates the next one. If two processes create one at the same time, the one
// that is named last stays.
type folder string

// A generation is one version of the index in a folder.
type generation struct {
	dir   string // name in the folder
	state *state
	// retired are earlier generations that may still exist.
	retired []string
}

const (
	currentName = "current"
	stateName   = "state"
	indexName   = "index" // bleve's folder
	prefixName  = "gen-"
)

func (f folder) path(parts ...string) string {
	return filepath.Join(append([]string{string(f)}, parts...)...)
}

// current returns the generation to use, or nil if none can be read. Its files are not verified
// yet.
func (f folder) current() *generation {
	for range 10 { // another process may replace it as we read
		names := f.named()
		if len(names) == 0 {
			return nil
		}
		encoded, err := os.ReadFile(f.path(names[0], stateName))
		if err != nil {
			continue
		}
		info, err := os.Stat(f.path(names[0], stateName))
		if err != nil {
			continue
		}
		s, err := decodeState(encoded)
		if err != nil {
			return nil
		}
		s.written = info.ModTime().UnixNano()
		return &generation{names[0], s, names[1:]}
	}
	return nil
}

// named returns the names of the current generation and of retired ones.
func (f folder) named() []string {
	data, err := os.ReadFile(f.path(currentName))
	if err != nil {
		return nil
	}
	if names := strings.Fields(string(data)); ours(names) {
		return names
	}
	return nil
}

// ours reports whether all names are names of generations, so that nothing else is opened or
// removed.
func ours(names []string) bool {
	for _, name := range names {
		if !strings.HasPrefix(name, prefixName) || filepath.Base(name) != name {
			return false
		}
	}
	return true
}

// name makes a generation the current one and removes those older than the last one.
func (f folder) name(g *generation, last *generation) error {
	if err := writeFile(f.path(g.dir, stateName), g.state.encode()); err != nil {
		return err
	}
	if last != nil {
		g.retired = append(g.retired, last.dir)
		for _, old := range last.retired {
			if err := os.RemoveAll(f.path(old)); err != nil { // on Windows, another process may have it open
				g.retired = append(g.retired, old)
			}
		}
	}
	// Another process may have been faster. Losing its work does no harm.
	for _, other := range f.named() {
		if _, err := os.Stat(f.path(other)); err == nil {
			g.retired = appendNew(g.retired, other)
		}
	}
	return writeFile(f.path(currentName), []byte(strings.Join(append([]string{g.dir}, g.retired...), "\n")+"\n"))
}

// sweep removes generations that were never named, for example because of a crash.
func (f folder) sweep(g *generation) {
	info, err := os.Stat(f.path(g.dir))
	if err != nil {
		return
	}
	entries, _ := os.ReadDir(string(f))
	for _, entry := range entries {
		other, err := entry.Info()
		named := entry.Name() == g.dir || strings.Contains(strings.Join(g.retired, "\n")+"\n", entry.Name()+"\n")
		if err == nil && !named && ours([]string{entry.Name()}) && info.ModTime().Sub(other.ModTime()) > time.Hour {
			_ = os.RemoveAll(f.path(entry.Name()))
		}
	}
}

// writeFile writes a file atomically.
func writeFile(name string, data []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if closeErr := temp.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(temp.Name(), name)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}

// copyIndex copies an index so that the copy can be modified. bleve never modifies segments, so
// both share them.
func copyIndex(to, from string) error {
	return filepath.WalkDir(from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		if filepath.Ext(name) == ".zap" && os.Link(name, target) == nil {
			return nil
		}
		return copyFile(target, name)
	})
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	return err
}
