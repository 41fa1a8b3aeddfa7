package source

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/git/gittest"
)

// corpus returns the repository that the benchmarks run on: 10,000 files of about 5 kB and 20,000 commits, with a
// folder for each year. If flat is set, it has all files in a single folder and only 2,000 commits, because such a
// folder is slow even for git. Compare only sub-benchmarks of the same run; the one called git runs the git program.
func corpus(b *testing.B, flat bool) *gittest.Repo {
	r := gittest.New(b)
	files, commits, folder := 10_000, 20_000, "content/%[2]d/%05[1]d.md"
	if flat {
		commits, folder = 2_000, "content/%05[1]d.md"
	}
	rng := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 5000)
	for i := range words {
		words[i] = fmt.Sprintf("%x", rng.Uint32N(1<<24))
	}
	body := func() string {
		var s strings.Builder
		for range 600 {
			s.WriteString(words[int(rng.ExpFloat64()*500)%len(words)])
			s.WriteByte(" \n"[rng.IntN(12)/11])
		}
		return s.String()
	}
	texts := make([]string, files)
	cmd := exec.Command("git", "-C", r.Dir, "fast-import", "--quiet")
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(in)
	for c := range commits {
		fmt.Fprintf(w, "commit refs/heads/main\ncommitter C <c@example.org> %d +0000\ndata 4\nedit\n", 1_000_000_000+c*60)
		touched := []int{c % files}
		if flat && c == 0 {
			for i := range files {
				touched = append(touched, i)
			}
		}
		for _, i := range touched {
			if texts[i] == "" {
				texts[i] = body()
			} else {
				texts[i] += "status: completed\n"
			}
			name := fmt.Sprintf(folder, i, 2000+i/500)
			fmt.Fprintf(w, "M 100644 inline %s\ndata %d\n%s\n", name, len(texts[i]), texts[i])
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := in.Close(); err != nil {
		b.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	r.Git("checkout", "-q", "-f", "main")
	r.Git("gc", "-q")
	return r
}

func BenchmarkHistory(b *testing.B) {
	for _, flat := range []bool{false, true} {
		name := map[bool]string{false: "folders", true: "one folder"}[flat]
		r := corpus(b, flat)
		b.Run(name+"/git", func(b *testing.B) {
			for b.Loop() {
				r.Git("log", "--raw", "-z", "--no-renames")
			}
		})
		walk := func(b *testing.B, ref, cache string, program bool) {
			s := mustCommit(b, r.Dir, ref)
			if program {
				s = byProgram(b, s)
			}
			s.CacheDir = cache
			if _, err := s.History(b.Context(), "."); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(name+"/go-git", func(b *testing.B) {
			for b.Loop() {
				walk(b, "main", "", false)
			}
		})
		b.Run(name+"/program", func(b *testing.B) {
			for b.Loop() {
				walk(b, "main", "", true)
			}
		})
		b.Run(name+"/cached, 10 new commits", func(b *testing.B) {
			var taken time.Duration
			for b.Loop() {
				cache := b.TempDir()
				walk(b, "main~10", cache, false)
				taken += walkElsewhere(b, r.Dir, cache)
			}
			b.ReportMetric(float64(taken.Nanoseconds())/float64(b.N), "ns/op")
		})
	}
}

const walkVariable = "PMSITE_TEST_WALK" // a repository and a cache directory, separated by a newline

// walkElsewhere walks the history in a process of its own, as pmsite does: a process that has walked it before has
// memory to spare, which halves the time. It returns the time to open the repository and to walk.
func walkElsewhere(b *testing.B, dir, cache string) time.Duration {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), walkVariable+"="+dir+"\n"+cache)
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	taken, err := time.ParseDuration(string(out))
	if err != nil {
		b.Fatal(err)
	}
	return taken
}

func TestMain(m *testing.M) {
	if dir, cache, set := strings.Cut(os.Getenv(walkVariable), "\n"); set {
		os.Exit(walkHere(dir, cache))
	}
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME"} { // without the user's configuration
		if err := os.Setenv(name, os.DevNull); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

func walkHere(dir, cache string) int {
	start := time.Now()
	s, err := Commit(dir, "main")
	if err == nil {
		s.CacheDir = cache
		_, err = s.History(context.Background(), ".")
	}
	if err != nil {
		fmt.Print(err)
		return 1
	}
	fmt.Print(time.Since(start))
	return 0
}

func BenchmarkRead(b *testing.B) {
	r := corpus(b, false)
	names := paths(b, mustCommit(b, r.Dir, "main").FS)
	var ids strings.Builder
	for line := range strings.Lines(r.Git("ls-tree", "-r", "main")) {
		ids.WriteString(strings.Fields(line)[2] + "\n")
	}
	b.Run("git", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.Try(ids.String(), "cat-file", "--batch"); err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, open := range map[string]func(b *testing.B) *Source{
		"commit":    func(b *testing.B) *Source { return mustCommit(b, r.Dir, "main") },
		"work tree": func(b *testing.B) *Source { return mustTree(b, r.Dir) },
	} {
		b.Run(name+"/one by one", func(b *testing.B) {
			for b.Loop() {
				read(b, open(b).FS, names)
			}
		})
		b.Run(name+"/on all processors", func(b *testing.B) {
			for b.Loop() {
				s := open(b)
				n := runtime.GOMAXPROCS(0)
				var wg sync.WaitGroup
				for i := range n {
					wg.Go(func() { read(b, s.FS, names[len(names)*i/n:len(names)*(i+1)/n]) })
				}
				wg.Wait()
			}
		})
	}
}

// BenchmarkList lists the files of a work tree of which git ignores some, and tracks some of those.
func BenchmarkList(b *testing.B) {
	r := corpus(b, false)
	rules := "*.log\n/build/\n**/target/\n.DS_Store\n*.sw[a-p]\n!keep.log\n/content/*/private-*.md\n"
	r.Write(".gitignore", rules, "build/x", "x", "content/2001/a.log", "tracked", "content/2002/b.log", "ignored")
	r.Git("add", "-f", "content/2001/a.log")
	b.Run("git", func(b *testing.B) {
		for b.Loop() {
			r.Git("ls-files", "--cached", "--others", "--exclude-standard")
		}
	})
	b.Run("work tree", func(b *testing.B) {
		for b.Loop() {
			if n := len(paths(b, mustTree(b, r.Dir).FS)); n != 10_002 {
				b.Fatalf("%d files", n)
			}
		}
	})
}

func read(b *testing.B, fsys fs.FS, names []string) {
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			b.Error(err)
		}
		_, _ = io.Discard.Write(data)
	}
}
