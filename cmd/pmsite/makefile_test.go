package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestWithoutRaceDetector checks that no package whose tests run without the race detector starts a
// goroutine, be it for its work or for a test.
func TestWithoutRaceDetector(t *testing.T) {
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	_, list, found := strings.Cut(strings.ReplaceAll(string(text), "\\\n", " "), "\nSEQUENTIAL := ")
	list, _, ended := strings.Cut(list, "\n")
	if !found || !ended {
		t.Fatal("the Makefile names no packages without goroutines")
	}
	starts := regexp.MustCompile(`(?m)^\s*(defer )?go (func\b|[\w.]+\()|\.Go\(`)
	for name := range strings.FieldsSeq(list) {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(name), "*.go"))
		if err != nil || len(files) == 0 {
			t.Errorf("SEQUENTIAL in the Makefile names %s, which is no package: %v", name, err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if at := starts.Find(source); at != nil {
				t.Errorf("%s has %q: take %s out of SEQUENTIAL in the Makefile, so that its tests run with the race detector", file, at, name)
			}
		}
	}
}
