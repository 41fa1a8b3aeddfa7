package check_test

import (
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
)

// TestLegacyRules checks that the rules that are off for old documents exist.
func TestLegacyRules(t *testing.T) {
	t.Parallel()
	for name := range config.LegacyBefore(content.Date{Year: 2026, Month: 1, Day: 1}).Levels {
		if check.Lookup(name) == nil {
			t.Errorf("there is no rule %s", name)
		}
	}
}
