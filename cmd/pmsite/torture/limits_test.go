//go:build unix

package torture

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

var fullLimits = flag.Bool("limits", false, "let TestLimits use inputs of full size, and print what they take")

// Without -limits, the inputs are smaller by shortLimits, and no command may take more than shortMemory MB.
const (
	shortLimits = 20
	shortMemory = 400
)

// TestLimits lets pmsite read hostile inputs. It must write a site, or name the place of what it refuses.
func TestLimits(t *testing.T) {
	if !*fullLimits {
		t.Parallel()
	}
	bin := filepath.Join(t.TempDir(), "pmsite")
	if out, err := exec.Command("go", "build", "-o", bin, "..").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-28s %9s %8s %8s %8s  %s\n", "input", "parts", "CPU s", "growth", "peak MB", "outcome")
	for _, h := range hostiles {
		if !*fullLimits {
			h.run(t, bin, max(h.n/shortLimits, 1))
			continue
		}
		quarter, full := h.run(t, bin, h.n/4), h.run(t, bin, h.n)
		if refused := full.status != 0; refused != h.refused {
			t.Errorf("%d %s: exit status %d", h.n, h.name, full.status)
		}
		growth := float64(full.cpu) / float64(max(quarter.cpu, time.Millisecond))
		fmt.Fprintf(&table, "%-28s %9d %8.2f %8.1f %8d  %s\n", h.name, h.n, full.cpu.Seconds(), growth, full.memory, full.said)
	}
	if *fullLimits {
		t.Logf("growth is the ratio to a quarter of the parts:\n%s", &table)
	}
}

// A cost is what a command took, and what came of it.
type cost struct {
	cpu    time.Duration
	memory int // the maximum resident set size, in MB
	status int
	said   string
}

// positioned matches a line of output that says where the input is wrong.
var positioned = regexp.MustCompile(`(?m)^content/.+?: error: .*$`)

// run lets pmsite read n parts of a hostile input.
func (h hostile) run(t *testing.T, bin string, n int) (c cost) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range h.files(n) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{"build", "--as-of", "2026-02-01"}
	if h.query != "" {
		args = []string{"search", "--offline", "--", strings.Repeat(h.query, n)}
	}
	cmd := exec.Command(bin, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(dir, "cache"))
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	c.cpu, c.status = cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), cmd.ProcessState.ExitCode()
	c.memory = maxRSS(cmd.ProcessState.SysUsage().(*syscall.Rusage))
	switch place := positioned.Find(out); {
	case c.status == statusContent && place != nil:
		c.said = string(place)
	case c.status != 0 || bytes.Contains(out, []byte("goroutine ")):
		t.Errorf("%d %s: exit status %d, and no place of an error: %.2000s", n, h.name, c.status, out)
	default:
		c.said = "read"
	}
	if !*fullLimits && c.memory > shortMemory {
		t.Errorf("%d %s take %d MB", n, h.name, c.memory)
	}
	return c
}

// maxRSS returns the maximum resident set size in MB.
func maxRSS(usage *syscall.Rusage) int {
	if runtime.GOOS == "darwin" {
		return int(usage.Maxrss >> 20) // in bytes
	}
	return int(usage.Maxrss >> 10)
}
