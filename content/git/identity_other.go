//go:build !linux && !freebsd && !openbsd

package git

import "io/fs"

// identity returns zeros: the system does not report inode numbers and metadata changes in a portable way.
func identity(fs.FileInfo) (inode uint64, changed int64) { return 0, 0 }
