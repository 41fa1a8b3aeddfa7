package main

import (
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
)

// program returns a text that identifies this build of the program, because another one may read documents differently:
// its version and the build ID that Go's linker puts in, which depends on everything in the program and on nothing else,
// so that a cache is good for every installation of a release. Without such an ID, it has the executable's name and time.
// It returns "" if the executable cannot be found.
var program = sync.OnceValue(func() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	if id := buildID(name); id != "" {
		return version() + " " + id
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return strings.Join([]string{version(), name, info.ModTime().UTC().String()}, " ")
})

// buildIDForm is the form of the build ID of an executable: checksums of what it is made from and of what it contains.
var buildIDForm = regexp.MustCompile(`[\w-]{20}/[\w-]{20}/[\w-]{20}/[\w-]{20}`)

// buildID returns the build ID of an executable, or "" if it has none. The ID is near the beginning, where "go tool buildid"
// looks for it, too.
func buildID(name string) string {
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 32<<10))
	if err != nil {
		return ""
	}
	return string(buildIDForm.Find(head))
}
