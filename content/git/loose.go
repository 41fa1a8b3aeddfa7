package git

import (
	"bufio"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A looseObject is an object in a file of its own. Its size is known before its data is read.
type looseObject struct {
	kind Kind
	size int64
	data io.Reader
	file *os.File
}

var errBadLoose = errors.New("damaged object")

// openLoose opens an object of an object store. If there is no such object, the error is [ErrMissing].
func openLoose(objects string, id OID) (*looseObject, error) {
	name := id.String()
	file, err := os.Open(filepath.Join(objects, name[:2], name[2:]))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	if err != nil {
		return nil, err
	}
	o := &looseObject{file: file}
	if err := o.readHead(); err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", errBadLoose, err), file.Close())
	}
	return o, nil
}

// readHead reads "KIND SIZE" and a zero byte.
func (o *looseObject) readHead() error {
	unzipped, err := zlib.NewReader(o.file)
	if err != nil {
		return err
	}
	data := bufio.NewReader(unzipped)
	head, err := data.ReadSlice(0)
	if err != nil {
		return err
	}
	kind, size, _ := strings.Cut(string(head[:len(head)-1]), " ")
	n, err := strconv.ParseUint(size, 10, 63)
	o.kind, o.size, o.data = Kind(kind), int64(n), data //nolint:gosec // of 63 bits
	return err
}

// read reads the object, unless it is too large.
func (o *looseObject) read() (Object, error) {
	if err := CheckSize(o.size); err != nil {
		return Object{}, err
	}
	data := make([]byte, o.size)
	if _, err := io.ReadFull(o.data, data); err != nil {
		return Object{}, fmt.Errorf("%w: %w", errBadLoose, err)
	}
	switch n, err := io.ReadFull(o.data, make([]byte, 1)); { // at its end, the checksum is checked
	case n > 0:
		return Object{}, fmt.Errorf("%w: it is longer than its header says", errBadLoose)
	case !errors.Is(err, io.EOF):
		return Object{}, fmt.Errorf("%w: %w", errBadLoose, err)
	}
	return Object{o.kind, data}, nil
}

// Close closes the file.
func (o *looseObject) Close() error { return o.file.Close() }

// looseWithPrefix returns the IDs of the loose objects in an object store that begin with the hexadecimal digits, of which
// there are at least two.
func looseWithPrefix(objects, digits string) (ids []OID) {
	entries, _ := os.ReadDir(filepath.Join(objects, digits[:2])) // without such a folder, there are none
	for _, e := range entries {
		if id, err := ParseOID(digits[:2] + e.Name()); err == nil && strings.HasPrefix(e.Name(), digits[2:]) {
			ids = append(ids, id)
		}
	}
	return ids
}
