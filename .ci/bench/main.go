// Bench measures builds of the program, as its users run them, and prints a table: a cold build, one in which nothing
// changed, one after an edit, and one after a change of the config. It makes collections of several sizes, in git
// repositories with two commits for each post mortem. Beside each build it runs Hugo with Pagefind on the same files,
// and with -base another pmsite, such as that of the last release, so that a figure never stands without what it was
// measured against on the same machine at the same time.
//
// Run it with make bench. The benchmarks of packages are those of make microbench.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

type options struct {
	program, base string // paths; base may be ""
	sizes         []int
	rounds        int
	peers         bool
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run() error {
	var o options
	sizes := flag.String("sizes", "100 1000", "numbers of post mortems")
	flag.StringVar(&o.program, "program", "bin/pmsite", "the `program` to measure")
	flag.StringVar(&o.base, "base", "", "another `program` to compare with")
	flag.IntVar(&o.rounds, "rounds", 3, "how often each build is measured")
	flag.BoolVar(&o.peers, "peers", true, "also measure Hugo and Pagefind, if they are installed")
	flag.Parse()
	for _, field := range strings.Fields(*sizes) {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 {
			return fmt.Errorf("-sizes: %q is not a number of post mortems, such as 1000", field)
		}
		o.sizes = append(o.sizes, n)
	}
	if o.rounds < 1 {
		return errors.New("-rounds must be at least 1")
	}
	return bench(o)
}

// bench measures each size, smallest first as given, and prints its rows as soon as they are known.
func bench(o options) error {
	dir, err := os.MkdirTemp("", "pmsite-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	subjects := []subject{&program{name: "pmsite", path: o.program}}
	if o.base != "" {
		subjects = append(subjects, &program{name: "base", path: o.base})
	}
	if o.peers {
		p, err := findPeers(filepath.Join(dir, "peers"))
		if err != nil {
			fmt.Fprintf(os.Stderr, "without a comparison: %v\n", err)
		} else {
			subjects = append(subjects, p)
		}
	}
	for _, s := range subjects {
		if err := s.introduce(os.Stdout); err != nil {
			return err
		}
	}
	for _, n := range o.sizes {
		rows, err := measure(filepath.Join(dir, strconv.Itoa(n)), n, o.rounds, subjects)
		if err != nil {
			return err
		}
		if err := printTable(os.Stdout, n, rows); err != nil {
			return err
		}
	}
	return nil
}
