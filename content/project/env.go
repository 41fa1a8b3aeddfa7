package project

import (
	"time"

	"github.com/pmsite/pmsite/content/source"
)

// An Env gives a project access to its environment. The zero value has no environment
// variables, cache or clock and discards all messages.
type Env struct {
	Getenv   func(name string) string // environment variables
	Now      func() time.Time         // clock
	Token    func(host string) string // credential for a host from which sources are fetched; "" for none
	CacheDir string                   // folder for caches and for copies of sources; "" for none
	NoCache  bool                     // neither read nor write caches
	Program  string                   // identifies the build of the program: another build may read documents differently

	Warn        func(message, hint string) // warns the user; the hint may be ""
	CacheFailed func(error)                // is called if the cache cannot be written
	Progress    func(verb string) Progress // begins to show the progress of a long piece of work
}

// Progress shows the progress of a long piece of work.
type Progress interface {
	Show(done, total int) // may be called by several goroutines
	Done()
}

// withDefaults returns the Env with nil functions replaced by ones that do nothing.
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

// setCache lets a source cache its history.
func (e Env) setCache(src *source.Source) {
	if !e.NoCache {
		src.CacheDir, src.CacheFailed = e.CacheDir, e.CacheFailed
	}
}

type silent struct{}

func (silent) Show(int, int) {}
func (silent) Done()         {}
