package git

import (
	"encoding/hex"
	"errors"
	"fmt"
)

// ErrMissing means that the repository does not have an object.
var ErrMissing = errors.New("object not found")

// MaxSize is the maximum size of an object in bytes. Larger objects are not read: an object is kept in memory as a
// whole, and hosts of repositories do not accept larger files.
const MaxSize = 100 << 20

// ErrTooLarge means that an object is larger than [MaxSize].
var ErrTooLarge = fmt.Errorf("larger than %d MB", MaxSize>>20)

// CheckSize returns an error that wraps [ErrTooLarge] if a size in bytes is above [MaxSize].
func CheckSize(size int64) error {
	if size > MaxSize {
		return fmt.Errorf("%d MB, which is %w", size>>20, ErrTooLarge)
	}
	return nil
}

// An OID is a binary object ID, as in git's trees: 20 bytes, or 32 in SHA-256 repositories. "" means no object.
type OID string

// String returns the hash in hexadecimal.
func (id OID) String() string {
	var room [128]byte
	return string(hex.AppendEncode(room[:0], []byte(id)))
}

// ParseOID parses a full hash in hexadecimal. It does not accept abbreviated ones.
func ParseOID(s string) (OID, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 20 && len(b) != 32 {
		return "", fmt.Errorf("%q is not the full hash of an object", s)
	}
	return OID(b), nil
}

// A Kind is the type of an object.
type Kind string

// The types of objects.
const (
	KindCommit Kind = "commit"
	KindTree   Kind = "tree"
	KindBlob   Kind = "blob"
	KindTag    Kind = "tag"
)

// An Object is an object of a repository.
type Object struct {
	Kind Kind
	Data []byte // shared; must not be modified
}
