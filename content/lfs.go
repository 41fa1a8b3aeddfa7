package content

import (
	"bytes"
	"io/fs"
	"slices"
)

// lfsMark begins a file that stands for one which Git LFS keeps elsewhere
// (github.com/git-lfs/git-lfs, docs/spec.md).
var lfsMark = []byte("version https://git-lfs.github.com/spec/")

// maxPointer is what the specification allows a pointer, in bytes.
const maxPointer = 1024

const (
	lfsMessage = "a Git LFS pointer stands here instead of the file"
	lfsHint    = "fetch the file: git lfs pull, or lfs: true where a workflow checks out"
)

func isPointer(src []byte) bool { return len(src) <= maxPointer && bytes.HasPrefix(src, lfsMark) }

// dropPointers leaves out attachments whose content is not there: a page that
// showed a pointer for an image would look broken, and say nothing of it.
func (s *scan) dropPointers() {
	s.files = slices.DeleteFunc(s.files, func(name string) bool {
		info, err := fs.Stat(s.fsys, name)
		if err != nil || info.Size() > maxPointer || info.Size() < int64(len(lfsMark)) {
			return false
		}
		if src, err := fs.ReadFile(s.fsys, name); err != nil || !isPointer(src) {
			return false
		}
		delete(s.others, name)
		s.problems = append(s.problems, Problem{File: name, Level: Warning, Rule: "attachment-missing", Message: lfsMessage, Hint: lfsHint})
		return true
	})
}
