//go:build !unix

package source

import "os"

// KeptFile returns what [KeepFile] wrote.
func KeptFile(name string) (string, error) {
	data, err := os.ReadFile(name)
	return string(data), err
}
