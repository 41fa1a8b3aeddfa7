package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

func (o Options) check() error {
	if o.Branch == "" || !git.ValidRef(git.BranchRef(o.Branch)) || strings.HasPrefix(o.Branch, "-") || o.Branch == "HEAD" {
		return git.Hint(fmt.Errorf("%q is no name of a branch", o.Branch), "name one such as gh-pages")
	}
	if !git.ValidRef(git.TrackingRef(o.Remote, o.Branch)) || strings.HasPrefix(o.Remote, "-") {
		return git.Hint(fmt.Errorf("%q is no name of a remote", o.Remote), "git remote lists them")
	}
	if o.Time.IsZero() {
		return errors.New("no time is given for the commit")
	}
	for _, name := range o.Keep {
		if !fs.ValidPath(name) || name == "." {
			return git.Hint(fmt.Errorf("%q cannot be kept", name), "name a file or folder of the branch, such as "+path.Join("static", "CNAME"))
		}
	}
	return nil
}

// reason is what the logs of refs say.
func (o Options) reason() string {
	subject, _, _ := strings.Cut(strings.TrimSpace(o.Message), "\n")
	return "publish: " + subject
}

// signature is the author without what git's format has no place for.
func (o Options) signature() git.Signature {
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
	return git.Signature{
		Person: git.Person{Name: clean(o.Author.Name, "pmsite"), Email: clean(o.Author.Email, "pmsite@localhost")},
		When:   o.Time,
	}
}
