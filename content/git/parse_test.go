package git

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5/plumbing/format/packfile"
)

func TestParseCommit(t *testing.T) {
	t.Parallel()
	id := OID(strings.Repeat("x", 20))
	hash := strings.Repeat("ab", 20)
	tests := map[string]struct {
		data, subject string
		author        Person
		time          string
	}{
		"usual": {
			"tree " + hash + "\nparent " + hash + "\nauthor A B <a@example.org> 1 +0000\ncommitter C <c@example.org> 1700000000 -0330\ngpgsig -----BEGIN\n tree none\n -----END\n\nSubject\n on two lines\n\nBody\n",
			"Subject on two lines",
			Person{"A B", "a@example.org"},
			"2023-11-14T18:43:20-03:30",
		},
		"odd people": {"tree " + hash + "\nauthor <>\ncommitter C\n\n\n\nLate", "Late", Person{}, "1970-01-01T00:00:00Z"},
		"an odd address": {
			"tree " + hash + "\nauthor  A  <a@b>c > 5 +0100\ncommitter C <c@example.org> 0 -1200\n\n  \tSub \n  ject \n\n\nBody", "Sub ject",
			Person{"A", "a@b"}, // as git log has it
			"1969-12-31T12:00:00-12:00",
		},
		"no zone":    {"tree " + hash + "\ncommitter C <c@example.org> 86400\n\n\n\n", "", Person{}, "1970-01-02T00:00:00Z"},
		"no message": {"tree " + hash + "\ncommitter < > x +0000\n", "", Person{}, "1970-01-01T00:00:00Z"},
	}
	for name, test := range tests {
		c, err := parseCommit(id, []byte(test.data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.Subject() != test.subject || c.Author != test.author || c.Time.Format(time.RFC3339) != test.time {
			t.Errorf("%s: %q, %+v, %s", name, c.Subject(), c.Author, c.Time.Format(time.RFC3339))
		}
	}
	for _, data := range []string{"", "tree x\n\n", "parent " + hash + "\n\nno tree"} {
		if _, err := parseCommit(id, []byte(data)); err == nil {
			t.Errorf("the damaged commit %q is accepted", data)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("tree abc\nauthor A <a@b> 1 +0000\n\nmessage")
	f.Add("100644 a\x0012345678901234567890")
	f.Fuzz(func(t *testing.T, s string) {
		if c, err := parseCommit("", []byte(s)); err == nil {
			_ = c.Subject()
		}
		for rest := []byte(s); len(rest) > 0; {
			var err error
			if _, rest, err = NextEntry(rest, 20); err != nil {
				break
			}
		}
	})
}

// FuzzDelta compares applyDelta with go-git's PatchDelta.
func FuzzDelta(f *testing.F) {
	f.Add([]byte("0123456789"), []byte{10, 7, 0x91, 2, 5, 2, 'a', 'b'})
	f.Add([]byte("0123456789"), []byte{10, 0})
	f.Fuzz(func(t *testing.T, from, delta []byte) {
		got, err := applyDelta(from, delta)
		want, err2 := packfile.PatchDelta(from, delta)
		if err == nil && err2 == nil && !bytes.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	})
}
