package main

import (
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/project"
)

// TestStateOfFlags checks that every flag of build and the day count as a change, except the number of workers.
func TestStateOfFlags(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Mkdir(dir+"/content", 0o755); err != nil {
		t.Fatal(err)
	}
	p, err := (&project.Opener{Dir: dir}).Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	state, err := p.State()
	if err != nil {
		t.Fatal(err)
	}
	day := content.DateOf(time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC))
	sum := func(f buildFlags, day content.Date) collection.Sum {
		sum, ok := stateOf(state, f, day, time.Now())
		if !ok {
			t.Fatal("the state is not known")
		}
		return sum
	}
	usual := sum(buildFlags{}, day)
	if sum(buildFlags{siteFlags: siteFlags{jobs: 3}}, day) != usual {
		t.Error("the number of workers counts as a change")
	}
	if sum(buildFlags{}, content.DateOf(day.Time().AddDate(0, 0, 1))) == usual {
		t.Error("another day does not count as a change")
	}
	for _, f := range []buildFlags{
		{output: "x"},
		{keepGoing: true},
		{siteFlags: siteFlags{baseURL: "x"}},
		{siteFlags: siteFlags{ref: "x"}},
		{siteFlags: siteFlags{drafts: true}},
		{siteFlags: siteFlags{requireHistory: true}},
		{siteFlags: siteFlags{portable: true}},
		{siteFlags: siteFlags{book: true}},
		{siteFlags: siteFlags{preview: "x"}},
	} {
		if sum(f, day) == usual {
			t.Errorf("%+v does not count as a change", f)
		}
	}
	if fields := reflect.TypeFor[siteFlags]().NumField() + reflect.TypeFor[buildFlags]().NumField(); fields != 12 {
		t.Errorf("build has %d flags: add the new one here", fields)
	}
}
