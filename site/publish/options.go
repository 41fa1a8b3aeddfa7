package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// check returns an error for the first invalid option.
func (o Options) check() error {
	if o.Branch == "" || !git.ValidRef(git.BranchRef(o.Branch)) || strings.HasPrefix(o.Branch, "-") || o.Branch == "HEAD" {
		return git.Hint(fmt.Errorf("%q is not a valid branch name", o.Branch), "use a name such as gh-pages")
	}
	if !git.ValidRef(git.TrackingRef(o.Remote, o.Branch)) || strings.HasPrefix(o.Remote, "-") {
		return git.Hint(fmt.Errorf("%q is not a valid remote name", git.Redact(o.Remote)), "list the remotes: git remote")
	}
	if o.Time.IsZero() {
		return errors.New("the commit has no time")
	}
	if o.Prefix != "" {
		if err := checkPrefix(o.Prefix); err != nil {
			return err
		}
	}
	for _, name := range o.Keep {
		if !fs.ValidPath(name) || name == "." {
			return git.Hint(fmt.Errorf("%q is not a valid path to keep", name), "use the path of a file or folder on the branch, such as "+path.Join("static", "CNAME"))
		}
	}
	return nil
}

// reason returns the message for the reflog.
func (o Options) reason() string {
	subject, _, _ := strings.Cut(strings.TrimSpace(o.Message), "\n")
	return "publish: " + subject
}

// signature returns the author and the time, without characters that git does not allow in a name or address.
func (o Options) signature() git.Signature {
	clean := func(s, fallback string) string {
		s = strings.TrimSpace(strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f || r == '<' || r == '>' {
				return -1
			}
			return r
		}, s))
		if s == "" {
			return fallback
		}
		return s
	}
	return git.Signature{
		Person: git.Person{Name: clean(o.Author.Name, "pmsite"), Email: clean(o.Author.Email, "pmsite@localhost")},
		When:   o.Time,
	}
}
