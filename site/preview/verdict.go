package preview

import (
	"fmt"
	"sync"

	"github.com/pmsite/pmsite/site"
)

// A verdict is the error of the site's files taken together, such as two files with the same path. Listing all files takes
// long, so it is done beside the preview, and only when the state of the site differs.
type verdict struct {
	mu    sync.Mutex
	state string // of the site that is being judged, or was last
	known bool   // whether err is known, if only of an earlier state
	err   error
}

// judge shows and logs the error of the whole site, if it has one, as soon as it is known.
func (f *Follower) judge() {
	v := &f.verdict
	state := fmt.Sprintf("%d %s", f.shown.Layout(), f.project.ConfigText)
	v.mu.Lock()
	begin, known, err := state != v.state, v.known, v.err
	v.state = state
	v.mu.Unlock()
	if begin {
		go v.find(state, f.shown, f.past.stir)
	}
	if known {
		f.complain(err)
	}
}

// find finds the error of a site, and calls wake if there is one, or was one before.
func (v *verdict) find(state string, shown *site.Site, wake func()) {
	err := shown.Err()
	v.mu.Lock()
	defer v.mu.Unlock()
	if state != v.state {
		return
	}
	before := v.err
	v.known, v.err = true, err
	if before != nil || err != nil {
		wake()
	}
}
