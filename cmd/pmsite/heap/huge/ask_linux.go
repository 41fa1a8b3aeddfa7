package huge

import (
	"syscall"
	"unsafe"
)

// Of madvise(2). The last is known since Linux 6.1.
const (
	madvHugepage   = 14
	madvNoHugepage = 15
	madvCollapse   = 25
)

const page = 2 << 20 // bytes of a huge page on most systems

// Ask asks for huge pages where the heap has grown to so many bytes from here,
// and just before. Where nothing is mapped, or there are none, the kernel does
// not mind.
func Ask(from unsafe.Pointer, bytes int) {
	if !long {
		madvise(uintptr(from)&^(grows-1), bytes+grows, madvHugepage)
	}
}

// Leave has the beginning of the heap on small pages again, for work that takes
// long. A huge page of which one half is to be so is split by the kernel.
func Leave() {
	if anything == nil {
		return
	}
	from := uintptr(unsafe.Pointer(anything)) &^ (grows - 1)
	for at := from; at < from+uintptr(2*len(atStart{}))+grows; at += page {
		madvise(at+page/2, page/2, madvNoHugepage)
		madvise(at, page/2, madvNoHugepage)
	}
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
