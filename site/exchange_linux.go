package site

import "golang.org/x/sys/unix"

// exchange swaps two folders in one step, so that the target is always there,
// old or new.
func exchange(a, b string) error {
	if err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE); err == nil {
		return nil
	}
	return exchangeByRename(a, b)
}
