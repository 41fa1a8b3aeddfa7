package collection

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/pmsite/pmsite/content"
)

// MaxAttachment is the size in bytes of the largest attachment. Hosts of repositories and of
// sites take no larger files.
const MaxAttachment = 100 << 20

// dropFiles removes attachments that cannot be published, and reports them. An attachment
// that cannot be read is a problem.
func (s *scan) dropFiles() {
	s.files = slices.DeleteFunc(s.files, func(name string) bool {
		info, err := fs.Stat(s.fsys, name)
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) { // it is not just gone
				s.problems = append(s.problems, unreadable(name, err))
			}
			return false
		}
		problem := content.Problem{File: name, Level: content.Warning}
		switch size := info.Size(); {
		case size > MaxAttachment:
			problem.Rule, problem.Hint = "attachment-size", "keep the lines that matter, or store it elsewhere and link to it"
			problem.Message = fmt.Sprintf("it has %d MB and is not published; the limit is %d MB", size>>20, MaxAttachment>>20)
		case s.isPointer(name, size):
			problem.Rule, problem.Message, problem.Hint = "attachment-missing", content.LFSMessage, content.LFSHint
		default:
			return false
		}
		delete(s.others, name)
		s.problems = append(s.problems, problem)
		return true
	})
}

// isPointer reports whether a file is a Git LFS pointer: a page would show a broken image
// instead.
func (s *scan) isPointer(name string, size int64) bool {
	if size == 0 || size > content.MaxLFSPointer {
		return false
	}
	src, err := fs.ReadFile(s.fsys, name)
	return err == nil && content.IsLFSPointer(src)
}
