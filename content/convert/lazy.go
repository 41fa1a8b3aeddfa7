package convert

import (
	"regexp"
	"sync"
)

// lazy compiles an expression when it is first used, so that the commands which
// do not use it start without.
func lazy(form string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(form) })
}
