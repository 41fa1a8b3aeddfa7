//go:build !unix

package cachefile

import "context"

// Lock does nothing: the system has no locks that end with the process.
func Lock(context.Context, string) (unlock func(), held bool, err error) {
	return func() {}, false, nil
}
