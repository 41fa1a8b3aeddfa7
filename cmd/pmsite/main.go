// Command pmsite keeps post mortems in a git repository: it checks them, shows them
// live while they are written, and publishes them as a static site.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	os.Exit(run())
}

// run is main without os.Exit: it returns the exit status, so that tests can call it.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ignoreFileSizeLimit()
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, now: time.Now}
	return a.run(ctx, os.Args[1:])
}
