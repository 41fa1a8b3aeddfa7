package git

import (
	"bytes"
	"strings"
	"testing"
)

// TestDelta applies each kind of delta instruction in gitformat-pack(5), and damaged deltas.
func TestDelta(t *testing.T) {
	t.Parallel()
	long := []byte(strings.Repeat("0123456789abcdef", 0x20000/16)) // 128 KiB
	short := []byte("0123456789")
	size := func(n int) []byte { // as a varint
		var b []byte
		for ; n >= 0x80; n >>= 7 {
			b = append(b, byte(n)|0x80)
		}
		return append(b, byte(n))
	}
	delta := func(from, to int, ops ...byte) []byte { return append(append(size(from), size(to)...), ops...) }
	for name, test := range map[string]struct {
		from, delta []byte
		want        string // "" for a damaged delta
	}{
		"a copy with a byte of offset and one of size": {short, delta(10, 3, 0x91, 2, 3), "234"},
		"a copy without an offset begins at 0":         {short, delta(10, 3, 0x90, 3), "012"},
		"a copy of all":                                {short, delta(10, 10, 0x90, 10), "0123456789"},
		"a copy to the end":                            {short, delta(10, 1, 0x91, 9, 1), "9"},
		"a copy without a size is 64 KiB long":         {long, delta(len(long), 0x10000, 0x80), string(long[:0x10000])},
		"a copy with the second bytes":                 {long, delta(len(long), 0x102, 0xb3, 1, 1, 2, 1), string(long[0x101 : 0x101+0x102])},
		"a copy with the third bytes":                  {long, delta(len(long), 0x10001, 0xd1, 7, 1, 1), string(long[7 : 7+0x10001])},
		"a copy with the third byte of the offset":     {long, delta(len(long), 2, 0x94, 1, 2), string(long[0x10000:0x10002])},
		"text":                                      {short, delta(10, 2, 2, 'a', 'b'), "ab"},
		"the longest text":                          {short, delta(10, 127, append([]byte{127}, bytes.Repeat([]byte("x"), 127)...)...), strings.Repeat("x", 127)},
		"several instructions":                      {short, delta(10, 6, 0x91, 8, 2, 2, 'a', 'b', 0x90, 2), "89ab01"},
		"for a base of another size":                {short, delta(9, 3, 0x91, 2, 3), ""},
		"shorter than it says":                      {short, delta(10, 4, 0x91, 2, 3), ""},
		"longer than it says":                       {short, delta(10, 2, 0x91, 2, 3), ""},
		"a copy beyond the end":                     {short, delta(10, 3, 0x91, 8, 3), ""},
		"a copy with the fourth byte of the offset": {short, delta(10, 1, 0x98, 1, 1), ""},
		"a copy that ends in the middle":            {short, delta(10, 3, 0x91, 2), ""},
		"text that ends in the middle":              {short, delta(10, 2, 2, 'a'), ""},
		"an unknown instruction":                    {short, delta(10, 1, 0, 1, 'a'), ""},
		"empty":                                     {short, nil, ""},
		"no result size":                            {short, size(10), ""},
		"a huge result size is not allocated":       {short, delta(10, 1<<62, 1, 'a'), ""},
		"nor is one that no instruction can reach":  {short, delta(10, 100<<20, 1, 'a'), ""},
	} {
		got, err := applyDelta(test.from, test.delta)
		if (err == nil) != (test.want != "") || string(got) != test.want {
			t.Errorf("%s: the result is %d bytes %.20q, %v; want %d bytes %.20q", name, len(got), got, err, len(test.want), test.want)
		}
	}
}
