package cachefile

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	unusedAfter = 60 * 24 * time.Hour // how long after its last use a cache is removed
	maxTotal    = 2 << 30             // size in bytes of all caches together, above which those used least recently are removed
	usedAgain   = 24 * time.Hour      // how exactly the last use is noted, which is a file's time of modification
)

// nameForm matches the names of files that may be pruned: what is cached, and a checksum of whose it is.
var nameForm = regexp.MustCompile(`^[a-z]+-[0-9a-f]{16}$`)

// Prune removes files of the folder that have not been read or written for two months, and those used least recently
// while all together are larger than 2 GiB; the newest stays, whatever its size. It looks only at names such as
// documents-0123456789abcdef, except locks, and leaves what it cannot remove.
func Prune(dir string, now time.Time) { prune(dir, now, maxTotal) }

func prune(dir string, now time.Time, most int64) {
	entries, _ := os.ReadDir(dir) // what cannot be listed stays
	var files []os.FileInfo
	for _, e := range entries {
		if !e.Type().IsRegular() || strings.HasPrefix(e.Name(), "lock-") || !nameForm.MatchString(e.Name()) {
			continue
		}
		if info, err := e.Info(); err == nil {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b os.FileInfo) int {
		return cmp.Or(b.ModTime().Compare(a.ModTime()), cmp.Compare(a.Name(), b.Name()))
	})
	var total int64
	for i, info := range files {
		if total += info.Size(); i > 0 && (total > most || now.Sub(info.ModTime()) > unusedAfter) {
			_ = os.Remove(filepath.Join(dir, info.Name()))
		}
	}
}

// MarkUsed notes that a file was read, so that [Prune] keeps it.
func MarkUsed(name string, now time.Time) {
	info, err := os.Stat(name)
	if err == nil && now.Sub(info.ModTime()) > usedAgain {
		_ = os.Chtimes(name, time.Time{}, now) // in a read-only folder, nothing is pruned either
	}
}
