//go:build !race

package heap

const racing = false
