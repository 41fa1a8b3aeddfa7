// Package lazyregexp compiles regular expressions on first use: compiling all those of the
// program would take longer than most commands, and a command uses only a few of them.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns a function that compiles the expression on its first call, and panics if the
// expression is malformed, like [regexp.MustCompile].
func New(form string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(form) })
}
