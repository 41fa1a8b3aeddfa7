package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

func (o Options) check() error {
	if o.Branch == "" || o.branch().Validate() != nil || strings.HasPrefix(o.Branch, "-") || o.Branch == "HEAD" {
		return hint(fmt.Errorf("%q is no name of a branch", o.Branch), "name one such as gh-pages")
	}
	if o.tracking().Validate() != nil || strings.HasPrefix(o.Remote, "-") {
		return hint(fmt.Errorf("%q is no name of a remote", o.Remote), "git remote lists them")
	}
	if o.Time.IsZero() {
		return errors.New("no time is given for the commit")
	}
	for _, name := range o.Keep {
		if !fs.ValidPath(name) || name == "." {
			return hint(fmt.Errorf("%q cannot be kept", name), "name a file or folder of the branch, such as "+path.Join("static", "CNAME"))
		}
	}
	return nil
}

func (o Options) branch() plumbing.ReferenceName { return plumbing.NewBranchReferenceName(o.Branch) }

// tracking is the ref that holds what was last seen of the remote's branch.
func (o Options) tracking() plumbing.ReferenceName {
	return plumbing.NewRemoteReferenceName(o.Remote, o.Branch)
}

func (o Options) subject() string {
	subject, _, _ := strings.Cut(strings.TrimSpace(o.Message), "\n")
	return subject
}

// signature is the author without what git's format has no place for.
func (o Options) signature() signature {
	clean := func(s, otherwise string) string {
		s = strings.TrimSpace(strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f || r == '<' || r == '>' {
				return -1
			}
			return r
		}, s))
		if s == "" {
			return otherwise
		}
		return s
	}
	return signature{Person{clean(o.Author.Name, "pmsite"), clean(o.Author.Email, "pmsite@localhost")}, o.Time}
}
