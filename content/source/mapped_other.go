//go:build !unix

package source

import "os"

// ReadCacheFile returns what [WriteCacheFile] wrote.
func ReadCacheFile(name string) (string, error) {
	data, err := os.ReadFile(name)
	return string(data), err
}
