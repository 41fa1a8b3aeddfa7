package render

import "testing"

// TestFill checks the results of filling in texts. The script's test has the
// same cases.
func TestFill(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		with facts
		want string
	}{
		{"{n} of {words}", facts{"n": 0, "words": "<b>"}, "0 of <b>"},
		{"{n|day}, {m|day}", facts{"n": 1, "m": 2}, "1 day, 2 days"},
		{"{n|item}, {n}; {m|day}, {k|day}", facts{"n": 1234, "m": 729, "k": 977}, "1,234 items, 1,234; 729 days, 2.7 years"},
		{"{a/b}; {a/none}", facts{"a": 1, "b": 4}, "25 %; "},
		{"x[, {n} more]", facts{"n": 0}, "x"},
		{"x[, {n|item} more][; {words}]", facts{"n": 1, "words": ""}, "x, 1 item more"},
		{"[All {n} late]", facts{"n": 3}, "All 3 late"},
		{"{gone}", nil, ""},
		{"{a}", facts{"a": "{b} [c]", "b": 1}, "{b} [c]"},
	} {
		if got := fill(test.text, test.with); got != test.want {
			t.Errorf("%q with %v becomes %q, want %q", test.text, test.with, got, test.want)
		}
	}
}
