package git

import (
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing/format/index"
)

// TestRacy checks which index entries have no trace, because they say nothing about the file on disk.
func TestRacy(t *testing.T) {
	t.Parallel()
	at := time.Unix(1e9, 5)
	e := &index.Entry{Size: 1, ModifiedAt: at, CreatedAt: at}
	for written, want := range map[time.Time]bool{at: false, at.Add(-1): false, at.Add(1): true, {}: false} {
		if got := newIndexEntry(e, written).Trace != (Trace{}); got != want {
			t.Errorf("a file modified at %v in an index written at %v has a trace: %v", at, written, got)
		}
	}
	for what, e := range map[string]*index.Entry{
		"with a conflict": {Size: 1, ModifiedAt: at, CreatedAt: at, Stage: 2}, "with intent to add": {Size: 1, ModifiedAt: at, CreatedAt: at, IntentToAdd: true},
	} {
		if newIndexEntry(e, at.Add(time.Hour)).Trace != (Trace{}) {
			t.Errorf("a file %s has a trace", what)
		}
	}
}
