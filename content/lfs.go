package content

import "bytes"

// lfsMark begins every Git LFS pointer, a file that stands for one stored elsewhere
// (github.com/git-lfs/git-lfs, docs/spec.md).
var lfsMark = []byte("version https://git-lfs.github.com/spec/")

// MaxLFSPointer is the maximum size of a pointer in the specification, in bytes.
const MaxLFSPointer = 1024

// LFSMessage and LFSHint are the message and hint for a file that is a Git LFS pointer.
const (
	LFSMessage = "the file is a Git LFS pointer; its content was not fetched"
	LFSHint    = "run git lfs pull, or set lfs: true for actions/checkout in a workflow"
)

// IsLFSPointer reports whether src is a Git LFS pointer.
func IsLFSPointer(src []byte) bool { return len(src) <= MaxLFSPointer && bytes.HasPrefix(src, lfsMark) }
