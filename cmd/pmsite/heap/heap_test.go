package heap

import (
	"os"
	"runtime"
	"testing"
	"time"
)

// While little is live, all of the room is used before garbage is collected; a
// heap that has filled it doubles, as usual.
func TestCollectAt(t *testing.T) {
	if os.Getenv("GOGC") != "" {
		t.Fatal("GOGC is set, which this is not meant for")
	}
	mu.Lock()
	collectAt(atStart, live())
	mu.Unlock()
	runtime.GC()
	await(t, "as much as the room has", func(next int) bool { return next > atStart/2 && next < 2*atStart })
	kept := make([]byte, 2*atStart)
	runtime.GC()
	await(t, "twice of what is live", func(next int) bool { return next > 3*atStart && next < 5*atStart })
	runtime.KeepAlive(kept)
}

// await waits until the next collection comes when so many bytes are in use.
func await(t *testing.T, what string, at func(next int) bool) {
	t.Helper()
	var stats runtime.MemStats
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		if runtime.ReadMemStats(&stats); at(int(stats.NextGC)) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the next collection comes at %d bytes, not at %s", stats.NextGC, what)
		}
	}
}

// What is reserved is used for what comes next, so the heap need not grow.
func TestReserve(t *testing.T) {
	const room = 256 << 20
	Reserve(room)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if before.HeapAlloc > room/4 {
		t.Errorf("%d bytes are still in use", before.HeapAlloc)
	}
	kept := make([][]byte, 64)
	for i := range kept {
		kept[i] = make([]byte, 1<<20)
	}
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(kept)
	if after.HeapSys > before.HeapSys+8<<20 { // stacks are of it, too
		t.Errorf("the heap has grown from %d to %d bytes", before.HeapSys, after.HeapSys)
	}
}
