package source

import (
	"io/fs"
	"time"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// indexed is a file as git's index has it.
type indexed struct {
	id oid
	// What the file was on disk when git compared it last. A file that is still so has the content id, git's filters
	// apart. The zero value fits no file: the store does not know, or the file was written so shortly before the
	// index that another change would not show (git calls such an entry racy).
	trace trace
}

// A trace changes when a file does.
type trace struct {
	size, inode       uint32 // their lower bits, which git keeps
	modified, changed int64  // nanoseconds since 1970; changed is of the metadata
}

// traceOf is the zero value where the system does not tell enough.
func traceOf(info fs.FileInfo) trace {
	inode, changed := identity(info)
	if changed == 0 {
		return trace{}
	}
	return trace{uint32(info.Size()), uint32(inode), info.ModTime().UnixNano(), changed} //nolint:gosec // the lower bits
}

// newIndexed takes over an entry of an index that was written at a time.
func newIndexed(e *index.Entry, written time.Time) indexed {
	out := indexed{id: oid(e.Hash[:])}
	if e.Stage == 0 && !e.IntentToAdd && e.ModifiedAt.Before(written) {
		out.trace = trace{e.Size, e.Inode, e.ModifiedAt.UnixNano(), e.CreatedAt.UnixNano()}
	}
	return out
}
