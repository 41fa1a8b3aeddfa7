//go:build !linux

package huge

import "unsafe"

// Ask does nothing on this system.
func Ask(unsafe.Pointer, int) {}

// Leave does nothing on this system.
func Leave() {}

func collapse(unsafe.Pointer) {}
