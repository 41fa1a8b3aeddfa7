package git

import (
	"crypto/sha1" //nolint:gosec // what git uses for object IDs
	"crypto/sha256"
	"fmt"
	"hash"
)

// ObjectID returns the ID of an object, in a repository whose object IDs have size bytes.
func ObjectID(k Kind, data []byte, size int) OID {
	h := newHash(size)
	fmt.Fprintf(h, "%s %d\x00", k, len(data))
	h.Write(data)
	return OID(h.Sum(nil))
}

// BlobHash returns the hash, in hexadecimal, that git gives a file's content. The hash like, of any object in the same
// repository, determines the format.
func BlobHash(data []byte, like string) string { return ObjectID(KindBlob, data, len(like)/2).String() }

// newHash returns SHA-256 if size is its length in bytes, else SHA-1.
func newHash(size int) hash.Hash {
	if size == sha256.Size {
		return sha256.New()
	}
	return sha1.New() //nolint:gosec // what git uses for object IDs
}
