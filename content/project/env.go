package project

import (
	"time"
)

// An Env is what a project takes from its surroundings. The zero value has no
// environment variables, no cache and no clock, and tells nobody anything.
type Env struct {
	Getenv   func(name string) string // environment variables
	Now      func() time.Time         // clock
	Token    func(host string) string // credential for a host from which sources are fetched; "" for none
	CacheDir string                   // folder in which work is kept for the next run; "" for none
	Program  string                   // identifies the build of the program: another one may read documents differently

	Warn        func(message, hint string) // what a person should know; the hint may be ""
	CacheFailed func(error)                // the cache cannot be written
	Progress    func(verb string) Progress // begins to show how far a long piece of work is
}

// Progress shows how far a long piece of work is.
type Progress interface {
	Show(done, total int) // may be called by several goroutines
	Done()
}

// withDefaults returns the Env with functions in place of nil ones.
func (e Env) withDefaults() Env {
	if e.Getenv == nil {
		e.Getenv = func(string) string { return "" }
	}
	if e.Now == nil {
		e.Now = func() time.Time { return time.Time{} }
	}
	if e.Token == nil {
		e.Token = func(string) string { return "" }
	}
	if e.Warn == nil {
		e.Warn = func(string, string) {}
	}
	if e.CacheFailed == nil {
		e.CacheFailed = func(error) {}
	}
	if e.Progress == nil {
		e.Progress = func(string) Progress { return silent{} }
	}
	return e
}

type silent struct{}

func (silent) Show(int, int) {}
func (silent) Done()         {}
