package main

import "golang.org/x/sys/unix"

// systemMemory returns the memory of the machine in bytes, or 0 if that is not known.
func systemMemory() int64 {
	var info unix.Sysinfo_t
	if err := unix.Sysinfo(&info); err != nil {
		return 0
	}
	return int64(uint64(info.Totalram) * uint64(info.Unit)) // the fields' types differ between architectures
}
