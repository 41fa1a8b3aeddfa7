package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path"
	"regexp"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"time"
)

// gcPercent lets the heap grow to four times of what is live before garbage is collected, as long as that is little memory;
// see allowance.
const gcPercent = 300

const (
	leastMemory   = 512 << 20 // in bytes; with less, collecting garbage would take longer than the work
	roomyMemory   = 896 << 20 // in bytes; up to here, memory is cheaper than the time to look for garbage more often
	unknownMemory = 1 << 30   // in bytes; if the system does not say how much it has
)

// setMemory limits the memory that the program uses, to what --memory says or else a quarter of the machine's. The variables
// that Go's runtime reads, GOMEMLIMIT and GOGC, go first.
func (a *app) setMemory() error {
	limit := max(machineMemory()/4, leastMemory)
	if a.memory != "" {
		var err error
		if limit, err = parseSize(a.memory); err != nil {
			return fail(fmt.Errorf("--memory: %w", err), "write it as 1GiB or 768MiB; the least is 512MiB")
		}
	}
	if a.getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if a.getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(leastMemory)
		allowing.Do(func() { go allowMemory(limit) })
	}
	return nil
}

// allowing starts allowMemory once for the process, however many commands a test runs in it.
var allowing sync.Once

// allowMemory raises the limit of Go's runtime as the work needs it. It never returns.
func allowMemory(limit int64) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	now := int64(leastMemory)
	for range time.Tick(50 * time.Millisecond) {
		metrics.Read(live)
		if next := allowance(live[0].Value.Uint64(), limit); next > now {
			now = next
			debug.SetMemoryLimit(now)
		}
	}
}

// allowance returns how much memory in bytes to use while so much of the heap is live: at least leastMemory, three times as
// much as is live up to roomyMemory, twice as much beyond, and at most the limit. The result is above the limit if there
// would be little room for garbage: the program would do little but look for garbage that is not there.
func allowance(live uint64, limit int64) int64 {
	n := int64(min(live, math.MaxInt64/2))
	roomy := min(3*min(n, roomyMemory), roomyMemory)
	return max(min(max(2*n, roomy, leastMemory), limit), n/2*3)
}

var sizeForm = regexp.MustCompile(`^(\d{1,6})(MiB|GiB)$`)

// parseSize returns the number of bytes of a size such as 1GiB.
func parseSize(text string) (int64, error) {
	m := sizeForm.FindStringSubmatch(text)
	if m == nil {
		return 0, fmt.Errorf("%q is not a size", text)
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return 0, err
	}
	if n <<= 20; m[2] == "GiB" {
		n <<= 10
	}
	if n < leastMemory {
		return 0, errors.New(text + " is too little")
	}
	return n, nil
}

// machineMemory returns the memory of the machine in bytes, or of the container if that has less.
func machineMemory() int64 {
	most := systemMemory()
	if most <= 0 {
		most = unknownMemory * 4
	}
	groups, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return most // the system has no such groups
	}
	return min(most, groupLimit(string(groups), func(name string) string {
		text, _ := os.ReadFile(name)
		return string(text)
	}))
}

// groupLimit returns the least limit of memory in bytes that the control groups of a process, or those above them, have;
// [math.MaxInt64] if none has one. Lines of groups are as in /proc/self/cgroup, in both versions of its format.
func groupLimit(groups string, read func(name string) string) int64 {
	least := int64(math.MaxInt64)
	for line := range strings.Lines(groups) {
		_, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		controllers, group, found := strings.Cut(rest, ":")
		root, file := "/sys/fs/cgroup", "memory.max"
		if controllers == "memory" {
			root, file = "/sys/fs/cgroup/memory", "memory.limit_in_bytes"
		}
		if !found || controllers != "" && controllers != "memory" {
			continue
		}
		for group = path.Join("/", group); ; group = path.Dir(group) {
			if n, err := strconv.ParseInt(strings.TrimSpace(read(path.Join(root, group, file))), 10, 64); err == nil && n > 0 {
				least = min(least, n)
			}
			if group == "/" {
				break
			}
		}
	}
	return least
}
