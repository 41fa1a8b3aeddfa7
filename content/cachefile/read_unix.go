//go:build unix

package cachefile

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Read returns what [Write] wrote. It maps the file into memory for the lifetime of the process,
// which is safe because the file is never modified, only replaced.
func Read(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	size := info.Size()
	if size <= 0 || !info.Mode().IsRegular() {
		return "", nil
	}
	data, err := unix.Mmap(int(f.Fd()), 0, int(size), unix.PROT_READ, unix.MAP_PRIVATE)
	return unsafe.String(unsafe.SliceData(data), len(data)), err
}
