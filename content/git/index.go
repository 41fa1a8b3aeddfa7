package git

import (
	"io/fs"
	"time"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// IndexEntry is a file as git's index has it.
type IndexEntry struct {
	ID OID
	// What the file was on disk when git compared it last. A file that is still so has the content ID, git's filters
	// apart. The zero value fits no file: the store does not know, or the file was written so shortly before the
	// index that another change would not show (git calls such an entry racy).
	Trace Trace
}

// A Trace changes when a file does.
type Trace struct {
	size, inode       uint32 // their lower bits, which git keeps
	modified, changed int64  // nanoseconds since 1970; changed is of the metadata
}

// TraceOf returns the trace of a file; it is the zero value where the system does not tell enough.
func TraceOf(info fs.FileInfo) Trace {
	inode, changed := identity(info)
	if changed == 0 {
		return Trace{}
	}
	return Trace{uint32(info.Size()), uint32(inode), info.ModTime().UnixNano(), changed} //nolint:gosec // the lower bits
}

// newIndexEntry takes over an entry of an index that was written at a time.
func newIndexEntry(e *index.Entry, written time.Time) IndexEntry {
	out := IndexEntry{ID: OID(e.Hash[:])}
	if e.Stage == 0 && !e.IntentToAdd && e.ModifiedAt.Before(written) {
		out.Trace = Trace{e.Size, e.Inode, e.ModifiedAt.UnixNano(), e.CreatedAt.UnixNano()}
	}
	return out
}
