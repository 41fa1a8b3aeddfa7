//go:build darwin || freebsd || netbsd

package collection

import (
	"io/fs"
	"syscall"
)

// Identity returns the number of a file and the time of the last change of its metadata, in
// nanoseconds: what tells apart two files of the same name, size and modification time.
// Both are 0 where the system does not say.
func Identity(info fs.FileInfo) (inode uint64, changed int64) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Ino, stat.Ctimespec.Nano()
	}
	return 0, 0
}
