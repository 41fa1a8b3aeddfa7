package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A terminal records what is written to it.
type terminal struct {
	*os.File // the side that a command writes to
	shown    chan string
}

func openTerminal(t *testing.T) *terminal {
	t.Helper()
	control, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = control.Close() })
	if err := unix.IoctlSetPointerInt(int(control.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(control.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	shown := make(chan string, 1)
	go func() {
		all, _ := io.ReadAll(control) // reading past the end of a terminal is an error
		shown <- strings.ReplaceAll(string(all), "\r\n", "\n")
	}()
	return &terminal{file, shown}
}

// end returns everything written to the terminal.
func (t *terminal) end() string {
	_ = t.Close()
	return <-t.shown
}

// A clock advances by a step each time it is read.
type clock struct {
	mu   sync.Mutex
	now  time.Time
	step time.Duration
}

func (c *clock) look() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(c.step)
	return c.now
}

// onTerminal runs a command whose standard error is a terminal. With both, its standard
// output is the terminal, too.
func onTerminal(t *testing.T, both bool, env map[string]string, step time.Duration, args ...string) string {
	t.Helper()
	screen := openTerminal(t)
	time := &clock{now: time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC), step: step}
	a := &app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: screen.File, getenv: func(name string) string { return env[name] }, now: time.look}
	if both {
		a.stdout = screen.File
	}
	a.run(context.Background(), args)
	return screen.end()
}

// TestTerminalColors checks that messages and findings are coloured on a terminal, unless
// NO_COLOR or --color never turns colours off.
func TestTerminalColors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content", "a.md"), "---\ntitle: A\ndate: 2026-01-02\nstatus: over\n---\n")
	for _, test := range []struct {
		name string
		env  map[string]string
		args []string
		want bool
	}{
		{"a terminal", nil, nil, true},
		{"a terminal without colours", map[string]string{"NO_COLOR": "1"}, nil, false},
		{"NO_COLOR that is empty", map[string]string{"NO_COLOR": ""}, nil, true},
		{"NO_COLOR and --color auto", map[string]string{"NO_COLOR": "1"}, []string{"--color", "auto"}, false},
		{"NO_COLOR, but --color always", map[string]string{"NO_COLOR": "1"}, []string{"--color", "always"}, true},
		{"--color never", nil, []string{"--color", "never"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			findings := onTerminal(t, true, test.env, 0, append([]string{"check", "-C", dir}, test.args...)...)
			if !strings.Contains(findings, "over") {
				t.Fatalf("check says nothing: %q", findings)
			}
			if got := strings.Contains(findings, "\x1b[31merror:\x1b[0m"); got != test.want {
				t.Errorf("findings on %s: red %v, want %v:\n%q", test.name, got, test.want, findings)
			}
			message := onTerminal(t, false, test.env, 0, append([]string{"check", "-C", dir, "nowhere"}, test.args...)...)
			if got := strings.HasPrefix(message, "\x1b[31merror:\x1b[0m there is no file"); got != test.want {
				t.Errorf("an error on %s: red %v, want %v:\n%q", test.name, got, test.want, message)
			}
			if !test.want && strings.Contains(findings+message, "\x1b") {
				t.Errorf("%s gets colours: %q", test.name, findings+message)
			}
		})
	}
}

// TestTerminalOfEachStream checks that a stream that is not a terminal has no colours,
// even if the other one is.
func TestTerminalOfEachStream(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content", "a.md"), "---\ntitle: A\ndate: 2026-01-02\nstatus: over\n---\n")
	screen := openTerminal(t)
	var out strings.Builder
	a := &app{stdout: &out, stderr: screen.File, getenv: func(string) string { return "" }, now: time.Now}
	a.run(t.Context(), []string{"check", "-C", dir})
	screen.end()
	if !strings.Contains(out.String(), "error:") || strings.Contains(out.String(), "\x1b") {
		t.Errorf("findings in a file have colours because messages go to a terminal:\n%q", out.String())
	}
}

// TestDataOnTerminal checks that a terminal obeys nothing in data, which is exact elsewhere.
func TestDataOnTerminal(t *testing.T) {
	t.Parallel()
	r := hostileCollection(t)
	foreign := filepath.Join(r.Dir, "foreign")
	write(t, foreign, "# A title\n\n**Date:** 2026-01-01\n\n"+hostileText+"\n")
	for _, args := range [][]string{
		{"export", "--format", "csv"}, {"export", "--format", "ndjson"}, {"export", "--format", "json"}, {"import", foreign}, {"search", "--json", "turned"}, {"stats", "--csv"},
	} {
		args = append([]string{args[0], "-C", r.Dir, "--color", "never"}, args[1:]...)
		exact := at(t, time.Now(), nil, args...)
		if exact.status != 0 || args[0] != "stats" && !strings.Contains(exact.stdout, "\u202e") {
			t.Errorf("%q ends with status %d and prints inexact data:\n%q", args, exact.status, exact.stdout)
		}
		shown := onTerminal(t, true, nil, 0, args...)
		if bad := obeyed(shown); bad != "" || len(shown) < len(exact.stdout)/2 {
			t.Errorf("a terminal gets from %q\n%q\nwhich contains %q", args, shown, bad)
		}
	}
}

// TestMeter checks that long work shows its progress on a terminal, at most ten times a
// second, and erases it. Short work shows nothing.
func TestMeter(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for i := range 4 {
		write(t, filepath.Join(dir, "content", fmt.Sprintf("%d.md", i)), document(i))
	}
	build := []string{"build", "--drafts", "-C", dir, "--jobs", "1", "-o", filepath.Join(dir, "out")}
	for _, test := range []struct {
		name string
		step time.Duration
		args []string
		want bool
	}{
		{"long work", time.Second, nil, true},
		{"short work", 0, nil, false},
		{"long work with -q", time.Second, []string{"-q"}, false},
	} {
		shown := onTerminal(t, false, nil, test.step, append(build, test.args...)...)
		for _, verb := range []string{"reading", "writing"} {
			if got := strings.Contains(shown, "\r"+verb+" "); got != test.want {
				t.Errorf("%s: the meter of %s is shown: %v, want %v:\n%q", test.name, verb, got, test.want, shown)
			}
		}
		if !test.want {
			continue
		}
		if !strings.Contains(shown, "\rreading 4 of 4\x1b[K\r\x1b[K") {
			t.Errorf("the meter of reading does not end with 4 of 4 and an erased line:\n%q", shown)
		}
		if last := shown[strings.LastIndex(shown, "\r")+1:]; !strings.HasPrefix(last, "\x1b[K") {
			t.Errorf("the meter stays on the screen: %q", last)
		}
	}
}

// TestMeterPace checks how often a meter is drawn.
func TestMeterPace(t *testing.T) {
	t.Parallel()
	screen := openTerminal(t)
	time := &clock{now: time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)}
	a := &app{stderr: screen.File, getenv: os.Getenv, now: time.look}
	meter := a.progress("reading")
	for i := range 81 { // 0.8 s
		meter.Show(i, 100)
		time.now = time.now.Add(10_000_000)
	}
	meter.Done()
	want := ""
	for i := 30; i <= 80; i += 10 {
		want += fmt.Sprintf("\rreading %d of 100\x1b[K", i)
	}
	if got := screen.end(); got != want+"\r\x1b[K" {
		t.Errorf("in 0.8 s a meter draws\n%q, want it after 0.3 s, every 0.1 s:\n%q", got, want)
	}
}
