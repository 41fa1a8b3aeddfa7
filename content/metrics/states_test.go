package metrics_test

import (
	"fmt"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

func TestStates(t *testing.T) {
	day := func(d int) content.Date { return content.Date{Year: 2026, Month: 3, Day: d} }
	items := []content.ActionItem{{State: content.Open, Due: day(4)}, {State: content.Done, Due: day(1)}, {State: content.Open, Due: day(5)}, {State: content.Done}, {State: content.InProgress, Due: day(1)}}
	if got := fmt.Sprint(metrics.States(items, day(5))); got != "[{done 2} {open 1} {overdue 2}]" {
		t.Errorf("the states are %s", got)
	}
}
