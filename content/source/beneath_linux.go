package source

import (
	"cmp"
	"os"

	"golang.org/x/sys/unix"
)

// openBeneath opens a file below a folder in one system call, which needs Linux 5.6 or later. No part of the name may
// be a symbolic link. It never blocks, for example on a pipe that has no writer.
func openBeneath(dir *os.File, name string) (*os.File, error) {
	conn, err := dir.SyscallConn()
	if err != nil {
		return nil, err
	}
	var fd int
	var openErr error
	err = conn.Control(func(at uintptr) {
		fd, openErr = unix.Openat2(int(at), name, &unix.OpenHow{
			Flags:   unix.O_RDONLY | unix.O_CLOEXEC | unix.O_NONBLOCK | unix.O_NOCTTY,
			Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS,
		})
	})
	if err := cmp.Or(err, openErr); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}
