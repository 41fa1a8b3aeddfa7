// Package heap lays the heap out for a program that mostly lives for a moment.
// The Go runtime begins with 4 MiB and collects garbage whenever that has
// doubled. For a command that reads 10,000 documents, that and the mapping of its
// memory are up to a third of its time. Here the first collection comes when there
// is something to collect, and the heap lies on huge pages (see package huge).
//
// GOGC in the environment is obeyed instead. Commands that stay have the heap as
// the runtime has it, but for what they reserve.
package heap

import (
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"unsafe"

	"github.com/pmsite/pmsite/cmd/pmsite/heap/huge"
)

const (
	atStart  = 28 << 20  // bytes that most commands make do with
	smallest = 4 << 20   // the heap of the first collection, if GOGC is 100
	most     = 512 << 20 // bytes that are ever reserved at once
	usual    = 100       // of GOGC
)

var (
	mu    sync.Mutex
	gogc  = usual // what GOGC is, but for the time until the next collection
	delay int     // how often the next collection was put off
)

func init() {
	gogc = debug.SetGCPercent(usual)
	debug.SetGCPercent(gogc)
	if !huge.Stays {
		collectAt(atStart)
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
	huge.Ask(unsafe.Pointer(unsafe.StringData(room.String())), bytes)
	runtime.GC()
	debug.SetGCPercent(gogc)
	collectAt(used)
}

// collectAt has the next collection come when so many bytes are in use.
func collectAt(used int) {
	if gogc != usual {
		return
	}
	debug.SetGCPercent(usual * used / smallest)
	delay++
	runtime.AddCleanup(new([2]uint64), collected, delay) // which nobody needs
}

// collected says that there was a collection since it was last put off so often.
func collected(since int) {
	mu.Lock()
	defer mu.Unlock()
	if since == delay {
		debug.SetGCPercent(gogc)
	}
}
