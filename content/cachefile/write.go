// Package cachefile reads and writes the files of a cache, which several processes use at the same time and any of which
// may be killed. It does not know what is in the files.
package cachefile

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Write writes a file atomically: concurrent readers see either the old file or the new one. It creates the folder if
// needed.
func Write(name string, write func(io.Writer) error) error {
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, filepath.Base(name)+"-*.tmp")
	if err != nil {
		return err
	}
	err = write(f)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	sweep(name)
	return nil
}

// abandonedAfter is how long after its last change a temporary file counts as left by a killed process.
const abandonedAfter = time.Hour

// sweep removes the temporary files that killed processes have left for a file, which was written just now.
func sweep(name string) {
	written, err := os.Stat(name)
	if err != nil {
		return
	}
	entries, _ := os.ReadDir(filepath.Dir(name)) // what cannot be listed stays
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), filepath.Base(name)+"-") || !strings.HasSuffix(e.Name(), ".tmp") {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && written.ModTime().Sub(info.ModTime()) > abandonedAfter {
			_ = os.Remove(filepath.Join(filepath.Dir(name), e.Name()))
		}
	}
}
