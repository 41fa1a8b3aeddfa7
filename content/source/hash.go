package source

import (
	"crypto/sha1" //nolint:gosec // git's own naming of objects
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
)

// BlobHash is the hash that git gives a file's content, in the repository to
// which the hash like belongs: SHA-256 if that is as long, else SHA-1.
func BlobHash(data []byte, like string) string {
	var h hash.Hash
	if len(like) == hex.EncodedLen(sha256.Size) {
		h = sha256.New()
	} else {
		h = sha1.New() //nolint:gosec // git's own naming of objects
	}
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}
