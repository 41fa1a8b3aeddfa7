package git

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"io"
	"strings"
	"testing"
)

// TestEntryHeads reads the heads of entries, whole and cut short.
func TestEntryHeads(t *testing.T) {
	t.Parallel()
	id := strings.Repeat("i", sha1.Size)
	for what, tc := range map[string]struct {
		data string
		at   int64
		want entryHead
	}{
		"a small blob":               {"\x35", 12, entryHead{kind: KindBlob, size: 5}},
		"a large commit":             {"\x95\x81\x01", 12, entryHead{kind: KindCommit, size: 5 + 1<<4 + 1<<11}},
		"the largest tree":           {"\xaf" + strings.Repeat("\xff", 8) + "\x07", 12, entryHead{}},
		"a delta and its base's ID":  {"\x71" + id, 12, entryHead{size: 1, base: OID(id)}},
		"a delta and a near base":    {"\x61\x03", 15, entryHead{size: 1, offset: 12}},
		"a delta and a far base":     {"\x61\x80\x00", 1000, entryHead{size: 1, offset: 1000 - 128}},
		"a base beyond the start":    {"\x61\x10", 15, entryHead{}},
		"a base that is itself":      {"\x61\x00", 15, entryHead{}},
		"a base of endless distance": {"\x61" + strings.Repeat("\xff", 20), 15, entryHead{}},
		"no type":                    {"\x05", 12, entryHead{}},
		"a type nobody knows":        {"\x55", 12, entryHead{}},
	} {
		h, err := readEntryHead(strings.NewReader(tc.data), tc.at, sha1.Size)
		switch {
		case tc.want == entryHead{}:
			if !errors.Is(err, errBadPack) {
				t.Errorf("%s: %+v, %v", what, h, err)
			}
		case h != tc.want || err != nil:
			t.Errorf("%s: %+v, %v; want %+v", what, h, err, tc.want)
		default:
			for n := range len(tc.data) {
				if _, err := readEntryHead(strings.NewReader(tc.data[:n]), tc.at, sha1.Size); !errors.Is(err, io.EOF) {
					t.Errorf("%s, cut to %d bytes: %v", what, n, err)
				}
			}
		}
	}
}

// TestReadSized holds that data is as long as is said of it.
func TestReadSized(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 1 << 20, 1<<20 + 1, 5 << 20} {
		data := bytes.Repeat([]byte("x"), size)
		got, err := readSized(bytes.NewReader(data), int64(size))
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes: %d, %v", size, len(got), err)
		}
		if _, err := readSized(bytes.NewReader(data), int64(size+1)); err == nil {
			t.Errorf("%d bytes, one more is said: no error", size)
		}
		if _, err := readSized(bytes.NewReader(append(data, 'y')), int64(size)); !errors.Is(err, errBadPack) {
			t.Errorf("%d bytes, one less is said: %v", size, err)
		}
	}
}

// FuzzEntryHead holds that a head of whatever bytes has no negative size, and a base before it.
func FuzzEntryHead(f *testing.F) {
	f.Add([]byte("\x95\x81\x01"), int64(12))
	f.Add([]byte("\x61\x80\x00"), int64(1000))
	f.Fuzz(func(t *testing.T, data []byte, at int64) {
		h, err := readEntryHead(bytes.NewReader(data), at&(1<<40-1), sha1.Size)
		if err == nil && (h.size < 0 || h.offset < 0 || h.offset > at&(1<<40-1)) {
			t.Errorf("%+v", h)
		}
	})
}
