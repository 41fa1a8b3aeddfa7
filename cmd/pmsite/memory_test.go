package main

import (
	"math"
	"runtime"
	"testing"
)

func TestParseSize(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"512MiB": 512 << 20, "1GiB": 1 << 30, "1500MiB": 1500 << 20, "999999GiB": 999999 << 30,
		"511MiB": 0, "0GiB": 0, "": 0, "1": 0, "1GB": 0, "-1GiB": 0, "1.5GiB": 0, "1 GiB": 0, "1000000GiB": 0,
	} {
		if got, err := parseSize(text); got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: got %d, %v; want %d", text, got, err, want)
		}
	}
}

// TestGroupLimit checks the limits of containers, in both versions of control groups.
func TestGroupLimit(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		groups string
		files  map[string]string
		want   int64
	}{
		{"0::/\n", map[string]string{"/sys/fs/cgroup/memory.max": "1073741824\n"}, 1 << 30},
		{"0::/\n", map[string]string{"/sys/fs/cgroup/memory.max": "max\n"}, math.MaxInt64},
		{"0::/a.slice/b\n", map[string]string{"/sys/fs/cgroup/a.slice/b/memory.max": "max\n", "/sys/fs/cgroup/a.slice/memory.max": "4096\n"}, 4096},
		{"5:cpu:/x\n4:memory:/docker/y\n0::/\n", map[string]string{
			"/sys/fs/cgroup/memory/docker/y/memory.limit_in_bytes": "8192\n", "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
		}, 8192},
		{"4:memory:/elsewhere\n", map[string]string{"/sys/fs/cgroup/memory/memory.limit_in_bytes": "8192\n"}, 8192}, // as seen from inside
		{"damaged", nil, math.MaxInt64},
		{"", nil, math.MaxInt64},
	} {
		if got := groupLimit(test.groups, func(name string) string { return test.files[name] }); got != test.want {
			t.Errorf("%q: got %d, want %d", test.groups, got, test.want)
		}
	}
}

// TestMachineMemory checks that the memory of this machine is known, and more than a toy's.
func TestMachineMemory(t *testing.T) {
	t.Parallel()
	if n := machineMemory(); n < 64<<20 {
		t.Errorf("the machine has %d bytes", n)
	}
	if known := systemMemory() > 0; known != (runtime.GOOS == "linux" || runtime.GOOS == "darwin") {
		t.Errorf("the memory of %s is known: %v", runtime.GOOS, known)
	}
}

// TestAllowance checks that a heap has room for garbage: little ones much, large ones as much as the limit allows, and some even
// above it.
func TestAllowance(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		live        uint64
		limit, want int64
	}{
		{0, 1 << 30, 512 << 20},
		{100 << 20, 1 << 30, 512 << 20},
		{200 << 20, 1 << 30, 600 << 20},
		{400 << 20, 1 << 30, 896 << 20},
		{500 << 20, 1 << 30, 1000 << 20},
		{600 << 20, 1 << 30, 1 << 30},
		{800 << 20, 1 << 30, 1200 << 20},
		{400 << 20, 512 << 20, 600 << 20},
		{math.MaxUint64, 1 << 30, math.MaxInt64 / 4 * 3},
	} {
		if got := allowance(test.live, test.limit); got < test.want || got > test.want+4 {
			t.Errorf("with %d bytes live and a limit of %d: %d, want %d", test.live, test.limit, got, test.want)
		}
	}
}
