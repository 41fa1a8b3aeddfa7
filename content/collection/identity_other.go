//go:build !linux && !freebsd && !openbsd && !darwin && !netbsd

package collection

import "io/fs"

// Identity returns zeros, because the system does not report the values.
func Identity(fs.FileInfo) (inode uint64, changed int64) { return 0, 0 }
