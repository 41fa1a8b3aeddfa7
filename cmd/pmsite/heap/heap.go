// Package heap lays the heap out for a program that mostly lives for a moment.
// The Go runtime begins with 4 MiB and collects garbage whenever that has
// doubled, and has the kernel map its memory by 4 KiB. For a command that reads
// 10,000 documents, that is up to a third of its time. Here the first collection
// comes when there is something to collect, and the heap lies on huge pages
// where the system leaves it to programs to ask for them, as is common.
//
// Importing it does so before the packages are initialised whose tables fill the
// heap at start. GOGC in the environment is obeyed instead. Commands that stay
// have the heap as the runtime has it, but for what they reserve: what is done a
// little at a time takes longer on huge pages where the system is itself a guest.
package heap

import (
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"unsafe"
)

const (
	atStart  = 28 << 20  // bytes that most commands make do with
	smallest = 4 << 20   // the heap of the first collection, if GOGC is 100
	most     = 512 << 20 // bytes that are ever reserved at once
	usual    = 100       // of GOGC
)

var (
	mu       sync.Mutex
	gogc     = usual // what GOGC is, but for the time until the next collection
	reserved int     // how often
)

// staying names the commands that stay until they are stopped.
var staying = []string{"serve", "demo", "lsp"}

func init() {
	gogc = debug.SetGCPercent(usual)
	debug.SetGCPercent(gogc)
	stays := slices.ContainsFunc(os.Args, func(arg string) bool { return slices.Contains(staying, arg) })
	if !stays && !racing {
		reserve(atStart, atStart)
	}
}

// Reserve makes room in the heap for so many bytes. They are no memory in use,
// but become it page by page. It collects garbage, which takes some 2 ms when
// there is little; the next collection comes when half of the room is used. More
// than 512 MiB are never reserved, and what most commands make do with is there.
func Reserve(bytes int) {
	if bytes = min(bytes, most); bytes > atStart {
		reserve(bytes, bytes/2)
	}
}

func reserve(bytes, used int) {
	mu.Lock()
	defer mu.Unlock()
	debug.SetGCPercent(-1)   // one collection is enough
	var room strings.Builder // which, unlike a slice, is not cleared
	room.Grow(bytes)
	room.WriteByte(0)
	advise(unsafe.StringData(room.String()), bytes)
	runtime.GC()
	reserved++
	if gogc != usual {
		debug.SetGCPercent(gogc)
		return
	}
	debug.SetGCPercent(usual * used / smallest)
	runtime.AddCleanup(new([2]uint64), collected, reserved) // which nobody needs
}

// collected says that there was a collection since so many reservations.
func collected(since int) {
	mu.Lock()
	defer mu.Unlock()
	if since == reserved {
		debug.SetGCPercent(gogc)
	}
}
