package site

import (
	"slices"
	"testing"
)

// TestJoined checks that several changes of one fact are one, and that what is as before is none.
func TestJoined(t *testing.T) {
	for _, test := range []struct{ facts, want []string }{
		{[]string{"severity: high → low", "text on the causes"}, []string{"severity: high → low", "text on the causes"}},
		{[]string{"duration: 1 h → 2 h", "text on the causes", "duration: 2 h → 3 h", "text on the causes"}, []string{"duration: 1 h → 3 h", "text on the causes"}},
		{[]string{"duration: 1 h → 2 h", "severity: high → low", "duration: 2 h → 1 h"}, []string{"severity: high → low"}},
		{[]string{"duration: 1 h → 2 h", "duration: 2 h → 1 h", "duration: 1 h → 3 h"}, []string{"duration: 1 h → 3 h"}},
	} {
		if got := joined(test.facts); !slices.Equal(got, test.want) {
			t.Errorf("%q are joined to %q, want %q", test.facts, got, test.want)
		}
	}
}
