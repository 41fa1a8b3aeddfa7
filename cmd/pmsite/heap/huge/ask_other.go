//go:build !linux

package huge

import "unsafe"

// Ask does nothing on this system.
func Ask(unsafe.Pointer, int) {}

func collapse(unsafe.Pointer) {}
