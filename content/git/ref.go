package git

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// A Ref is a branch: a local one, or what was last seen of a remote's.
type Ref struct {
	Name   string // short: main, origin/main
	Remote bool
	ID     OID
}

// ErrMoved says that a ref is not where it was.
var ErrMoved = errors.New("it is not where it was")

// BranchRef returns the full name of a branch.
func BranchRef(branch string) string { return "refs/heads/" + branch }

// TrackingRef returns the full name of the ref that holds what was last seen of a remote's branch.
func TrackingRef(remote, branch string) string { return "refs/remotes/" + remote + "/" + branch }

// ValidRef reports whether git allows the full name of a ref.
func ValidRef(name string) bool { return plumbing.ReferenceName(name).Validate() == nil }

// Ref returns what a ref with the full name holds; "" when there is none. One that is another name of a ref is an error.
func (r *Repository) Ref(name string) (OID, error) { return r.store.ref(name) }

// CheckedOut returns a work tree that has the branch with the full name checked out; "" when none has.
func (r *Repository) CheckedOut(name string) (dir string, err error) { return r.store.checkedOut(name) }

// MoveRef makes the ref with the full name hold an object, and notes in its log who did and why. The error wraps
// [ErrMoved] when it is not where it was ("" for a new one).
func (r *Repository) MoveRef(name string, was, is OID, who Signature, why string) error {
	if was == is {
		return nil
	}
	if was == "" {
		if err := r.refuseBetween(name); err != nil {
			return err
		}
	}
	return r.store.update(name, was, is, who, why)
}

// refuseBetween refuses a new branch a/b beside a branch a, and the other way round: git cannot hold both.
func (r *Repository) refuseBetween(name string) error {
	others, err := r.store.refs()
	for _, other := range others {
		if strings.HasPrefix(other, name+"/") || strings.HasPrefix(name, other+"/") {
			branch := plumbing.ReferenceName(other).Short()
			return Hint(fmt.Errorf("the branch %q is in its way", branch), "choose another name with --branch")
		}
	}
	return err
}

func anotherName(name, of string) error { return fmt.Errorf("%s is another name of %s", name, of) }
