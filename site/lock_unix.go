//go:build unix

package site

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// lockFolder reports whether nobody has locked a folder, and locks it until unlock or the
// end of the program. On a file system without locks, a folder is free if it was last
// changed before a time; the zero time stands for a folder of our own, which is free.
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

// takeTurn waits until nobody else has the turn at a folder, and takes it until done. On a
// file system without locks nobody waits.
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
