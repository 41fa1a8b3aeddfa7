package content

import (
	"bytes"
	"io/fs"
	"maps"
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
func (f *files) dropPointers(fsys fs.FS) {
	for _, name := range slices.Sorted(maps.Keys(f.others)) {
		info, err := fs.Stat(fsys, name)
		if err != nil || info.Size() > maxPointer || info.Size() < int64(len(lfsMark)) {
			continue
		}
		if src, err := fs.ReadFile(fsys, name); err != nil || !isPointer(src) {
			continue
		}
		delete(f.others, name)
		for bundle, list := range f.attachments {
			f.attachments[bundle] = slices.DeleteFunc(list, func(other string) bool { return other == name })
		}
		f.problems = append(f.problems, Problem{File: name, Level: Warning, Rule: "attachment-missing", Message: lfsMessage, Hint: lfsHint})
	}
}
