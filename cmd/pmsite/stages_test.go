package main

import (
	"testing"
	"time"
)

func TestStages(t *testing.T) {
	clock := time.Time{}
	after := func(d time.Duration) time.Time { clock = clock.Add(d); return clock }
	var s stages
	s.end("before the start") // measures nothing
	s.start(func() time.Time { return clock })
	after(420 * time.Millisecond)
	s.end("load")
	after(1300 * time.Millisecond)
	s.end("write")
	if got, want := s.String(), "load 0.42 s, write 1.30 s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
