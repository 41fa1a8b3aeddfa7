package huge

import (
	"syscall"
	"unsafe"
)

// Of madvise(2). The second is known since Linux 6.1.
const (
	madvHugepage = 14
	madvCollapse = 25
)

const page = 2 << 20 // bytes of a huge page on most systems

// Ask asks for huge pages where the heap has grown to so many bytes from here,
// and just before. Where nothing is mapped, or there are none, the kernel does
// not mind.
func Ask(from unsafe.Pointer, bytes int) {
	madvise(uintptr(from)&^(grows-1), bytes+grows, madvHugepage)
}

// collapse has what is mapped already by small pages around this place, as much
// as the heap grows by, be on huge pages, if there are any.
func collapse(place unsafe.Pointer) {
	from := uintptr(place) &^ (grows - 1)
	for at := from; at < from+grows; at += page {
		madvise(at, page, madvCollapse)
	}
}

func madvise(from uintptr, bytes, advice int) {
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, from, uintptr(bytes), uintptr(advice))
}
