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
	LFSMessage = "a Git LFS pointer stands here instead of the file"
	LFSHint    = "fetch the file: git lfs pull, or lfs: true where a workflow checks out"
)

// IsLFSPointer reports whether src is the whole content of a Git LFS pointer.
func IsLFSPointer(src []byte) bool { return len(src) <= MaxLFSPointer && bytes.HasPrefix(src, lfsMark) }
