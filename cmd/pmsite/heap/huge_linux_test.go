package heap

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/pmsite/pmsite/cmd/pmsite/heap/huge"
)

func TestHugePages(t *testing.T) {
	if _, err := os.Stat("/sys/kernel/mm/transparent_hugepage"); err != nil {
		t.Skip("this system has no huge pages: ", err)
	}
	if os.Getenv("OF_A_NEW_PROCESS") != "" {
		flagged(t, "hg")
		huge.Leave()
		flagged(t, "nh")
		return
	}
	Reserve(64 << 20)
	flagged(t, "hg")

	fresh := exec.Command(os.Args[0], "-test.run=^TestHugePages$", "-test.v")
	fresh.Env = append(os.Environ(), "OF_A_NEW_PROCESS=1")
	if out, err := fresh.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("of a new process: %v\n%s", err, out)
	}
}

// flagged holds that a new block of memory has what proc(5) calls a flag of it:
// that huge pages were asked for, or that there shall be none.
func flagged(t *testing.T, flag string) {
	t.Helper()
	block := make([]byte, 8<<20)
	flags, err := flagsOf(uint64(uintptr(unsafe.Pointer(&block[0]))))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(flags, flag) {
		t.Errorf("it has %s, not %s", flags, flag)
	}
}

// Room is no memory in use, neither where the heap was used before.
func TestReserveIsNotUsed(t *testing.T) {
	for range 2 {
		used := make([]byte, 32<<20)
		for i := range used {
			used[i] = 1
		}
		runtime.KeepAlive(used)
		used = nil
		runtime.GC()
		before := resident(t)
		Reserve(128 << 20)
		if after := resident(t); after > before+64<<20 { // the race detector has a shadow of it
			t.Errorf("%d bytes were resident, and then %d", before, after)
		}
	}
}

// resident gives the memory of this process, in bytes.
func resident(t *testing.T) int {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	var size, pages int
	if _, err := fmt.Sscan(string(data), &size, &pages); err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}

// flagsOf gives what proc(5) calls VmFlags of the mapping of an address.
func flagsOf(address uint64) ([]string, error) {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, here := bufio.NewScanner(f), false
	for lines.Scan() {
		var from, to uint64
		if n, _ := fmt.Sscanf(lines.Text(), "%x-%x ", &from, &to); n == 2 {
			here = from <= address && address < to
		}
		if flags, found := strings.CutPrefix(lines.Text(), "VmFlags:"); found && here {
			return strings.Fields(flags), nil
		}
	}
	return nil, fmt.Errorf("no mapping of %x: %w", address, lines.Err())
}
