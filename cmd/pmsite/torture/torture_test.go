//go:build unix

package torture

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// The flags of TestTorture, as in go test ./cmd/pmsite/torture -v -faults 1000.
var (
	faultCount = flag.Int("faults", 0, "number of faults that TestTorture causes; 0 means a few, in limited time")
	faultSeed  = flag.Uint64("seed", 0, "decides which faults; 0 means that the clock does")
)

// Without -faults, TestTorture causes up to mostFaults. After shortTime, it causes no more than leastFaults.
const (
	leastFaults = 5
	mostFaults  = 40
	shortTime   = 45 * time.Second
)

// progressEvery is the number of faults after which a run with -faults says how far it is.
const progressEvery = 50

// TestTorture kills pmsite at random points, damages its caches, takes away its disk and runs it beside others, and
// verifies after each fault that nothing is lost:
//
//   - The output folder contains the old site or the new one, completely, and what others have put there.
//   - The branch that was published is sound and contains the old site or the new one, with its CNAME.
//   - The next run writes the new site, and nothing of the fault is left beside it.
//   - Every command prints the same as with an empty cache.
func TestTorture(t *testing.T) {
	t.Parallel()
	count, seed := *faultCount, *faultSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	if count == 0 {
		count = mostFaults
	}
	t.Logf("the same faults, though not at the same moments: -seed %d", seed)
	start := time.Now()
	w := newWorld(t, rand.New(rand.NewPCG(seed, 0)))
	table := newFaultTable()
	for i := range count {
		if *faultCount == 0 && i >= leastFaults && time.Since(start) > shortTime {
			break
		}
		fault := table.pick(w.rand)
		fault.runs++
		w.note = ""
		if err := w.suffer(fault.cause); err != nil {
			fault.lost++
			t.Errorf("fault %d, %s: %v", i+1, fault.name, err)
			if err := w.recover(); err != nil {
				t.Fatalf("after a loss: %v", err)
			}
		}
		fault.notes[w.note]++
		if *faultCount > 0 && (i+1)%progressEvery == 0 {
			t.Logf("%d of %d faults in %v", i+1, count, time.Since(start).Round(time.Second))
		}
	}
	t.Logf("%d faults in %v:\n%s", table.runs(), time.Since(start).Round(time.Second), table)
}

// A fault is a kind of fault with what came of it.
type fault struct {
	name  string
	cause func(*world) error // returns an error if something is lost
	runs  int
	lost  int
	notes map[string]int // what happened, such as killed
}

type faultTable []*fault

// pick returns a fault that was caused less often than others.
func (table faultTable) pick(r *rand.Rand) *fault {
	least := slices.MinFunc(table, func(a, b *fault) int { return a.runs - b.runs }).runs
	var candidates []*fault
	for _, f := range table {
		if f.runs <= least+1 {
			candidates = append(candidates, f)
		}
	}
	return candidates[r.IntN(len(candidates))]
}

func (table faultTable) runs() (n int) {
	for _, f := range table {
		n += f.runs
	}
	return n
}

func (table faultTable) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-46s %5s %5s %5s  %s\n", "fault", "runs", "held", "lost", "what happened")
	line := func(name string, runs, lost int, notes map[string]int) {
		var said []string
		for note, n := range notes {
			said = append(said, fmt.Sprintf("%s %d", note, n))
		}
		slices.Sort(said)
		fmt.Fprintf(&b, "%-46s %5d %5d %5d  %s\n", name, runs, runs-lost, lost, strings.Join(said, ", "))
	}
	lost := 0
	for _, f := range table {
		line(f.name, f.runs, f.lost, f.notes)
		lost += f.lost
	}
	line("all", table.runs(), lost, nil)
	return b.String()
}
