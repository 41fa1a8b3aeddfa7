package index

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A folder keeps indexes: several generations, of which the file "current"
// names one. A generation is never changed once it is named, so that any number
// of processes read it while another makes the next one beside it. Two that
// make one at once are in nobody's way; the last to be named stays.
type folder string

// A generation is one index of a folder.
type generation struct {
	dir   string // name in the folder
	state *state
	// retired are the generations before it that may still be there.
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

// current gives the generation to use, nil when there is none that can be
// read. Its files are not verified yet.
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

// named gives the current generation and those retired, as the folder says.
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

// ours reports whether all names are those of generations, so that nothing
// else is ever opened or removed.
func ours(names []string) bool {
	for _, name := range names {
		if !strings.HasPrefix(name, prefixName) || filepath.Base(name) != name {
			return false
		}
	}
	return true
}

// name makes a generation the current one and removes those that were replaced
// before the last one.
func (f folder) name(g *generation, last *generation) error {
	if err := writeFile(f.path(g.dir, stateName), g.state.encode()); err != nil {
		return err
	}
	if last != nil {
		g.retired = append(g.retired, last.dir)
		for _, old := range last.retired {
			if err := os.RemoveAll(f.path(old)); err != nil { // another process has it open, on Windows
				g.retired = append(g.retired, old)
			}
		}
	}
	// Another process may have been faster. Its work is lost, which is no harm.
	for _, other := range f.named() {
		if _, err := os.Stat(f.path(other)); err == nil {
			g.retired = appendNew(g.retired, other)
		}
	}
	return writeFile(f.path(currentName), []byte(strings.Join(append([]string{g.dir}, g.retired...), "\n")+"\n"))
}

// sweep removes generations that were never named, as after a crash.
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

// writeFile writes a file in one step.
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

// copyIndex makes a copy of an index that may be written to. Segments are never
// changed by bleve, so they are shared.
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
