package git

import (
	"encoding/hex"
	"errors"
	"fmt"
)

// ErrMissing says that the repository does not have an object.
var ErrMissing = errors.New("object not found")

// An OID is an object's name as git's trees hold it: 20 bytes, or 32 in SHA-256 repositories. "" names nothing.
type OID string

// String returns the hash in hexadecimal.
func (id OID) String() string {
	var room [128]byte
	return string(hex.AppendEncode(room[:0], []byte(id)))
}

// ParseOID reads a full hash in hexadecimal, not the beginning of one.
func ParseOID(s string) (OID, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 20 && len(b) != 32 {
		return "", fmt.Errorf("%q is not the full hash of an object", s)
	}
	return OID(b), nil
}

// A Kind is what an object is.
type Kind string

// The kinds of objects.
const (
	KindCommit Kind = "commit"
	KindTree   Kind = "tree"
	KindBlob   Kind = "blob"
	KindTag    Kind = "tag"
)

// An Object is what a repository stores under a name.
type Object struct {
	Kind Kind
	Data []byte // never changed
}
