package source

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// everyObject returns all objects of a repository, as git has them.
func everyObject(r *repo) map[oid]object {
	r.t.Helper()
	out := r.git("cat-file", "--batch", "--batch-all-objects")
	all := map[oid]object{}
	for out != "" {
		line, rest, _ := strings.Cut(out, "\n")
		fields := strings.Fields(line)
		id, err := parseOID(fields[0])
		if err != nil {
			r.t.Fatal(err)
		}
		size, err := strconv.Atoi(fields[2])
		if err != nil {
			r.t.Fatal(err)
		}
		all[id] = object{kind(fields[1]), []byte(rest[:size])}
		out = rest[size+1:]
	}
	return all
}

// sameObjects reads every object that git has, twice, and some that it has not.
func sameObjects(t *testing.T, dir string, want map[oid]object) {
	t.Helper()
	s := mustCommit(t, dir, "main")
	for range 2 { // the second time from what is kept
		for id, o := range want {
			got, err := s.store.read(id)
			if err != nil || got.kind != o.kind || string(got.data) != string(o.data) {
				t.Errorf("object %s is read as a %s of %d bytes, %v; git has a %s of %d bytes", id, got.kind, len(got.data), err, o.kind, len(o.data))
			}
		}
	}
	for id := range want {
		for _, at := range []int{0, len(id) - 1} {
			other := []byte(id)
			other[at]++
			if _, there := want[oid(other)]; there {
				continue
			}
			if _, err := s.store.read(oid(other)); !errors.Is(err, errMissing) || !strings.Contains(err.Error(), oid(other).String()) {
				t.Errorf("object %s, which is not there: %v", oid(other), err)
			}
		}
	}
	for _, id := range []string{strings.Repeat("\x00", 20), strings.Repeat("\xff", 20), strings.Repeat("a", 32), ""} {
		if _, err := s.store.read(oid(id)); !errors.Is(err, errMissing) {
			t.Errorf("object %x, which cannot be there: %v", id, err)
		}
	}
}

// TestPackedObjects reads what git packs in every way it has: as deltas of offsets and of names, in several packs, and
// with an index for packs beyond 2 GiB.
func TestPackedObjects(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	for _, subject := range []string{"one", "two", "three", "four"} {
		r.commit(subject, "a.md", strings.Repeat(text("a"), 5)+subject, "dir/b.md", text("b", subject), subject+".md", text(subject))
	}
	r.git("tag", "-a", "-m", "a tag", "v1", "main~1")
	r.commit("large", "large.md", strings.Repeat("0123456789abcdef\n", 1<<13), "empty.md", "")
	want := everyObject(r)
	if len(want) < 25 {
		t.Fatalf("only %d objects", len(want))
	}
	sameObjects(t, r.dir, want)
	packs := filepath.Join(r.dir, ".git", "objects", "pack")
	for _, way := range []struct {
		name string
		make func()
	}{
		{"deltas of offsets", func() { r.git("repack", "-adfq") }},
		{"deltas of names", func() { r.git("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq") }},
		{"an index for a large pack", func() {
			names, err := filepath.Glob(filepath.Join(packs, "*.pack"))
			if err != nil || len(names) != 1 {
				t.Fatal(names, err)
			}
			index := strings.TrimSuffix(names[0], ".pack") + ".idx"
			if err := os.Chmod(index, 0o600); err != nil {
				t.Fatal(err)
			}
			r.git("index-pack", "--index-version=2,0x100", "-o", index, names[0])
		}},
		{"several packs and loose objects", func() {
			r.commit("packed apart", "c.md", text("c"))
			r.git("repack", "-q")
			r.commit("loose", "c.md", text("c", "loose"), "a.md", text("a", "again"))
			want = everyObject(r)
		}},
	} {
		way.make()
		r.git("prune-packed", "-q")
		sameObjects(t, r.dir, want)
		if t.Failed() {
			t.Fatalf("these are %s", way.name)
		}
	}
	if err := os.WriteFile(filepath.Join(packs, "pack-none.idx"), []byte("no index"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Commit(r.dir, "main"); err == nil || !strings.Contains(err.Error(), "pack-none.idx") || !strings.Contains(err.Error(), "not a pack index of version 2") {
		t.Errorf("a damaged index of a pack: %v, want an error that names it", err)
	}
}

// TestSharedObjects finds objects where a repository borrows them: in alternates, their alternates, one behind a
// comment, and not for ever where they lead in a circle.
func TestSharedObjects(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("packed", "a.md", text("a"))
	r.git("gc", "-q")
	r.commit("loose", "a.md", text("a", "loose"))
	r.git("clone", "-q", "--shared", r.dir, "first")
	first := r.in(filepath.Join(r.dir, "first"))
	first.commit("packed there", "b.md", text("b"))
	first.git("gc", "-q")
	first.commit("loose there", "b.md", text("b", "loose"))
	want := everyObject(first)
	r.git("clone", "-q", "--shared", "first", "second")
	objects := func(name string) string { return filepath.Join(r.dir, name, ".git", "objects") }
	for name, alternates := range map[string]string{
		"absolute": objects("first") + "\n",
		"relative": "../../../first/.git/objects\n",
		"commented, with line ends of Windows, and none at the end": "# borrowed\r\n\r\n" + objects("first"),
		"twice": strings.Repeat(objects("first")+"\n", 2),
	} {
		r.write("second/.git/objects/info/alternates", alternates)
		sameObjects(t, filepath.Join(r.dir, "second"), want)
		if t.Failed() {
			t.Fatalf("the alternates are %s", name)
		}
	}
	r.write(".git/objects/info/alternates", objects("second")+"\n")
	if _, err := mustCommit(t, r.dir, "main").store.read(oid(strings.Repeat("x", 20))); !errors.Is(err, errMissing) {
		t.Errorf("a missing object, with alternates that lead in a circle: %v", err)
	}
}

// TestPackIndex finds every name in an index, whatever byte it begins with, and refuses a damaged one.
func TestPackIndex(t *testing.T) {
	t.Parallel()
	const n = 256
	var fan, names, sums, offsets, large []byte
	for i := range n { // a name for each first byte, at an offset beyond 4 GiB for each fourth
		fan = binary.BigEndian.AppendUint32(fan, uint32(i+1))
		names = append(append(names, byte(i)), strings.Repeat("x", nameSize-1)...)
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
	trailer := make([]byte, 2*nameSize)
	x, err := parsePackIndex(join([]byte(indexMagic), fan, names, sums, offsets, large, trailer))
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		want := int64(i)
		if i%4 == 0 {
			want += 1 << 32
		}
		name := string(names[i*nameSize : (i+1)*nameSize])
		if at, ok := x.find(oid(name)); !ok || at != want {
			t.Errorf("the object %d lies at %d, %v; want %d", i, at, ok, want)
		}
		for _, other := range []string{name[:nameSize-1] + "w", name[:nameSize-1] + "y", name[:nameSize-1], name + "x"} {
			if at, ok := x.find(oid(other)); ok {
				t.Errorf("an object that is not there, %x, lies at %d", other, at)
			}
		}
	}
	fewer, err := parsePackIndex(join([]byte(indexMagic), fan, names, sums, offsets, large[:8], trailer))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := fewer.find(oid(names[:nameSize])); !ok {
		t.Error("the first large offset is not found where it is the only one")
	}
	if at, ok := fewer.find(oid(names[4*nameSize : 5*nameSize])); ok {
		t.Errorf("a large offset that is not there is %d", at)
	}
	unsorted := join(fan)
	binary.BigEndian.PutUint32(unsorted[4*254:], 300)
	for what, data := range map[string][]byte{
		"of nothing": nil, "of version 1": fan, "of version 3": join([]byte("\xfftOc\x00\x00\x00\x03"), fan, names, sums, offsets, trailer),
		"cut in its first table": join([]byte(indexMagic), fan[:len(fan)-1]), "that counts backwards": join([]byte(indexMagic), unsorted, names, sums, offsets, large, trailer),
		"cut by a byte": join([]byte(indexMagic), fan, names, sums, offsets, trailer[1:]), "without its sums": join([]byte(indexMagic), fan, names, sums, offsets),
	} {
		if _, err := parsePackIndex(data); !errors.Is(err, errPackIndex) {
			t.Errorf("an index %s: %v", what, err)
		}
	}
	if _, err := parsePackIndex(join([]byte(indexMagic), fan, names, sums, offsets, trailer)); err != nil {
		t.Errorf("an index without large offsets: %v", err)
	}
}

// TestDamagedPack tells which object cannot be read, and of what pack.
func TestDamagedPack(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	for i := range 3 {
		r.commit(fmt.Sprint(i), "a.md", text("a", fmt.Sprint(i)))
	}
	r.git("gc", "-q")
	s := mustCommit(t, r.dir, "main")
	old := strings.TrimSpace(r.git("rev-parse", "main~1:a.md"))
	packs, err := filepath.Glob(filepath.Join(r.dir, ".git", "objects", "pack", "*.pack"))
	if err != nil || len(packs) != 1 {
		t.Fatal(packs, err)
	}
	s.Forget()
	if err := os.Rename(packs[0], packs[0]+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Blob(old); !errors.Is(err, errMissing) || !strings.Contains(err.Error(), old) {
		t.Errorf("a file whose pack is gone: %v, want an error that names it", err)
	}
	if err := os.Rename(packs[0]+".away", packs[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Blob(old); err != nil {
		t.Errorf("once the pack is back: %v", err)
	}
}
