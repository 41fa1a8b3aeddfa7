package lazyregexp_test

import (
	"testing"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// TestNew holds that an expression is compiled once, when it is first used.
func TestNew(t *testing.T) {
	form := lazyregexp.New(`^a(\d)$`)
	if !form().MatchString("a1") || form().MatchString("b1") {
		t.Error("the expression is another one")
	}
	if first, again := form(), form(); first != again {
		t.Error("the expression is compiled each time it is used")
	}
}

// TestMalformed holds that a malformed expression panics where it is used, not
// where it is made.
func TestMalformed(t *testing.T) {
	form := lazyregexp.New(`(`)
	defer func() {
		if recover() == nil {
			t.Error("a malformed expression is used without a panic")
		}
	}()
	form()
}
