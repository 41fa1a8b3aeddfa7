package git

import (
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"hash"
)

// BlobHash is the hash that git gives a file's content, in the repository to
// which the hash like belongs.
func BlobHash(data []byte, like string) string { return BlobID(data, len(like)/2).String() }

// BlobID is what git would name a file's content, in a repository whose names have this many bytes.
func BlobID(data []byte, size int) OID {
	var h hash.Hash = sha1.New() //nolint:gosec // git names objects so
	if size == sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00%s", len(data), data)
	return OID(h.Sum(nil))
}
