//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// ignoreFileSizeLimit makes writing beyond a limit of file sizes (ulimit -f) fail like writing
// to a full disk, instead of ending the program.
func ignoreFileSizeLimit() { signal.Ignore(syscall.SIGXFSZ) }
