package site_test

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pmsite/pmsite/site"
)

// others are the entries at the top of an output folder that pmsite did not make.
var others = map[string]string{".git/HEAD": "ref: refs/heads/gh-pages\n", "CNAME": "pm.example.org\n", "notes/a.txt": "by hand\n"}

// wantOthers checks that the entries that pmsite did not make are unchanged.
func wantOthers(t *testing.T, dir, when string) {
	t.Helper()
	for name, want := range others {
		if got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil || string(got) != want {
			t.Fatalf("%s, %s is %q (%v)", when, name, got, err)
		}
	}
}

// TestWriteKilled kills builds at random points. There must be a whole site at any time, no
// build may lose what others have put at the top of the folder, and the next build must
// leave nothing behind.
func TestWriteKilled(t *testing.T) {
	if dir := os.Getenv("SITE_TO_WRITE"); dir != "" { // the process that is killed
		s := small(t)
		for {
			if err := write(t, s, dir); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "public")
	s := small(t)
	if err := write(t, s, dir); err != nil {
		t.Fatal(err)
	}
	for name, text := range others {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for kill := range 12 {
		child := exec.Command(os.Args[0], "-test.run=^TestWriteKilled$", "-test.timeout=1m")
		child.Env = append(os.Environ(), "SITE_TO_WRITE="+dir)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		awaitStaging(t, dir)
		time.Sleep(time.Duration(random.IntN(60)) * time.Millisecond)
		_ = child.Process.Kill()
		_ = child.Wait()
		when := "after kill " + strconv.Itoa(kill)
		if _, err := os.Stat(filepath.Join(dir, "index.html")); err != nil {
			t.Fatalf("%s, there is no site: %v", when, err)
		}
		if got, err := os.ReadFile(filepath.Join(dir, "CNAME")); err != nil || string(got) != others["CNAME"] {
			t.Fatalf("%s, CNAME is %q (%v)", when, got, err)
		}
		if err := write(t, s, dir); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		wantOthers(t, dir, when)
		if names := siblings(t, dir); len(names) != 1 {
			t.Fatalf("%s, left beside the site: %v", when, names)
		}
	}
}

// awaitStaging waits until a site is being written.
func awaitStaging(t *testing.T, dir string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if len(siblings(t, dir)) > 1 {
			return
		}
	}
	t.Fatal("no build has started")
}

// TestWriteTogether checks that concurrent builds of one folder do not harm each other.
func TestWriteTogether(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "public")
	s := small(t)
	if err := write(t, s, dir); err != nil {
		t.Fatal(err)
	}
	for name, text := range others {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 3 {
				if _, err := s.Write(context.Background(), dir, site.WriteOptions{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	wantOthers(t, dir, "after concurrent builds")
	if names := siblings(t, dir); len(names) != 1 {
		t.Errorf("left beside the site: %v", names)
	}
}

// TestWriteKeepsWhatComesMeanwhile checks that a file is kept that appears at the top of
// the folder while a site is written.
func TestWriteKeepsWhatComesMeanwhile(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "public")
	s := small(t)
	if err := write(t, s, dir); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	_, err := s.Write(context.Background(), dir, site.WriteOptions{Progress: func(int, int) {
		once.Do(func() { put(t, filepath.Join(dir, "CNAME"), "pm.example.org\n") })
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "CNAME")); err != nil || string(got) != "pm.example.org\n" {
		t.Errorf("CNAME is %q (%v)", got, err)
	}
}

// TestWriteClearsLeftovers checks what the next build does with the folders that killed
// builds have left: it carries over the entries that pmsite did not make, and removes the
// rest. A folder whose name is only similar stays.
func TestWriteClearsLeftovers(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	dir := filepath.Join(top, "public")
	s := small(t)
	if err := write(t, s, dir); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(top, ".public.pmsite-1")
	put(t, filepath.Join(half, "index.html"), "half a site")
	swapped := filepath.Join(top, ".public.pmsite-2")
	put(t, filepath.Join(swapped, site.Marker), "index.html\n"+site.Marker+"\n")
	put(t, filepath.Join(swapped, "index.html"), "the old site")
	put(t, filepath.Join(swapped, "CNAME"), "pm.example.org\n")
	put(t, filepath.Join(swapped, "robots.own"), "as it was when the build was killed")
	put(t, filepath.Join(dir, "robots.own"), "edited since")
	put(t, filepath.Join(top, ".publicity.pmsite-3", "index.html"), "of another folder")
	put(t, filepath.Join(top, ".public.pmsite-file"), "a file")
	if err := write(t, s, dir); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(siblings(t, dir), " "), ".public.pmsite-file .publicity.pmsite-3 public"; got != want {
		t.Errorf("beside the site are %s, want %s", got, want)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "CNAME")); err != nil || string(got) != "pm.example.org\n" {
		t.Errorf("CNAME is %q (%v)", got, err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "robots.own")); err != nil || string(got) != "edited since" {
		t.Errorf("a file that was edited since the kill is %q (%v)", got, err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "index.html")); err != nil || string(got) != render(t, s, "index.html") {
		t.Errorf("the home page is not the new one (%v)", err)
	}
	aside := filepath.Join(top, ".public.pmsite-4.old")
	if err := os.Rename(dir, aside); err != nil {
		t.Fatal(err)
	}
	if err := write(t, s, dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "CNAME")); err != nil {
		t.Errorf("a site that was put aside is lost: %v", err)
	}
	if _, err := os.Stat(aside); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder that was put aside is still there: %v", err)
	}
	if err := os.Rename(dir, filepath.Join(top, ".public.pmsite-5")); err != nil {
		t.Fatal(err)
	}
	if err := write(t, s, dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "CNAME")); err != nil {
		t.Errorf("a foreign entry was lost with the folder that was removed: %v", err)
	}
}
