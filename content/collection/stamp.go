package collection

import (
	"io/fs"
	"time"
)

// A Stamp changes when a file changes, unless that happens within a tick of the clock. The zero value is no file's.
type Stamp struct {
	Size     int64 // in bytes
	Modified int64 // nanoseconds
	Inode    uint64
	Changed  int64 // nanoseconds; last metadata change, or 0 if the system does not report it
}

// StampOf returns the stamp of a file.
func StampOf(info fs.FileInfo) Stamp {
	s := Stamp{Size: info.Size(), Modified: info.ModTime().UnixNano()}
	if file, ok := info.(interface{ Version() uint64 }); ok { // in a commit, where all files have the same time
		s.Inode = file.Version()
		return s
	}
	s.Inode, s.Changed = Identity(info)
	return s
}

// tick is the resolution of the coarsest clock of a file system in use, FAT's.
const tick = 2 * time.Second

// SettledBy reports whether any change from now on would change the stamp. A file changed
// just before may change again within the tick. (Git has the same problem.)
func (s Stamp) SettledBy(now time.Time) bool {
	return max(s.Modified, s.Changed) < now.Add(-tick).UnixNano() && !now.IsZero()
}
