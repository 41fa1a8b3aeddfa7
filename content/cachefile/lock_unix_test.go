//go:build unix

package cachefile

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestLock checks that one at a time holds a lock, that waiting can be ended, and that nobody waits where there can be
// no lock.
func TestLock(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "made", "lock")
	unlock, held, err := Lock(t.Context(), name)
	if err != nil || !held {
		t.Fatalf("held: %v, %v", held, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, held, err := Lock(ctx, name); held || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("held twice: %v, %v", held, err)
	}
	freed := make(chan bool)
	go func() {
		unlock, held, err := Lock(t.Context(), name)
		freed <- held && err == nil
		unlock()
	}()
	unlock()
	if !<-freed {
		t.Error("a lock that was given back cannot be held")
	}
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(blocked, "lock"), t.TempDir()} {
		unlock, held, err := Lock(t.Context(), name)
		if unlock(); held || err != nil {
			t.Errorf("held at %q: %v, %v", name, held, err)
		}
	}
}
