// Package lazyregexp compiles regular expressions when they are first used: the
// ones of the whole program take longer than most commands do, and a command
// uses a few of them.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New gives an expression that panics when it is first used if it is malformed,
// as [regexp.MustCompile] does at once.
func New(form string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(form) })
}
