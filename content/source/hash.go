package source

// BlobHash is the hash that git gives a file's content, in the repository to
// which the hash like belongs.
func BlobHash(data []byte, like string) string { return blobID(data, len(like)/2).String() }
