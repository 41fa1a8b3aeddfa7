package git

import (
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

func TestRacy(t *testing.T) {
	t.Parallel()
	at := time.Unix(1e9, 5)
	e := &index.Entry{Size: 1, ModifiedAt: at, CreatedAt: at}
	for written, known := range map[time.Time]bool{at: false, at.Add(-1): false, at.Add(1): true, {}: false} {
		if got := newIndexEntry(e, written).Trace != (Trace{}); got != known {
			t.Errorf("a file changed at %v in an index written at %v: known %v", at, written, got)
		}
	}
	for what, e := range map[string]*index.Entry{
		"with a conflict": {Size: 1, ModifiedAt: at, CreatedAt: at, Stage: 2}, "that is only meant to be added": {Size: 1, ModifiedAt: at, CreatedAt: at, IntentToAdd: true},
	} {
		if newIndexEntry(e, at.Add(time.Hour)).Trace != (Trace{}) {
			t.Errorf("the index vouches for a file %s", what)
		}
	}
}
