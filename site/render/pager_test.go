package render

import (
	"slices"
	"testing"
)

func TestPagerNumbers(t *testing.T) {
	for _, test := range []struct {
		number, total int
		want          []int
	}{
		{1, 1, []int{1}},
		{1, 3, []int{1, 2, 3}},
		{1, 9, []int{1, 2, 0, 9}},
		{4, 9, []int{1, 2, 3, 4, 5, 0, 9}},
		{5, 9, []int{1, 0, 4, 5, 6, 0, 9}},
		{9, 9, []int{1, 0, 8, 9}},
	} {
		pager := Pager{Number: test.number, Total: test.total}
		if got := pager.Numbers(); !slices.Equal(got, test.want) {
			t.Errorf("page %d of %d: got %v, want %v", test.number, test.total, got, test.want)
		}
		if next := pager.Next(); (next == 0) != (test.number == test.total) {
			t.Errorf("page %d of %d: next is %d", test.number, test.total, next)
		}
	}
}

func TestShare(t *testing.T) {
	for _, test := range []struct {
		part, whole int
		want        string
	}{{1, 3, "33.3"}, {0, 0, "0"}, {4, 4, "100.0"}} {
		if got := share(test.part, test.whole); got != test.want {
			t.Errorf("share %d %d: got %q, want %q", test.part, test.whole, got, test.want)
		}
	}
}

func TestDictRefusesHalfPairs(t *testing.T) {
	if _, err := dict("page"); err == nil {
		t.Error("a name without a value: no error")
	}
	if _, err := dict(1, 2); err == nil {
		t.Error("a number as a name: no error")
	}
}
