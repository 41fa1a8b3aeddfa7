package corpus

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing/fstest"
)

// config is the pmsite.yaml of each collection.
const config = "title: Bench post mortems\ntimezone: UTC\n"

// each calls emit for n documents, oldest first.
func each(n int, seed uint64, emit func(name string, text []byte) error) error {
	w := newWriter(seed)
	for i := range n {
		if err := emit(w.document(i, n)); err != nil {
			return err
		}
	}
	return emit("pmsite.yaml", []byte(config))
}

// FS returns a collection of n post mortems in memory, including a pmsite.yaml.
func FS(n int, seed uint64) fs.FS {
	out := fstest.MapFS{}
	_ = each(n, seed, func(name string, text []byte) error {
		out[name] = &fstest.MapFile{Data: text, Mode: 0o644}
		return nil
	})
	return out
}

// Write writes the collection that [FS] returns to the folder dir, which may already exist.
func Write(dir string, n int, seed uint64) error {
	return each(n, seed, func(name string, text []byte) error {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("write a collection: %w", err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return fmt.Errorf("write a collection: %w", err)
		}
		return nil
	})
}
