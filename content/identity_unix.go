//go:build linux || freebsd || openbsd

package content

import (
	"io/fs"
	"syscall"
)

// Identity tells files of one name apart, and when their metadata changed, in
// nanoseconds since 1970; zeros where the system does not say.
func Identity(info fs.FileInfo) (inode uint64, changed int64) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Ino), stat.Ctim.Nano() //nolint:unconvert // narrower on some systems
	}
	return 0, 0
}
