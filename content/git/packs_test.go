package git

import (
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// everyObject returns all objects of a repository, read by git.
func everyObject(r *gittest.Repo) map[OID]Object {
	r.T.Helper()
	out := r.Git("cat-file", "--batch", "--batch-all-objects")
	all := map[OID]Object{}
	for out != "" {
		line, rest, _ := strings.Cut(out, "\n")
		fields := strings.Fields(line)
		id, err := ParseOID(fields[0])
		if err != nil {
			r.T.Fatal(err)
		}
		size, err := strconv.Atoi(fields[2])
		if err != nil {
			r.T.Fatal(err)
		}
		all[id] = Object{Kind(fields[1]), []byte(rest[:size])}
		out = rest[size+1:]
	}
	return all
}

// sameObjects checks that every object in want can be read, twice, and that some other objects are missing.
func sameObjects(t *testing.T, dir string, want map[OID]Object) {
	t.Helper()
	s := opened(t, dir)
	for range 2 { // the second time from the cache
		for id, o := range want {
			got, err := s.Read(id)
			if err != nil || got.Kind != o.Kind || string(got.Data) != string(o.Data) {
				t.Errorf("object %s is a %s of %d bytes, %v; want a %s of %d bytes", id, got.Kind, len(got.Data), err, o.Kind, len(o.Data))
			}
		}
	}
	for id := range want {
		for _, at := range []int{0, len(id) - 1} {
			other := []byte(id)
			other[at]++
			if _, there := want[OID(other)]; there {
				continue
			}
			if _, err := s.Read(OID(other)); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), OID(other).String()) {
				t.Errorf("missing object %s: %v", OID(other), err)
			}
		}
	}
	for _, id := range []string{strings.Repeat("\x00", 20), strings.Repeat("\xff", 20), strings.Repeat("a", 32), ""} {
		if _, err := s.Read(OID(id)); !errors.Is(err, ErrMissing) {
			t.Errorf("impossible object %x: %v", id, err)
		}
	}
}

// TestPackedObjects reads objects that git packed in different ways: as offset deltas, as ref deltas, in several packs,
// and with an index for a pack beyond 2 GiB.
func TestPackedObjects(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	for _, subject := range []string{"one", "two", "three", "four"} {
		r.Commit(subject, "a.md", strings.Repeat(gittest.Text("a"), 5)+subject, "dir/b.md", gittest.Text("b", subject), subject+".md", gittest.Text(subject))
	}
	r.Git("tag", "-a", "-m", "a tag", "v1", "main~1")
	r.Commit("large", "large.md", strings.Repeat("0123456789abcdef\n", 1<<13), "empty.md", "")
	want := everyObject(r)
	if len(want) < 25 {
		t.Fatalf("only %d objects", len(want))
	}
	sameObjects(t, r.Dir, want)
	packs := filepath.Join(r.Dir, ".git", "objects", "pack")
	for _, way := range []struct {
		name string
		make func()
	}{
		{"offset deltas", func() { r.Git("repack", "-adfq") }},
		{"ref deltas", func() { r.Git("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq") }},
		{"an index for a large pack", func() {
			names, err := filepath.Glob(filepath.Join(escapeGlob(packs), "*.pack"))
			if err != nil || len(names) != 1 {
				t.Fatal(names, err)
			}
			index := strings.TrimSuffix(names[0], ".pack") + ".idx"
			if err := os.Chmod(index, 0o600); err != nil {
				t.Fatal(err)
			}
			r.Git("index-pack", "--index-version=2,0x100", "-o", index, names[0])
		}},
		{"an index of version 1", func() { r.Git("-c", "pack.indexVersion=1", "repack", "-adfq") }},
		{"a pack of another name", func() {
			names, err := filepath.Glob(filepath.Join(escapeGlob(packs), "*.*"))
			for _, name := range names {
				err = errors.Join(err, os.Rename(name, filepath.Join(packs, "other"+filepath.Ext(name))))
			}
			if err != nil || len(names) < 2 {
				t.Fatal(names, err)
			}
		}},
		{"several packs and loose objects", func() {
			r.Commit("packed apart", "c.md", gittest.Text("c"))
			r.Git("repack", "-q")
			r.Commit("loose", "c.md", gittest.Text("c", "loose"), "a.md", gittest.Text("a", "again"))
			want = everyObject(r)
		}},
	} {
		way.make()
		r.Git("prune-packed", "-q")
		sameObjects(t, r.Dir, want)
		if t.Failed() {
			t.Fatalf("the objects above are %s", way.name)
		}
	}
	for _, name := range []string{"pack-none.pack", "pack-none.idx"} {
		if err := os.WriteFile(filepath.Join(packs, name), []byte("no index"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	damaged := opened(t, r.Dir)
	head, _, err := damaged.Head()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := damaged.Commit(head); err == nil || !strings.Contains(err.Error(), "pack-none.idx") || !strings.Contains(err.Error(), "damaged pack index") {
		t.Errorf("a damaged pack index: %v, want an error with its name", err)
	}
}

// TestSharedObjects reads objects from alternates and from their alternates, with different spellings of the file, and
// checks that a cycle of alternates ends.
func TestSharedObjects(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("packed", "a.md", gittest.Text("a"))
	r.Git("gc", "-q")
	r.Commit("loose", "a.md", gittest.Text("a", "loose"))
	r.Git("clone", "-q", "--shared", r.Dir, "first")
	first := r.In(filepath.Join(r.Dir, "first"))
	first.Commit("packed there", "b.md", gittest.Text("b"))
	first.Git("gc", "-q")
	first.Commit("loose there", "b.md", gittest.Text("b", "loose"))
	want := everyObject(first)
	r.Git("clone", "-q", "--shared", "first", "second")
	objects := func(name string) string { return filepath.Join(r.Dir, name, ".git", "objects") }
	for name, alternates := range map[string]string{
		"absolute": objects("first") + "\n",
		"relative": "../../../first/.git/objects\n",
		"with a comment, Windows line endings, and no line ending at the end": "# borrowed\r\n\r\n" + objects("first"),
		"twice": strings.Repeat(objects("first")+"\n", 2),
	} {
		r.Write("second/.git/objects/info/alternates", alternates)
		sameObjects(t, filepath.Join(r.Dir, "second"), want)
		if t.Failed() {
			t.Fatalf("the alternates are %s", name)
		}
	}
	r.Write(".git/objects/info/alternates", objects("second")+"\n")
	if _, err := opened(t, r.Dir).Read(OID(strings.Repeat("x", 20))); !errors.Is(err, ErrMissing) {
		t.Errorf("a missing object, with a cycle of alternates: %v", err)
	}
}

// TestPackIndexOffsets looks up the offsets of IDs with every first byte, and checks that damaged indexes are refused.
func TestPackIndexOffsets(t *testing.T) {
	t.Parallel()
	const n = 256
	var fan, names, sums, offsets, large []byte
	for i := range n { // one ID for each first byte; every fourth has an offset beyond 4 GiB
		fan = binary.BigEndian.AppendUint32(fan, uint32(i+1))
		names = append(append(names, byte(i)), strings.Repeat("x", sha1.Size-1)...)
		sums = append(sums, 1, 2, 3, 4)
		if i%4 == 0 {
			offsets = binary.BigEndian.AppendUint32(offsets, 1<<31|uint32(len(large)/8))
			large = binary.BigEndian.AppendUint64(large, 1<<32+uint64(i))
		} else {
			offsets = binary.BigEndian.AppendUint32(offsets, uint32(i))
		}
	}
	join := func(parts ...[]byte) (all []byte) {
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	trailer := make([]byte, 2*sha1.Size)
	x, err := parsePackIndex(join([]byte(indexMagic), fan, names, sums, offsets, large, trailer), sha1.Size)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		want := int64(i)
		if i%4 == 0 {
			want += 1 << 32
		}
		name := string(names[i*sha1.Size : (i+1)*sha1.Size])
		if at, ok := x.find(OID(name)); !ok || at != want {
			t.Errorf("object %d is at offset %d, %v; want %d", i, at, ok, want)
		}
		for _, other := range []string{name[:sha1.Size-1] + "w", name[:sha1.Size-1] + "y", name[:sha1.Size-1], name + "x"} {
			if at, ok := x.find(OID(other)); ok {
				t.Errorf("the missing object %x is at offset %d", other, at)
			}
		}
	}
	fewer, err := parsePackIndex(join([]byte(indexMagic), fan, names, sums, offsets, large[:8], trailer), sha1.Size)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := fewer.find(OID(names[:sha1.Size])); !ok {
		t.Error("the only large offset is not found")
	}
	if at, ok := fewer.find(OID(names[4*sha1.Size : 5*sha1.Size])); ok {
		t.Errorf("a missing large offset is %d", at)
	}
	unsorted := join(fan)
	binary.BigEndian.PutUint32(unsorted[4*254:], 300)
	for what, data := range map[string][]byte{
		"that is empty": nil, "of version 1 without its IDs": fan, "of version 3": join([]byte("\xfftOc\x00\x00\x00\x03"), fan, names, sums, offsets, trailer),
		"cut in its first table": join([]byte(indexMagic), fan[:len(fan)-1]), "that counts backwards": join([]byte(indexMagic), unsorted, names, sums, offsets, large, trailer),
		"cut by a byte": join([]byte(indexMagic), fan, names, sums, offsets, trailer[1:]), "without its checksums": join([]byte(indexMagic), fan, names, sums, offsets),
	} {
		want := errBadIndex
		if what == "of version 3" {
			want = errIndexVersion
		}
		if _, err := parsePackIndex(data, sha1.Size); !errors.Is(err, want) {
			t.Errorf("an index %s: %v", what, err)
		}
	}
	if _, err := parsePackIndex(join([]byte(indexMagic), fan, names, sums, offsets, trailer), sha1.Size); err != nil {
		t.Errorf("an index without large offsets: %v", err)
	}
}

// TestMissingPack checks that the error for an object whose pack is gone names the object.
func TestMissingPack(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	for i := range 3 {
		r.Commit(fmt.Sprint(i), "a.md", gittest.Text("a", fmt.Sprint(i)))
	}
	r.Git("gc", "-q")
	s := opened(t, r.Dir)
	old := strings.TrimSpace(r.Git("rev-parse", "main~1:a.md"))
	id, err := ParseOID(old)
	if err != nil {
		t.Fatal(err)
	}
	packs, err := filepath.Glob(filepath.Join(escapeGlob(r.Dir), ".git", "objects", "pack", "*.pack"))
	if err != nil || len(packs) != 1 {
		t.Fatal(packs, err)
	}
	if err := s.DropCache(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(packs[0], packs[0]+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read(id); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), old) {
		t.Errorf("a file whose pack is gone: %v, want an error with its ID", err)
	}
	if err := os.Rename(packs[0]+".away", packs[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read(id); err != nil {
		t.Errorf("once the pack is back: %v", err)
	}
}
