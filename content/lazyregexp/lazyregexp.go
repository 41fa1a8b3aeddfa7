// Package lazyregexp compiles regular expressions on first use. Compiling all of the program's
// expressions at startup would take longer than most commands, and a command uses only a few.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns a function that compiles the expression on its first call, and panics if the
// expression is malformed, like [regexp.MustCompile].
func New(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
