package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"syscall"
	"time"
)

// A usage is what a build took.
type usage struct {
	wall, user, system time.Duration
	peak               int64 // bytes of memory of the largest process
	files              int   // of the site
	bytes              int64
	stages             string // as the program says, "" if it does not
}

// A row is a build of one subject, measured once in each round.
type row struct {
	subject, build string
	rounds         []usage
}

// A subject is what is measured.
type subject interface {
	introduce(w io.Writer) error // prints its version
	// builds lists its kinds of builds, in the order in which they follow each other.
	builds() []string
	// build builds the site of a collection. Files for the site and caches are below dir, and stay until the next build.
	build(kind string, c *collection, dir string) (usage, error)
}

// measure builds the sites of collections of n post mortems, which it makes in dir. Each subject has its own, so that
// they can take turns: each makes its first build, then each its second.
func measure(dir string, n, rounds int, subjects []subject) ([]*row, error) {
	defer os.RemoveAll(dir)
	var collections []*collection
	var rows [][]*row // by subject
	builds := 0
	for _, s := range subjects {
		c, err := newCollection(filepath.Join(dir, fmt.Sprint(s), "collection"), n)
		if err != nil {
			return nil, err
		}
		var own []*row
		for _, kind := range s.builds() {
			own = append(own, &row{subject: fmt.Sprint(s), build: kind})
		}
		collections, rows, builds = append(collections, c), append(rows, own), max(builds, len(own))
	}
	for i := range rounds * builds {
		fmt.Fprintf(os.Stderr, "%d post mortems, round %d of %d, build %d of %d\n", n, i/builds+1, rounds, i%builds+1, builds)
		for j, s := range subjects {
			if i%builds >= len(rows[j]) {
				continue
			}
			r := rows[j][i%builds]
			u, err := s.build(r.build, collections[j], filepath.Join(dir, r.subject, "output"))
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", r.subject, r.build, err)
			}
			r.rounds = append(r.rounds, u)
		}
	}
	return slices.Concat(rows...), nil
}

// A program is a pmsite.
type program struct{ name, path string }

func (p *program) String() string { return p.name }

func (p *program) introduce(w io.Writer) error {
	out, err := exec.Command(p.path, "--version").Output()
	if err != nil {
		return fmt.Errorf("%s: %w", p.path, err)
	}
	version, _, _ := bytes.Cut(out, []byte("\n"))
	_, err = fmt.Fprintf(w, "%s: %s\n", p.name, version)
	return err
}

func (p *program) builds() []string { return []string{"cold", "unchanged", "one edit", "config"} }

func (p *program) build(kind string, c *collection, dir string) (usage, error) {
	output := filepath.Join(dir, "site")
	var err error
	switch kind {
	case "cold":
		err = os.RemoveAll(dir)
	case "one edit":
		err = c.edit()
	case "config":
		err = c.configure()
	}
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err != nil {
		return usage{}, err
	}
	cmd := exec.Command(p.path, "build", "-v", "-C", c.dir, "-o", output, "--drafts", "--as-of", "2026-01-01")
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(dir, "cache"))
	u, out, err := timed(cmd)
	if err != nil {
		return usage{}, err
	}
	if m := regexp.MustCompile(`(?m)^stages: (.*)$`).FindSubmatch(out); m != nil {
		u.stages = string(m[1])
	}
	return u, u.count(output)
}

// timed runs a command and returns what it took, and what it printed.
func timed(cmd *exec.Cmd) (usage, []byte, error) {
	start := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return usage{}, nil, fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Path), err, out)
	}
	state := cmd.ProcessState
	return usage{
		wall: time.Since(start), user: state.UserTime(), system: state.SystemTime(),
		peak: state.SysUsage().(*syscall.Rusage).Maxrss * 1024, // it is in KiB on Linux
	}, out, nil
}

// count counts the files of a site.
func (u *usage) count(dir string) error {
	return filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		u.files++
		u.bytes += info.Size()
		return nil
	})
}

// median returns the median of a figure of the rounds.
func (r *row) median(figure func(usage) float64) float64 {
	values := make([]float64, len(r.rounds))
	for i, u := range r.rounds {
		values[i] = figure(u)
	}
	return median(values)
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// ratio returns the median of the ratios of a figure to that of another row in the same round.
func (r *row) ratio(other *row, figure func(usage) float64) float64 {
	values := make([]float64, len(r.rounds))
	for i, u := range r.rounds {
		values[i] = figure(u) / figure(other.rounds[i])
	}
	return median(values)
}
