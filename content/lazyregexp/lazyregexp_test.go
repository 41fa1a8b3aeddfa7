package lazyregexp_test

import (
	"testing"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// TestNew checks that an expression is compiled once, on first use.
func TestNew(t *testing.T) {
	expr := lazyregexp.New(`^a(\d)$`)
	if !expr().MatchString("a1") || expr().MatchString("b1") {
		t.Error("the expression does not match what it should")
	}
	if first, again := expr(), expr(); first != again {
		t.Error("the expression is compiled on every use")
	}
}

// TestMalformed checks that a malformed expression panics when it is used, not when New is called.
func TestMalformed(t *testing.T) {
	expr := lazyregexp.New(`(`)
	defer func() {
		if recover() == nil {
			t.Error("using a malformed expression does not panic")
		}
	}()
	expr()
}
