package source

import (
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// An Agreement is a trailer of a commit in which somebody agrees to what the commit changes.
type Agreement struct {
	Approved bool       // the trailer is Approved-by, not Reviewed-by
	By       git.Person // for looking up a role; never displayed
}

// A Merge is the commit that brought commits of a branch to the line of first parents of the commit that was walked.
type Merge struct {
	Hash   string
	Time   time.Time
	Author git.Person // who merged; for looking up a role, never displayed
}

var agreement = lazyregexp.New(`(?im)^(reviewed|approved)-by:(.*)$`)

// agreements returns the trailers of a message in which people agree. As in git, a person may be written without an
// address.
func agreements(message string, intern func(git.Person) git.Person) (out []Agreement) {
	if !strings.Contains(message, "-by:") && !strings.Contains(message, "-By:") && !strings.Contains(message, "-BY:") {
		return nil
	}
	for _, m := range agreement().FindAllStringSubmatch(message, -1) {
		if by, _ := git.ParseIdent(strings.TrimSpace(m[2])); by != (git.Person{}) {
			out = append(out, Agreement{Approved: strings.EqualFold(m[1], "approved"), By: intern(by)})
		}
	}
	return out
}

// update matches the subjects that git gives to merges which bring a branch up to date, and with which nobody agrees to
// anything.
var update = lazyregexp.New(`^Merge (?:remote-tracking )?branch '(?:[^']*/)?(?:main|master|trunk)'|^Merge branch '[^']*' of `)

// land sets the merge of each commit that one brought to the line of first parents of head. Of several, the oldest did.
func land(head *record) {
	line := []*record{head}
	for r := head; len(r.up) > 0; r = r.up[0] {
		line = append(line, r.up[0])
	}
	for _, m := range slices.Backward(line) {
		m.landed = m
		if len(m.up) < 2 {
			continue
		}
		for queue := slices.Clone(m.up[1:]); len(queue) > 0; {
			r := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			if r.landed == nil {
				r.landed = m
				queue = append(queue, r.up...)
			}
		}
	}
}

// agreed notes who agreed to the commit of a revision, and the merge that landed it.
func (f *follower) agreed(r *record) {
	f.note(r)
	if m := r.landed; m != nil && m != r && !update().MatchString(m.subject) {
		f.note(m)
		f.merges[f.names.of(r.id)] = Merge{f.names.of(m.id), m.time, m.author}
	}
}

func (f *follower) note(r *record) {
	if len(r.agreed) > 0 {
		f.agreements[f.names.of(r.id)] = r.agreed
	}
}
