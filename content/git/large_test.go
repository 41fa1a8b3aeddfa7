package git

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// zipped returns a header followed by compressed data.
func zipped(t *testing.T, header, data []byte) []byte {
	t.Helper()
	b := bytes.NewBuffer(header)
	z := zlib.NewWriter(b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// addLoose adds a loose object that consists of a header and data, whatever the header says.
func addLoose(t *testing.T, dir string, id OID, head string, data []byte) {
	t.Helper()
	name := filepath.Join(dir, ".git", "objects", id.String()[:2], id.String()[2:])
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, zipped(t, nil, append([]byte(head+"\x00"), data...)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestLargeObjectsAreRefusedByTheirHeaders holds that an object is refused if its header says that it has a gigabyte,
// before its data is read: there is none.
func TestLargeObjectsAreRefusedByTheirHeaders(t *testing.T) {
	t.Parallel()
	const size = 1 << 30
	r := gittest.New(t)
	r.Commit("one", "a.md", strings.Repeat("a line\n", 100))
	loose, whole, delta, base := OID(strings.Repeat("l", 20)), OID(strings.Repeat("w", 20)), OID(strings.Repeat("d", 20)), OID(strings.Repeat("b", 20))
	addLoose(t, r.Dir, loose, fmt.Sprintf("blob %d", size), nil)
	p, err := Locate(r.Dir)
	if err != nil {
		t.Fatal(err)
	}
	w, err := createPack(p, 20)
	if err != nil {
		t.Fatal(err)
	}
	add := func(id OID, size int, mark func([]byte) []byte, data []byte) {
		var head bytes.Buffer
		writeEntryHeader(&head, KindBlob, size)
		if err := w.write(id, zipped(t, mark(head.Bytes()), data)); err != nil {
			t.Fatal(err)
		}
	}
	blob := func(head []byte) []byte { return head }
	refDelta := func(head []byte) []byte { // a delta whose base is named
		head[0] = head[0]&^(7<<4) | 7<<4
		return append(head, base...)
	}
	sizes := binary.AppendUvarint(binary.AppendUvarint(nil, 4), size)
	add(base, 4, blob, []byte("base"))
	add(whole, size, blob, nil)
	add(delta, len(sizes), refDelta, sizes)
	if err := w.finish(); err != nil {
		t.Fatal(err)
	}
	for by, way := range map[string]func(Place, Program) (*Repository, error){"go-git": Open, "git": OpenProgram} {
		repo := openedBy(t, r.Dir, way)
		for what, id := range map[string]OID{"loose": loose, "packed": whole, "a delta": delta} {
			if n, err := repo.Size(id); n != size || err != nil {
				t.Errorf("%s: the size of one that is %s is %d, %v", by, what, n, err)
			}
			for asked, read := range map[string]func() error{
				"blob":   func() error { _, err := repo.Blob(id); return err },
				"object": func() error { _, err := repo.Read(id); return err },
			} {
				if err := read(); !errors.Is(err, ErrTooLarge) && by == "go-git" || asked == "blob" && !errors.Is(err, ErrTooLarge) {
					t.Errorf("%s: a large %s that is %s: %v", by, asked, what, err)
				}
			}
		}
		head, _, err := repo.Head()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := repo.Commit(head); err != nil {
			t.Errorf("%s: after them: %v", by, err)
		}
	}
}

// TestSizes compares the size of every object with what is read.
func TestSizes(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	for i := range 4 {
		r.Commit(fmt.Sprint(i), "a.md", strings.Repeat(gittest.Text("a"), 5)+fmt.Sprint(i), "b.md", "", "c/d.md", strings.Repeat("x", i*100))
	}
	for _, packed := range []bool{false, true} {
		if packed {
			r.Git("gc", "-q")
		}
		for by, way := range map[string]func(Place, Program) (*Repository, error){"go-git": Open, "git": OpenProgram} {
			repo := openedBy(t, r.Dir, way)
			for id := range everyObject(r) {
				o, err := repo.Read(id)
				if n, sizeErr := repo.Size(id); n != int64(len(o.Data)) || err != nil || sizeErr != nil {
					t.Errorf("%s, packed: %v: the size of %s is %d, want %d: %v, %v", by, packed, id, n, len(o.Data), sizeErr, err)
				}
			}
			for _, id := range []OID{OID(strings.Repeat("x", 20)), OID(strings.Repeat("x", 32)), ""} {
				if _, err := repo.Size(id); !errors.Is(err, ErrMissing) {
					t.Errorf("%s: the size of %q, which is not there: %v", by, id, err)
				}
			}
		}
	}
}

// TestDamagedLooseObjects are errors that name the object, and no panic.
func TestDamagedLooseObjects(t *testing.T) {
	t.Parallel()
	r := gittest.New(t)
	r.Commit("one", "a.md", "a")
	id := OID(strings.Repeat("l", 20))
	name := filepath.Join(r.Dir, ".git", "objects", id.String()[:2], id.String()[2:])
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	repo := opened(t, r.Dir)
	for what, damage := range map[string]func(){
		"shorter than its head says": func() { addLoose(t, r.Dir, id, "blob 5", []byte("four")) },
		"longer than its head says":  func() { addLoose(t, r.Dir, id, "blob 3", []byte("four")) },
		"without a size":             func() { addLoose(t, r.Dir, id, "blob", nil) },
		"of a negative size":         func() { addLoose(t, r.Dir, id, "blob -1", nil) },
		"without an end of its head": func() { addLoose(t, r.Dir, id, strings.Repeat("x", 1<<16), nil) },
		"of no bytes":                func() { _ = os.WriteFile(name, nil, 0o600) },
		"not compressed":             func() { _ = os.WriteFile(name, []byte("blob 4\x00four"), 0o600) },
	} {
		damage()
		if _, err := repo.Read(id); !errors.Is(err, errBadLoose) || !strings.Contains(err.Error(), id.String()) {
			t.Errorf("an object %s: %v", what, err)
		}
	}
}
