package git

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// A Ref is a branch, either local or remote-tracking.
type Ref struct {
	Name   string // short, such as main or origin/main
	Remote bool
	ID     OID
}

// ErrMoved means that a ref no longer points where the caller expects.
var ErrMoved = errors.New("the ref has moved")

// BranchRef returns the full name of a branch.
func BranchRef(branch string) string { return "refs/heads/" + branch }

// TrackingRef returns the full name of the remote-tracking ref of a branch.
func TrackingRef(remote, branch string) string { return "refs/remotes/" + remote + "/" + branch }

// ValidRef reports whether git allows name as the full name of a ref.
func ValidRef(name string) bool { return plumbing.ReferenceName(name).Validate() == nil }

// Ref returns the object that the ref with the given full name points at, or "" if there is no such ref. A symbolic ref
// is an error.
func (r *Repository) Ref(name string) (OID, error) { return r.store.ref(name) }

// CheckedOut returns a work tree that has the branch with the given full name checked out, or "" if there is none.
func (r *Repository) CheckedOut(name string) (dir string, err error) { return r.store.checkedOut(name) }

// MoveRef moves the ref with the given full name from one object to another, and records who and reason in its reflog.
// For a new ref, from is "". If the ref does not point at from, the error wraps [ErrMoved].
func (r *Repository) MoveRef(name string, from, to OID, who Signature, reason string) error {
	if from == to {
		return nil
	}
	if from == "" {
		if err := r.checkConflict(name); err != nil {
			return err
		}
	}
	return r.store.update(name, from, to, who, reason)
}

// checkConflict returns an error if a new branch a/b conflicts with a branch a, or the other way round: git cannot have
// both.
func (r *Repository) checkConflict(name string) error {
	others, err := r.store.refs()
	for _, other := range others {
		if strings.HasPrefix(other, name+"/") || strings.HasPrefix(name, other+"/") {
			branch := plumbing.ReferenceName(other).Short()
			return Hint(fmt.Errorf("it conflicts with the branch %q", branch), "choose another name with --branch")
		}
	}
	return err
}

func errSymbolicRef(name, target string) error {
	return fmt.Errorf("%s is a symbolic ref to %s", name, target)
}
