package main

import (
	"fmt"
	"strings"
	"time"
)

// stages measures how long the stages of a command take. Its zero value measures nothing.
type stages struct {
	now  func() time.Time
	last time.Time // the end of the last stage
	list []stage
}

type stage struct {
	name string
	took time.Duration
}

// start starts the first stage.
func (s *stages) start(now func() time.Time) { s.now, s.last = now, now() }

// end ends the current stage, which has this name, and starts the next one.
func (s *stages) end(name string) {
	if s.now == nil {
		return
	}
	now := s.now()
	s.list, s.last = append(s.list, stage{name, now.Sub(s.last)}), now
}

// String returns, for example, "load 0.42 s, write 1.30 s".
func (s *stages) String() string {
	parts := make([]string, len(s.list))
	for i, stage := range s.list {
		parts[i] = fmt.Sprintf("%s %.2f s", stage.name, stage.took.Seconds())
	}
	return strings.Join(parts, ", ")
}
