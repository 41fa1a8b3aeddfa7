//go:build !unix

package main

// ignoreFileSizeLimit does nothing: the system has no such limit.
func ignoreFileSizeLimit() {}
