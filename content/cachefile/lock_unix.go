//go:build unix

package cachefile

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// Lock waits until no other process holds the lock of that name, and holds it until unlock or the end of the process.
// The lock is a file, which stays. Where no file can be created or locked, Lock does not wait, and held is false.
func Lock(ctx context.Context, name string) (unlock func(), held bool, err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return func() {}, false, nil
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return func() {}, false, nil
	}
	unlock = func() { _ = f.Close() }
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case err == nil:
			return unlock, true, nil
		case !errors.Is(err, unix.EWOULDBLOCK) && !errors.Is(err, unix.EINTR):
			return unlock, false, nil
		}
		select {
		case <-ctx.Done():
			unlock()
			return func() {}, false, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
