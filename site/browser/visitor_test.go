//go:build browser

package browser

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A visitor opens pages of the sample.
type visitor struct {
	*testing.T
	ctx  context.Context
	base string
}

func newVisitor(t *testing.T) *visitor {
	t.Helper()
	base := serveSample(t)
	ctx, cancel := context.WithTimeout(chromium(t), 60*time.Second)
	t.Cleanup(cancel)
	return &visitor{t, ctx, base}
}

func (v *visitor) open(path string) {
	v.Helper()
	do(v.T, v.ctx, chromedp.Navigate(v.base+path))
}

func (v *visitor) text(expression string) string {
	v.Helper()
	out, err := chromedp.Run(v.ctx, chromedp.Evaluate[string](`String(`+expression+`)`))
	if err != nil {
		v.Fatalf("%s: %v", expression, err)
	}
	return out
}

func (v *visitor) press(keys ...string) {
	v.Helper()
	for _, key := range keys {
		do(v.T, v.ctx, chromedp.KeyEvent(key))
	}
}

// tabTo presses Tab until the focus is in an element, and returns how often.
func (v *visitor) tabTo(selector string) int {
	v.Helper()
	for n := 1; n <= 80; n++ {
		v.press(kb.Tab)
		if v.text(`document.activeElement.matches("`+selector+`")`) == "true" {
			return n
		}
	}
	v.Fatalf("Tab does not lead to %s", selector)
	return 0
}
