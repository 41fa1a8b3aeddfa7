package git

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/cachefile"
)

// sealName is the name of a file in a mirror, which each complete fetch writes. Its modification time is the time of the
// fetch. Each line names a file of the mirror and what to recognize it by.
const sealName = "pmsite-fetched"

// sealed are files that must be as the last complete fetch left them. Refs may be newer: objects are fetched first.
var sealed = []string{"HEAD", "config"}

var errDamaged = errors.New("the copy is damaged")

// Fetched returns the time of the last complete fetch. If there was none, the error wraps fs.ErrNotExist.
func (m Mirror) Fetched() (time.Time, error) {
	info, err := os.Stat(filepath.Join(m.Dir, sealName))
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// seal writes the seal.
func (m Mirror) seal() error {
	var b bytes.Buffer
	for _, name := range sealed {
		sum, err := m.sum(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %s\n", name, sum)
	}
	err := m.eachObjectFile(func(name string, info fs.FileInfo) error {
		_, err := fmt.Fprintf(&b, "%s %s\n", name, stampOf(info))
		return err
	})
	if err != nil {
		return err
	}
	return cachefile.Write(filepath.Join(m.Dir, sealName), func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}

func (m Mirror) sum(name string) (string, error) {
	data, err := os.ReadFile(filepath.Join(m.Dir, name))
	return fmt.Sprintf("%x", sha256.Sum256(data)), err
}

func stampOf(info fs.FileInfo) string {
	return fmt.Sprintf("%d bytes of %d", info.Size(), info.ModTime().UnixNano())
}

// eachObjectFile visits the files that contain objects, or indexes of these.
func (m Mirror) eachObjectFile(visit func(name string, info fs.FileInfo) error) error {
	objects := filepath.Join(m.Dir, "objects")
	return fs.WalkDir(os.DirFS(objects), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), "tmp_") || path.Dir(name) == "info" {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return visit(path.Join("objects", name), info)
	})
}

// Verify returns an error if a file of the mirror has been damaged since the last complete fetch, or if there was none.
// It reads only the files that have another size or time than the fetch has left them.
func (m Mirror) Verify() error {
	seal, err := os.ReadFile(filepath.Join(m.Dir, sealName))
	if err != nil {
		return err
	}
	known := map[string]string{}
	for line := range strings.Lines(string(seal)) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		known[name] = value
	}
	for _, name := range sealed {
		if sum, err := m.sum(name); err != nil || sum != known[name] {
			return fmt.Errorf("%w: %s", errDamaged, name)
		}
	}
	return m.eachObjectFile(func(name string, info fs.FileInfo) error {
		if known[name] == stampOf(info) {
			return nil
		}
		if err := verifyObjectFile(filepath.Join(m.Dir, filepath.FromSlash(name))); err != nil {
			return fmt.Errorf("%w: %s: %w", errDamaged, name, err)
		}
		return nil
	})
}

// verifyObjectFile checks the checksum of a pack, an index or a loose object.
func verifyObjectFile(name string) error {
	dir := filepath.Dir(name)
	if filepath.Base(dir) == "pack" {
		return verifyPackFile(name)
	}
	id, err := ParseOID(filepath.Base(dir) + filepath.Base(name))
	if err != nil {
		return err
	}
	f, err := openLoose(filepath.Dir(dir), id)
	if err != nil {
		return err
	}
	defer f.Close()
	o, err := f.read()
	if err == nil && ObjectID(o.Kind, o.Data, len(id)) != id {
		err = errBadLoose
	}
	return err
}

// verifyPackFile checks the checksum at the end of a pack, or of a file that belongs to one.
func verifyPackFile(name string) error {
	switch filepath.Ext(name) {
	case ".pack", ".idx", ".rev":
	default:
		return nil // it holds nothing that is read
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	for _, size := range []int{20, 32} {
		if end := len(data) - size; end > 0 {
			h := newHash(size)
			h.Write(data[:end])
			if bytes.Equal(h.Sum(nil), data[end:]) {
				return nil
			}
		}
	}
	return errors.New("its checksum is another")
}

// Sweep removes what killed fetches have left: locks and unfinished packs. No other process may be using the mirror.
func (m Mirror) Sweep() {
	_ = fs.WalkDir(os.DirFS(m.Dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && (strings.HasSuffix(name, ".lock") || strings.HasPrefix(name, "objects/") && strings.HasPrefix(entry.Name(), "tmp_")) {
			_ = os.RemoveAll(filepath.Join(m.Dir, filepath.FromSlash(name)))
		}
		return nil // what cannot be listed or removed stays
	})
}
