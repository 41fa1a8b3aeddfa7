package content

import (
	"bytes"
)

// lfsMark is the beginning of a Git LFS pointer, a file that stands for one stored
// elsewhere (github.com/git-lfs/git-lfs, docs/spec.md).
var lfsMark = []byte("version https://git-lfs.github.com/spec/")

// MaxLFSPointer is the size that the specification allows a pointer, in bytes.
const MaxLFSPointer = 1024

// The message and the hint about a file that is a Git LFS pointer.
const (
	LFSMessage = "the file is a Git LFS pointer; its content was not fetched"
	LFSHint    = "run git lfs pull, or set lfs: true for actions/checkout in a workflow"
)

// IsLFSPointer reports whether src is the whole content of a Git LFS pointer.
func IsLFSPointer(src []byte) bool { return len(src) <= MaxLFSPointer && bytes.HasPrefix(src, lfsMark) }
