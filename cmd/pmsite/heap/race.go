//go:build race

package heap

// racing says that the race detector keeps a shadow of what is reserved.
const racing = true
