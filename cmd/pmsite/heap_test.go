package main

import (
	"io"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/pmsite/pmsite/cmd/pmsite/heap/huge"
)

// The heap is laid out for the command, which other words of the arguments may be
// called like.
func TestCommandOfTheHeap(t *testing.T) {
	a := &app{stdout: io.Discard, stderr: io.Discard}
	root := a.root()
	lines := []string{"search build serve", "search -- -serve publish", "-C=serve search", "-Cserve search", "--dir=serve search", "check build", "-qv search"}
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.NoOptDefVal != "" {
			lines = append(lines, "--"+f.Name+" search")
			return
		}
		lines = append(lines, "--"+f.Name+" serve search", "--"+f.Name+" - search")
		if f.Shorthand != "" {
			lines = append(lines, "-"+f.Shorthand+" serve search")
		}
	})
	for _, line := range lines {
		args := strings.Fields(line)
		want, _, err := root.Find(args)
		if err != nil {
			t.Fatal(err)
		}
		if got := huge.Command(args); got != want.Name() {
			t.Errorf("%s: got %q, want %q", line, got, want.Name())
		}
	}
	if got := huge.Command([]string{"--help"}); got != "" {
		t.Errorf("got %q", got)
	}
}
