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
	"runtime/metrics"
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
	gogc  = usual // of the environment
	room  int     // bytes that may be in use before garbage is collected
	times int     // it was set
)

func init() {
	gogc = debug.SetGCPercent(usual)
	debug.SetGCPercent(gogc)
	if !huge.Stays {
		collectAt(atStart, 0)
	}
}

// Reserve makes room in the heap for so many bytes. They are no memory in use,
// but become it page by page. It collects garbage, which takes some 2 ms when
// there is little; the next collections come when most of the room is used, or
// when the heap has doubled, whichever is later. More than 512 MiB are never
// reserved, and what most commands make do with is there.
func Reserve(bytes int) {
	if bytes = min(bytes, most); bytes > atStart {
		reserve(bytes)
	}
}

func reserve(bytes int) {
	mu.Lock()
	defer mu.Unlock()
	debug.SetGCPercent(-1)    // one collection is enough
	var block strings.Builder // which, unlike a slice, is not cleared
	block.Grow(bytes)
	block.WriteByte(0)
	huge.Ask(unsafe.Pointer(unsafe.StringData(block.String())), bytes)
	runtime.GC()
	collectAt(bytes/8*7, live()) // the rest is filled meanwhile
}

// collectAt has the next collections come when so many bytes are in use, until
// GOGC has them come later.
func collectAt(used, live int) {
	room = used
	times++
	setPercent(live)
}

// setPercent says by how much the heap may grow over what the last collection has
// left live. It does so again after the next one.
func setPercent(live int) {
	percent := gogc
	if gogc == usual {
		percent = max(usual, usual*(room-live)/max(live, smallest))
	}
	debug.SetGCPercent(percent)
	if percent != gogc {
		runtime.AddCleanup(new([2]uint64), collected, times) // which nobody needs
	}
}

// collected says that there was a collection since the room was set so often.
func collected(since int) {
	mu.Lock()
	defer mu.Unlock()
	if since == times {
		setPercent(live())
	}
}

// live gives the bytes that the last collection has left, 0 if there was none.
func live() int {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return int(sample[0].Value.Uint64())
}
