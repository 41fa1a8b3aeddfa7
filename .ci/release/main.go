// Release writes the licences that a release of pmsite must include: its own, and those of all
// software and data in the program, on any operating system, with their texts.
//
//	go -C .ci/release run . FILE
//
// It fails and writes nothing if a licence is missing or is of a kind that is not approved.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/go-licenses/v2/licenses"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go -C .ci/release run . FILE")
		os.Exit(2)
	}
	if err := run(filepath.Join("..", ".."), os.Args[1]); err != nil {
		fmt.Fprintf(os.Stderr, "error: %v\n", err)
		fmt.Fprintln(os.Stderr, "hint: .ci/release/kinds.go lists the approved kinds of licences; replace what has none of them")
		os.Exit(1)
	}
}

// run writes the licences of the program in the repository root to a file.
func run(root, file string) error {
	parts, err := contents(root)
	if err != nil {
		return err
	}
	classifier, err := licenses.NewClassifier()
	if err != nil {
		return err
	}
	var missing []error
	for i := range parts {
		missing = append(missing, parts[i].read(classifier))
	}
	if err := errors.Join(missing...); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, document(parts), 0o644)
}
