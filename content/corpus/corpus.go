package corpus

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing/fstest"
)

// config is the pmsite.yaml of every collection.
const config = "title: Bench post mortems\ntimezone: UTC\n"

// each hands over n documents, oldest first.
func each(n int, seed uint64, emit func(name string, text []byte) error) error {
	w := newWriter(seed)
	for i := range n {
		if err := emit(w.document(i, n)); err != nil {
			return err
		}
	}
	return emit("pmsite.yaml", []byte(config))
}

// FS gives a collection of n post mortems in memory, with its pmsite.yaml.
func FS(n int, seed uint64) fs.FS {
	out := fstest.MapFS{}
	_ = each(n, seed, func(name string, text []byte) error {
		out[name] = &fstest.MapFile{Data: text, Mode: 0o644}
		return nil
	})
	return out
}

// Write writes the same collection below a folder, which may exist already.
func Write(dir string, n int, seed uint64) error {
	return each(n, seed, func(name string, text []byte) error {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("make a collection: %w", err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return fmt.Errorf("make a collection: %w", err)
		}
		return nil
	})
}
