package site

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pmsite/pmsite/content/cachefile"
	"github.com/pmsite/pmsite/content/collection"
)

// A manifest says what the files of a written site were made from. A file that is as the manifest says need not be
// rendered again.
type manifest struct {
	memo  Memo
	files map[string]written // by path
}

// written is a file as it was written.
type written struct {
	key   collection.Sum   // see [builder.keyOf]
	sum   collection.Sum   // of its content
	mode  fs.FileMode      // permissions
	stamp collection.Stamp // without a time of the last metadata change if only the sum tells whether the file is the same
}

// manifestFormat changes whenever the form of the file does.
const manifestFormat = "pmsite site 2\n"

// A manifest file is a header (manifestFormat, the program and the target), followed by the memo, the files in the order of
// their paths and the SHA-256 sum of all before it. Numbers are varints; the length of a text comes before it.

// write writes the manifest of the site in a folder.
func (m *manifest) write(w io.Writer, program, target string) error {
	out := manifestHeader(program, target)
	out = binary.AppendVarint(out, m.memo.Since.UnixNano())
	out = appendText(append(out, m.memo.State[:]...), string(m.memo.Note))
	out = binary.AppendUvarint(out, uint64(len(m.files)))
	for _, name := range slices.Sorted(maps.Keys(m.files)) {
		f := m.files[name]
		out = appendText(out, name)
		out = append(append(out, f.key[:]...), f.sum[:]...)
		out = binary.AppendUvarint(out, uint64(f.mode))
		for _, n := range []int64{f.stamp.Size, f.stamp.Modified, int64(f.stamp.Inode), f.stamp.Changed} { // the same bits
			out = binary.AppendVarint(out, n)
		}
	}
	seal := sha256.Sum256(out)
	_, err := w.Write(append(out, seal[:]...))
	return err
}

func manifestHeader(program, target string) []byte {
	return appendText(appendText([]byte(manifestFormat), program), target)
}

func appendText(out []byte, s string) []byte {
	return append(binary.AppendUvarint(out, uint64(len(s))), s...)
}

// readManifest returns the manifest in a text. It is empty if the text is damaged, or not by this program about this
// target.
func readManifest(text, program, target string) *manifest {
	none := &manifest{}
	body, ours := strings.CutPrefix(text, string(manifestHeader(program, target)))
	if !ours || len(body) < sha256.Size {
		return none
	}
	end := len(text) - sha256.Size
	if seal := sha256.Sum256([]byte(text[:end])); string(seal[:]) != text[end:] {
		return none
	}
	r := manifestReader{body[:len(body)-sha256.Size]}
	m := &manifest{}
	m.memo.Since = time.Unix(0, r.signed())
	copy(m.memo.State[:], r.take(uint64(len(m.memo.State))))
	m.memo.Note = []byte(r.take(r.number()))
	n := r.number()
	m.files = make(map[string]written, min(n, uint64(len(body))))
	for range n {
		if r.rest == "" {
			return none
		}
		name, f := r.take(r.number()), written{}
		copy(f.key[:], r.take(uint64(len(f.key))))
		copy(f.sum[:], r.take(uint64(len(f.sum))))
		f.mode = fs.FileMode(r.number()) // as it was written
		f.stamp = collection.Stamp{Size: r.signed(), Modified: r.signed(), Inode: uint64(r.signed()), Changed: r.signed()}
		m.files[name] = f
	}
	return m
}

// A manifestReader reads what is left of a manifest. Beyond the end, everything is zero.
type manifestReader struct{ rest string }

func (r *manifestReader) number() uint64 {
	n, size := binary.Uvarint([]byte(r.rest[:min(len(r.rest), binary.MaxVarintLen64)]))
	r.rest = r.rest[max(size, 0):]
	return n
}

func (r *manifestReader) signed() int64 {
	n, size := binary.Varint([]byte(r.rest[:min(len(r.rest), binary.MaxVarintLen64)]))
	r.rest = r.rest[max(size, 0):]
	return n
}

func (r *manifestReader) take(n uint64) string {
	n = min(n, uint64(len(r.rest)))
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

// cacheName returns the name of a kind of cache of a target in a folder for caches.
func cacheName(cacheDir, kind, target string) string {
	sum := sha256.Sum256([]byte(target))
	return filepath.Join(cacheDir, kind+"-"+hex.EncodeToString(sum[:8]))
}

// save writes the manifest to a folder for caches.
func (m *manifest) save(cacheDir, program, target string) error {
	err := cachefile.Write(cacheName(cacheDir, "site", target), func(w io.Writer) error { return m.write(w, program, target) })
	if err != nil {
		return fmt.Errorf("remember what the site was made from: %w", err)
	}
	return nil
}
