package git

import (
	"crypto/sha1" //nolint:gosec // git names objects so
	"crypto/sha256"
	"fmt"
	"hash"
)

// ObjectID returns the name of an object, in a repository whose names have size bytes.
func ObjectID(k Kind, data []byte, size int) OID {
	h := newHash(size)
	fmt.Fprintf(h, "%s %d\x00", k, len(data))
	h.Write(data)
	return OID(h.Sum(nil))
}

// BlobHash returns the hash that git gives a file's content, in the repository to which the hash like belongs.
func BlobHash(data []byte, like string) string { return ObjectID(KindBlob, data, len(like)/2).String() }

// newHash returns the hash whose sums have size bytes.
func newHash(size int) hash.Hash {
	if size == sha256.Size {
		return sha256.New()
	}
	return sha1.New() //nolint:gosec // git names objects so
}
