//go:build !linux

package site

func exchange(a, b string) error { return exchangeByRename(a, b) }
