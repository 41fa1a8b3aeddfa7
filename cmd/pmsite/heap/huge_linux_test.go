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
)

func TestHugePages(t *testing.T) {
	if _, err := os.Stat("/sys/kernel/mm/transparent_hugepage"); err != nil {
		t.Skip("this system has no huge pages: ", err)
	}
	if os.Getenv("OF_A_NEW_PROCESS") != "" {
		onHugePages(t, 8<<20)
		return
	}
	Reserve(64 << 20)
	onHugePages(t, 8<<20)

	fresh := exec.Command(os.Args[0], "-test.run=^TestHugePages$", "-test.v")
	fresh.Env = append(os.Environ(), "OF_A_NEW_PROCESS=1")
	if out, err := fresh.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("of a new process: %v\n%s", err, out)
	}
}

func onHugePages(t *testing.T, bytes int) {
	t.Helper()
	block := make([]byte, bytes)
	flags, err := flagsOf(uint64(uintptr(unsafe.Pointer(&block[0]))))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(flags, "hg") {
		t.Errorf("the kernel was not asked for huge pages: it has %s", flags)
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
