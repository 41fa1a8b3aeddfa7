//go:build unix

package site

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// lockFolder locks a folder until unlock is called or the program ends, and reports
// whether it was free. On a file system without locks, a folder is free if it was last
// changed before a time. The zero time stands for our own folder, which is free.
func lockFolder(dir string, before time.Time) (unlock func(), free bool) {
	f, err := os.Open(dir)
	if err != nil {
		return func() {}, false
	}
	unlock = func() { _ = f.Close() }
	switch err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); {
	case err == nil:
		return unlock, true
	case errors.Is(err, unix.EWOULDBLOCK):
		return unlock, false
	}
	info, err := f.Stat()
	return unlock, before.IsZero() || err == nil && info.ModTime().Before(before)
}

// takeTurn waits for a lock on a folder and holds it until done is called. On a file
// system without locks it does not wait.
func takeTurn(dir string) (done func()) {
	f, err := os.Open(dir)
	if err != nil {
		return func() {}
	}
	for {
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); !errors.Is(err, unix.EINTR) {
			return func() { _ = f.Close() }
		}
	}
}
