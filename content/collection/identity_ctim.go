//go:build linux || openbsd

package collection

import (
	"io/fs"
	"syscall"
)

// Identity returns the inode number of a file and the time of its last metadata change, in
// nanoseconds. They distinguish two files of the same name, size and modification time.
// Both are 0 if the system does not report them.
func Identity(info fs.FileInfo) (inode uint64, changed int64) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Ino), stat.Ctim.Nano() // narrower on some systems
	}
	return 0, 0
}
