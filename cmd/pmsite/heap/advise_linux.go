package heap

import (
	"syscall"
	"unsafe"
)

// madvHugepage is MADV_HUGEPAGE of madvise(2).
const madvHugepage = 14

// advise asks for huge pages below what was just mapped for room, and below the
// smallest heap before it, which is mostly unused as yet. Where nothing is
// mapped, or there are no huge pages, the kernel does not mind.
func advise(room *byte, bytes int) {
	from := uintptr(unsafe.Pointer(room))&^(smallest-1) - smallest
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, from, uintptr(bytes+smallest), madvHugepage)
}
