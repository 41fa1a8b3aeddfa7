package heap

import (
	"os"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

func TestUsualAfterTheFirstCollection(t *testing.T) {
	if os.Getenv("GOGC") != "" {
		t.Fatal("GOGC is set, which this is not meant for")
	}
	runtime.GC()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		percent := debug.SetGCPercent(usual)
		if percent == usual {
			return
		}
		debug.SetGCPercent(percent)
		if time.Now().After(deadline) {
			t.Fatalf("GOGC is still %d", percent)
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
