//go:build !linux && !freebsd && !openbsd

package git

import "io/fs"

func identity(fs.FileInfo) (inode uint64, changed int64) { return 0, 0 }
