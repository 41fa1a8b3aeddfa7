package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/corpus"
)

var changes = flag.Int("changes", 4, "number of random changes of TestIncremental")

// TestIncremental makes random changes to a repository, the flags of build, the site that was written and the caches. After
// each, build must write the same files and say the same as with --no-cache into another folder, twice.
func TestIncremental(t *testing.T) {
	t.Parallel()
	seed := uint64(3)
	if *changes > 4 {
		seed = rand.Uint64()
	}
	w := newEditedRepository(t, seed)
	skipped := 0
	for i := range *changes {
		what := w.change()
		got, want := w.build("kept"), w.build("fresh", "--no-cache")
		if got != want {
			t.Fatalf("seed %d, change %d (%s): build says %s\nand without a cache %s", seed, i, what, got, want)
		}
		if err := w.compare(); err != nil {
			t.Fatalf("seed %d, change %d (%s): %v", seed, i, what, err)
		}
		if again := w.build("kept"); again != want {
			t.Fatalf("seed %d, change %d (%s): build again says %s\nand without a cache %s", seed, i, what, again, want)
		}
		if onlyCompared.MatchString(w.last) {
			skipped++
		}
	}
	if skipped == 0 {
		t.Errorf("building again never skips everything; at last it says %s", w.last)
	}
}

// An editedRepository is a repository with two folders for its site.
type editedRepository struct {
	*testing.T
	rand  *rand.Rand
	dir   string   // of repo, out and cache
	flags []string // of build
	last  string   // what build has said last
}

func newEditedRepository(t *testing.T, seed uint64) *editedRepository {
	w := &editedRepository{T: t, rand: rand.New(rand.NewPCG(seed, 0)), dir: t.TempDir()}
	if err := corpus.Write(w.repo(), 8, 1); err != nil {
		t.Fatal(err)
	}
	w.git("init", "-q", "-b", "main")
	w.git("add", "-A")
	w.git("commit", "-q", "-m", "all")
	return w
}

func (w *editedRepository) repo() string { return filepath.Join(w.dir, "repo") }

func (w *editedRepository) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = w.repo()
	cmd.Env = append(os.Environ(), "HOME="+w.dir, "XDG_CACHE_HOME="+filepath.Join(w.dir, "cache"), "GORACE=atexit_sleep_ms=0", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		date := fmt.Sprintf("2026-05-0%dT12:00:00Z", 1+w.rand.IntN(2))
		cmd.Env = append(cmd.Env, "GIT_"+who+"_NAME=platform team", "GIT_"+who+"_EMAIL=platform@example.org", "GIT_"+who+"_DATE="+date)
	}
	return cmd
}

func (w *editedRepository) git(args ...string) {
	if out, err := w.command("git", args...).CombinedOutput(); err != nil && args[0] != "commit" { // there may be nothing to commit
		w.Fatalf("git %q: %v: %s", args, err, out)
	}
}

var howMuch = regexp.MustCompile(`(?m)^(kept|fresh): (nothing changed: )?|( \(\d+ rendered\))|in [0-9.]+ s$|^stages: .*\n`)

// onlyCompared matches what build says if it has not even read the documents.
var onlyCompared = regexp.MustCompile(`(?m)nothing changed: (.*\n)*stages: compare [0-9.]+ s$`)

// build builds the site, and returns what build says of it and its exit status.
func (w *editedRepository) build(out string, flags ...string) string {
	cmd := w.command("pmsite", append(append([]string{"build", "-v", "-o", filepath.Join(w.dir, "out", out)}, w.flags...), flags...)...)
	said, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.Fatal(err)
	}
	w.last = strings.ReplaceAll(string(said), filepath.Join(w.dir, "out")+string(filepath.Separator), "")
	return howMuch.ReplaceAllString(w.last, "") + fmt.Sprint(cmd.ProcessState.ExitCode())
}

// compare returns an error if the two folders differ.
func (w *editedRepository) compare() error {
	kept, fresh := w.outputs("kept"), w.outputs("fresh")
	for name, text := range fresh {
		if got, found := kept[name]; !found || got != text {
			return fmt.Errorf("%s differs from a fresh build (found: %v)", name, found)
		}
		delete(kept, name)
	}
	for name := range kept {
		return fmt.Errorf("%s should not be there", name)
	}
	return nil
}

// outputs returns the files and folders of a site.
func (w *editedRepository) outputs(out string) map[string]string {
	files := map[string]string{}
	dir := filepath.Join(w.dir, "out", out)
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		var data []byte
		if !entry.IsDir() {
			data, err = os.ReadFile(name)
		}
		files[strings.TrimPrefix(name, dir)] = entry.Type().String() + string(data)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.Fatal(err)
	}
	return files
}

// pick returns a random file below a folder of the world that matches a pattern, or "".
func (w *editedRepository) pick(folder, pattern string) string {
	var names []string
	_ = filepath.WalkDir(filepath.Join(w.dir, folder), func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.Contains(name, ".git"+string(filepath.Separator)) {
			if ok, _ := filepath.Match(pattern, filepath.Base(name)); ok {
				names = append(names, name)
			}
		}
		return nil
	})
	if len(names) == 0 {
		return ""
	}
	return names[w.rand.IntN(len(names))]
}

// change makes a random change, and describes it.
func (w *editedRepository) change() string {
	document := w.pick("repo/content", "*.md")
	number := w.rand.IntN(20)
	made := []func() string{
		func() string {
			w.append(document, fmt.Sprintf("\nA sentence %d.\n", number))
			return "edit " + document
		},
		func() string {
			w.append(document, "\nSee [x](../../../notes.txt) and INC12.\n")
			return "link in " + document
		},
		func() string { w.replace(document, `(?m)^severity: .*`, "severity: high"); return "severity" },
		func() string { w.replace(document, `(?m)^status: .*`, "status: completed"); return "status" },
		func() string {
			spelling := oneOf(w, "Edge gateway", "edge gateway", "EDGE gateway")
			for range 4 { // the usual spelling may change, and with it pages of other documents
				w.replace(w.pick("repo/content", "*.md"), `(?m)^service: .*`, "service: "+spelling)
			}
			return "spelling " + spelling
		},
		func() string {
			w.replace(document, `(?m)^severity: .*`, "severity: no such")
			return "an error in " + document
		},
		func() string {
			w.copy(document, fmt.Sprintf("repo/content/postmortems/added-%d.md", number))
			return "add"
		},
		func() string {
			w.copy(document, fmt.Sprintf("repo/content/postmortems/%d/index.md", number))
			return "add a bundle"
		},
		func() string { w.write("repo/notes.txt", fmt.Sprint(number)); return "notes.txt" },
		func() string {
			w.write(fmt.Sprintf("repo/content/postmortems/%d/a.svg", number), fmt.Sprint(number))
			return "attachment"
		},
		func() string { return "remove " + document + fmt.Sprint(os.Remove(document)) },
		func() string {
			return "rename " + document + fmt.Sprint(os.Rename(document, document[:len(document)-3]+"-x.md"))
		},
		func() string {
			w.write("repo/pmsite.yaml", fmt.Sprintf("title: Title %d\ntimezone: UTC\n", number%3))
			return "title"
		},
		func() string {
			w.write("repo/pmsite.yaml", "drafts: show\nreview: {branches: ['r*']}\nrepository: {url: https://github.com/a/b}\n")
			return "config"
		},
		func() string { w.write("repo/theme/templates/notfound.html", fmt.Sprint(number%3)); return "theme" },
		func() string { return "no theme" + fmt.Sprint(os.RemoveAll(filepath.Join(w.repo(), "theme"))) },
		func() string { w.commit(); return "commit" },
		func() string { w.commit(); return "commit" },
		func() string {
			w.commit()
			w.git("checkout", "-q", "-B", fmt.Sprintf("r%d", number%3))
			w.append(document, "\nOn a branch.\n")
			w.commit()
			w.git("checkout", "-q", "main")
			return "branch"
		},
		func() string { w.flags = []string{"--as-of", fmt.Sprintf("2026-06-%02d", 1+number)}; return "as of" },
		func() string { w.flags = []string{"--drafts", "--portable"}; return "portable" },
		func() string { w.flags = []string{"--book"}; return "with books" },
		func() string {
			w.flags = []string{"--base-url", fmt.Sprintf("https://example.org/%d", number%2)}
			return "address"
		},
		func() string { w.flags = []string{"--ref", "main"}; return "ref" },
		func() string { w.flags = nil; return "no flags" },
		func() string { return "a bit of " + document + fmt.Sprint(flipByte(document, number*number)) },
		func() string {
			w.write("repo/content/.gitattributes", oneOf(w, "*.md text\n", "*.md -text\n", "*.md ident\n"))
			return ".gitattributes"
		},
		func() string {
			w.edit(document, func(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")) })
			return "line ends of " + document
		},
		func() string {
			w.write("repo/.mailmap", fmt.Sprintf("Team %d <team@example.org> <platform@example.org>\n", number%2))
			return ".mailmap"
		},
		func() string {
			w.write("repo/.gitignore", oneOf(w, "", "*-x.md\n", "added-*\n", "*.svg\n"))
			return ".gitignore"
		},
		func() string { w.git("add", "-A"); return "add to the index" },
		func() string {
			w.git("config", "core.autocrlf", oneOf(w, "true", "false"))
			return "git's configuration"
		},
		func() string {
			w.append(document, "\nWritten earlier.\n")
			long := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
			return "edit with an old time " + document + fmt.Sprint(os.Chtimes(document, long, long))
		},
		func() string { w.flags = append(w.flags, oneOf(w, "-q", "--keep-going")); return "flags" },
		func() string { w.flags = append(w.flags, "--as-of", "2027-01-01"); return "as of later" },
		func() string { return "edit output" + fmt.Sprint(flipByte(w.pick("out/kept", "*.html"), number)) },
		func() string { return "remove output" + fmt.Sprint(os.Remove(w.pick("out/kept", "*"))) },
		func() string { return "damage a cache" + fmt.Sprint(flipByte(w.pick("cache", "*-*"), number*number)) },
		func() string { return "remove a cache" + fmt.Sprint(os.Remove(w.pick("cache", "*-*"))) },
		func() string { return "nothing" },
	}
	return made[w.rand.IntN(len(made))]()
}

// oneOf returns a random text.
func oneOf(w *editedRepository, from ...string) string { return from[w.rand.IntN(len(from))] }

func (w *editedRepository) commit() {
	w.git("add", "-A")
	w.git("commit", "-q", "-m", "change")
}

func (w *editedRepository) write(name, text string) {
	name = filepath.Join(w.dir, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		w.Fatal(err)
	}
}

// edit changes the text of a document.
func (w *editedRepository) edit(name string, change func(text []byte) []byte) {
	text, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name, change(text), 0o644)
	}
	if err != nil {
		w.Fatal(err)
	}
}

func (w *editedRepository) append(name, text string) {
	w.edit(name, func(old []byte) []byte { return append(old, text...) })
}

func (w *editedRepository) replace(name, pattern, text string) {
	w.edit(name, func(old []byte) []byte { return regexp.MustCompile(pattern).ReplaceAll(old, []byte(text)) })
}

// copy adds a document like another one, which may have the same id.
func (w *editedRepository) copy(from, to string) {
	text, err := os.ReadFile(from)
	if err != nil {
		w.Fatal(err)
	}
	w.write(to, string(text))
}

// flipByte changes a byte of a file, which keeps its size and its time of modification.
func flipByte(name string, at int) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(name)
	if err != nil || len(data) == 0 {
		return err
	}
	data[at%len(data)] ^= 0x20
	err = os.WriteFile(name, data, 0o600)
	return errors.Join(err, os.Chtimes(name, info.ModTime(), info.ModTime()))
}
