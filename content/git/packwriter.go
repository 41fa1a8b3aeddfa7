package git

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// A packWriter writes a pack in the format of gitformat-pack(5). go-git's encoder needs all objects in the store or in
// memory before it starts, and its writer unpacks the pack again to make the index. A packWriter writes each object as
// it arrives, without deltas.
type packWriter struct {
	dir     string
	idSize  int
	file    *os.File
	out     *bufio.Writer
	size    uint64 // bytes written so far
	entries []packEntry
}

// packHeaderSize is the length in bytes of "PACK", the version and the number of objects.
const packHeaderSize = 12

// createPack starts a pack under a temporary name like git's own, so that git gc removes it if we cannot.
func createPack(p Place, idSize int) (*packWriter, error) {
	dir := filepath.Join(p.Common, "objects", "pack")
	if err := os.MkdirAll(dir, 0o777); err != nil { //nolint:gosec // git leaves it to the umask, too
		return nil, err
	}
	file, err := createReadOnly(filepath.Join(dir, "tmp_pack_"+rand.Text()[:6]))
	if err != nil {
		return nil, err
	}
	w := &packWriter{dir: dir, idSize: idSize, file: file, out: bufio.NewWriterSize(file, 1<<20), size: packHeaderSize}
	_, err = w.out.Write(make([]byte, packHeaderSize))
	if err != nil {
		return nil, errors.Join(err, w.remove())
	}
	return w, nil
}

func createReadOnly(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o444)
}

// packTypes are the numbers of object types in packs.
var packTypes = map[Kind]byte{KindCommit: 1, KindTree: 2, KindBlob: 3, KindTag: 4}

// writeEntryHeader writes an object's type and length: the four lowest bits of the length with the type, then seven in
// each byte.
func writeEntryHeader(buf *bytes.Buffer, k Kind, size int) {
	b, rest := packTypes[k]<<4|byte(size&0xf), size>>4
	for rest > 0 {
		buf.WriteByte(b | 0x80)
		b, rest = byte(rest&0x7f), rest>>7
	}
	buf.WriteByte(b)
}

func (w *packWriter) write(id OID, entry []byte) error {
	w.entries = append(w.entries, packEntry{id, w.size, crc32.ChecksumIEEE(entry)})
	w.size += uint64(len(entry))
	_, err := w.out.Write(entry)
	return err
}

// finish renames the pack and its index to their final names, which makes them part of the repository.
func (w *packWriter) finish() error {
	if err := w.out.Flush(); err != nil {
		return err
	}
	sum, err := w.seal()
	if err != nil {
		return fmt.Errorf("write pack: %w", err)
	}
	name := filepath.Join(w.dir, "pack-"+hex.EncodeToString(sum))
	index, err := w.writeIndex(sum)
	if err != nil {
		return fmt.Errorf("write pack index: %w", err)
	}
	// git looks for the index, so the pack must be there first.
	if err := os.Rename(w.file.Name(), name+".pack"); err != nil {
		return errors.Join(err, os.Remove(index))
	}
	if err := os.Rename(index, name+".idx"); err != nil {
		return errors.Join(err, os.Remove(index), os.Remove(name+".pack"))
	}
	return syncFolder(w.dir)
}

// seal writes the header, now that the number of objects is known, and the checksum at the end, and closes the file.
func (w *packWriter) seal() (sum []byte, err error) {
	header := binary.BigEndian.AppendUint32([]byte("PACK\x00\x00\x00\x02"), uint32(len(w.entries)))
	if _, err := w.file.WriteAt(header, 0); err != nil {
		return nil, err
	}
	all := newHash(w.idSize)
	if _, err := io.Copy(all, io.NewSectionReader(w.file, 0, int64(w.size))); err != nil {
		return nil, err
	}
	sum = all.Sum(nil)
	if _, err := w.file.WriteAt(sum, int64(w.size)); err != nil {
		return nil, err
	}
	return sum, errors.Join(w.file.Sync(), w.file.Close())
}

func (w *packWriter) writeIndex(sum []byte) (name string, err error) {
	file, err := createReadOnly(filepath.Join(w.dir, "tmp_idx_"+rand.Text()[:6]))
	if err != nil {
		return "", err
	}
	err = writePackIndex(file, w.idSize, w.entries, sum)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// remove deletes the temporary pack, unless finish has renamed it.
func (w *packWriter) remove() error {
	_ = w.file.Close() // it may be closed already
	if err := os.Remove(w.file.Name()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncFolder makes new file names in a folder survive a power failure, on systems that support it.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = folder.Sync()
	return folder.Close()
}
