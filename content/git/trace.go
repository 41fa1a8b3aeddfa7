package git

import "io/fs"

// A Trace is what the file system reports of a file. It changes when the file does.
type Trace struct {
	size, inode       uint32 // the lower 32 bits, as in git's index
	modified, changed int64  // of content and of metadata, in nanoseconds since 1970
}

// TraceOf returns the trace of a file. It is the zero value on systems that do not report enough.
func TraceOf(info fs.FileInfo) Trace {
	inode, changed := identity(info)
	if changed == 0 {
		return Trace{}
	}
	return Trace{uint32(info.Size()), uint32(inode), info.ModTime().UnixNano(), changed} //nolint:gosec // the lower bits
}
