//go:build !unix

package cachefile

import "os"

// Read returns what [Write] wrote.
func Read(name string) (string, error) {
	data, err := os.ReadFile(name)
	return string(data), err
}
