//go:build linux || freebsd || openbsd

package git

import (
	"io/fs"
	"syscall"
)

// identity returns a file's inode number and when its metadata changed, in nanoseconds since 1970.
func identity(info fs.FileInfo) (inode uint64, changed int64) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Ino), stat.Ctim.Nano() //nolint:unconvert // narrower on some systems
	}
	return 0, 0
}
