package git

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPackIndex checks that git, and packIndexes, read the index that writePackIndex writes, including offsets beyond 2
// GiB.
func TestPackIndex(t *testing.T) {
	t.Parallel()
	for format, size := range map[string]int{"sha1": sha1.Size, "sha256": sha256.Size} {
		var entries []packEntry
		want := map[string]bool{}
		for i, offset := range []uint64{12, 1<<31 - 1, 1 << 31, 5 << 31} {
			e := packEntry{ObjectID(KindBlob, []byte{byte(i)}, size), offset, uint32(i)}
			entries = append(entries, e)
			want[fmt.Sprintf("%d %s (%08x)", offset, e.id, i)] = true
		}
		var out bytes.Buffer
		if err := writePackIndex(&out, size, entries, make([]byte, size)); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "x.idx")
		if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("git", "show-index", "--object-format="+format)
		cmd.Stdin = &out
		printed, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(printed)) {
			if line = strings.TrimSpace(line); !want[line] {
				t.Errorf("%s: git reads %q", format, line)
			}
			delete(want, line)
		}
		if len(want) > 0 {
			t.Errorf("%s: git does not read %v", format, want)
		}
		x, err := (&packIndexes{}).open(name, size)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if other := e.id[:4] + ObjectID(KindTree, nil, size)[4:]; !x.has(e.id) || x.has(other) {
				t.Errorf("%s: the index has %s: %v, and %s: %v; want only the first", format, e.id, x.has(e.id), other, x.has(other))
			}
		}
	}
}

// TestPackIndexFinds looks up IDs that begin with the lowest, the highest and adjacent bytes, the first and the last of
// the IDs with the same first byte, and IDs between them that are not there.
func TestPackIndexFinds(t *testing.T) {
	t.Parallel()
	id := func(first, last byte) OID { return OID([]byte{first, 18: 0, 19: last}) }
	var entries []packEntry
	for _, first := range []byte{0, 1, 0x7f, 0xff} {
		for _, last := range []byte{2, 4, 6} {
			entries = append(entries, packEntry{id: id(first, last)})
		}
	}
	var out bytes.Buffer
	if err := writePackIndex(&out, sha1.Size, slices.Clone(entries), make([]byte, 20)); err != nil {
		t.Fatal(err)
	}
	x, err := parsePackIndex(out.Bytes(), 20)
	if err != nil {
		t.Fatal(err)
	}
	for first := range 256 {
		for last := range 8 {
			want := slices.ContainsFunc(entries, func(e packEntry) bool { return e.id == id(byte(first), byte(last)) })
			if got := x.has(id(byte(first), byte(last))); got != want {
				t.Errorf("the index has %02x…%02x: %v, want %v", first, last, got, want)
			}
		}
	}
}

// TestDamagedPackIndex distinguishes damaged indexes from those of another version.
func TestDamagedPackIndex(t *testing.T) {
	t.Parallel()
	table := func(counts ...byte) []byte {
		data := []byte(indexMagic)
		for i := range 256 {
			n := counts[len(counts)-1]
			if i < len(counts) {
				n = counts[i]
			}
			data = append(data, 0, 0, 0, n)
		}
		return data
	}
	two := make([]byte, 2*(20+4+4)+2*20) // IDs, checksums and offsets, and the trailer
	for what, tc := range map[string]struct {
		data []byte
		want error
		n    int
	}{
		"empty":                  {nil, errBadIndex, 0},
		"of version 1":           {make([]byte, 256*4+2*20), nil, 0},
		"of version 1, and more": {make([]byte, 256*4+2*20+1), errBadIndex, 0},
		"of version 3":           {[]byte("\xfftOc\x00\x00\x00\x03"), errIndexVersion, 0},
		"shorter than a trailer": {append(table(0), make([]byte, 25)...), errBadIndex, 0},
		"of no IDs":              {append(table(0), make([]byte, 2*20)...), nil, 0},
		"of two IDs":             {append(table(0, 2), two...), nil, 40},
		"of two IDs, and more":   {append(table(0, 2), append(two, make([]byte, 99)...)...), nil, 40},
		"without a table":        {[]byte(indexMagic), errBadIndex, 0},
		"with half a table":      {table(0)[:500], errBadIndex, 0},
		"with a table cut short": {table(0)[:len(table(0))-1], errBadIndex, 0},
		"that counts down":       {append(table(2, 1), two...), errBadIndex, 0},
		"cut by a byte":          {append(table(0, 2), two[1:]...), errBadIndex, 0},
		"without its trailer":    {append(table(0, 2), two[:2*(20+4+4)]...), errBadIndex, 0},
	} {
		x, err := parsePackIndex(tc.data, 20)
		if !errors.Is(err, tc.want) || err == nil && x.count*x.size != tc.n {
			t.Errorf("an index %s: %+v, %v", what, x, err)
		}
	}
}

// FuzzPackIndex checks that damaged indexes cause no panic.
func FuzzPackIndex(f *testing.F) {
	var out bytes.Buffer
	id := ObjectID(KindBlob, nil, 20)
	if err := writePackIndex(&out, sha1.Size, []packEntry{{id: id}}, make([]byte, 20)); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Add([]byte(indexMagic))
	f.Add(make([]byte, 256*4+2*20))
	f.Fuzz(func(t *testing.T, data []byte) {
		if x, err := parsePackIndex(data, 20); err == nil {
			x.find(id)
			x.withPrefix(id.String()[:5], []byte(id)[:2])
		}
	})
}

// FuzzDecode decodes arbitrary data as a tree and as a commit. A decoded tree must survive a round trip.
func FuzzDecode(f *testing.F) {
	id := ObjectID(KindBlob, nil, 20)
	f.Add(EncodeTree([]Entry{{"a ü", ModeFile, id}, {"b", ModeTree, id}}))
	f.Add(EncodeCommit(id, []OID{id}, Signature{}, "x"))
	f.Add([]byte("100644\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := decodeTree(data, 20)
		if err == nil {
			again, err := decodeTree(EncodeTree(list), 20)
			if err != nil || !slices.Equal(list, again) {
				t.Errorf("after a round trip, %v is %v, %v", list, again, err)
			}
		}
		_, _ = parseCommit("", data)
	})
}
