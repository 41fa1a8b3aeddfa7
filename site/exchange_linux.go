package site

import "golang.org/x/sys/unix"

// exchange swaps two folders atomically, so that there is a site at the target
// at any time.
func exchange(a, b string) error {
	if err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE); err == nil {
		return nil
	}
	return exchangeByRename(a, b)
}
