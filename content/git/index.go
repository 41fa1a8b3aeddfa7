package git

import (
	"io/fs"
	"time"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// An IndexEntry is a file in git's index.
type IndexEntry struct {
	ID OID
	// Trace describes the file on disk when git last compared it. While a file's trace is the same, its content is
	// that of ID, apart from git's filters. The zero value matches no file: either the store does not know, or the
	// file was written so shortly before the index that a later change might not show (a racy entry, in git's terms).
	Trace Trace
}

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

// newIndexEntry converts an entry of an index that was written at the given time.
func newIndexEntry(e *index.Entry, written time.Time) IndexEntry {
	out := IndexEntry{ID: OID(e.Hash[:])}
	if e.Stage == 0 && !e.IntentToAdd && e.ModifiedAt.Before(written) {
		out.Trace = Trace{e.Size, e.Inode, e.ModifiedAt.UnixNano(), e.CreatedAt.UnixNano()}
	}
	return out
}
