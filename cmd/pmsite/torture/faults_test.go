//go:build unix

package torture

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

func newFaultTable() (table faultTable) {
	for _, f := range []struct {
		name  string
		cause func(*world) error
	}{
		{"build killed", func(w *world) error { return w.stop(syscall.SIGKILL, w.soon("build"), w.buildArgs()...) }},
		{"build killed as the folders are swapped", func(w *world) error { return w.stop(syscall.SIGKILL, w.swapped, w.buildArgs()...) }},
		{"build --ref killed", func(w *world) error {
			return w.stop(syscall.SIGKILL, w.soon("build"), w.buildArgs("--ref", w.versions[w.current].commit)...)
		}},
		{"build interrupted", (*world).interrupted},
		{"file added to the output folder", (*world).added},
		{"publish killed", func(w *world) error { return w.killPublish(w.soon("publish")) }},
		{"publish killed as the branch is moved", func(w *world) error { return w.killPublish(w.locked) }},
		{"publish --push killed", func(w *world) error { return w.killPublish(w.soon("publish"), "--push") }},
		{"search killed", func(w *world) error { return w.stop(syscall.SIGKILL, w.soon("search"), asked["search"]...) }},
		{"check killed", func(w *world) error { return w.stop(syscall.SIGKILL, w.soon("check"), asked["check"]...) }},
		{"serve killed", (*world).killServe},
		{"bytes of caches flipped, cut or added", (*world).damagedCaches},
		{"caches removed as a build uses them", (*world).removedCaches},
		{"site edited, with the size and time of its files", (*world).editedSite},
		{"disk full as the site is written", (*world).fullOutput},
		{"disk full as the caches are written", (*world).fullCache},
		{"disk full as the branch is written", (*world).fullRepository},
		{"output folder read-only", (*world).readOnlyOutput},
		{"caches read-only", (*world).readOnlyCaches},
		{"two builds at once", func(w *world) error { return w.together(false) }},
		{"two builds at once, one of them killed", func(w *world) error { return w.together(true) }},
		{"build, publish and search at once", (*world).beside},
		{"build --ref beside git gc and repack", func(w *world) error { return w.besideGC(false) }},
		{"publish beside git gc", func(w *world) error { return w.besideGC(true) }},
	} {
		table = append(table, &fault{name: f.name, cause: f.cause, notes: map[string]int{}})
	}
	return table
}

// A moment returns when it is time, or when done is closed.
type moment func(done <-chan struct{})

// soon is a moment while a command runs.
func (w *world) soon(command string) moment {
	d := time.Duration(w.rand.Int64N(int64(w.usual[command])*11/10 + 1))
	return func(done <-chan struct{}) {
		select {
		case <-done:
		case <-time.After(d):
		}
	}
}

// until is the moment at which a condition comes true.
func until(done <-chan struct{}, condition func() bool) {
	for !condition() {
		select {
		case <-done:
			return
		default:
			time.Sleep(20 * time.Microsecond)
		}
	}
}

// swapped is the moment at which another folder is in the place of the output folder.
func (w *world) swapped(done <-chan struct{}) {
	before, _ := os.Stat(w.output())
	until(done, func() bool {
		now, err := os.Stat(w.output())
		return err == nil && !os.SameFile(before, now)
	})
}

// locked is the moment at which the published branch is locked.
func (w *world) locked(done <-chan struct{}) {
	until(done, func() bool {
		_, err := os.Stat(w.lock())
		return err == nil
	})
}

func (w *world) lock() string { return filepath.Join(w.repo, ".git/refs/heads/gh-pages.lock") }

// stop sends a signal to a call of pmsite. It returns an error if the call fails in another way.
func (w *world) stop(signal syscall.Signal, when moment, args ...string) error {
	cmd := w.command(args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	return w.stopStarted(cmd, signal, when)
}

func (w *world) stopStarted(cmd *exec.Cmd, signal syscall.Signal, when moment) error {
	done := make(chan struct{})
	var err error
	start := time.Now()
	go func() {
		err = cmd.Wait()
		close(done)
	}()
	when(done)
	_ = syscall.Kill(-cmd.Process.Pid, signal) // it may have ended
	<-done
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	switch {
	case status.Signaled() && status.Signal() == signal:
		w.note = "killed"
	case status.ExitStatus() == statusFailed && strings.Contains(cmd.Stderr.(*bytes.Buffer).String(), "interrupted"):
		w.note = "interrupted"
	case status.ExitStatus() <= statusContent && strings.Contains(strings.Join(cmd.Args, " "), "check"), status.ExitStatus() == 0:
		w.note = "had ended"
		w.usual[cmd.Args[1]] = time.Since(start)
	default:
		return said(cmd, err)
	}
	return nil
}

// interrupted asks a build to stop: it leaves nothing.
func (w *world) interrupted() error {
	signal := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}[w.rand.IntN(2)]
	if err := w.stop(signal, w.soon("build"), w.buildArgs()...); err != nil {
		return err
	}
	if left, err := w.leftovers(); w.note != "killed" && (len(left) > 0 || err != nil) { // before the program has begun, it is killed
		return fmt.Errorf("an interrupted build leaves %q: %w", left, err)
	}
	return nil
}

// added puts a file into the output folder while a build replaces it.
func (w *world) added() error {
	cmd := w.command(w.buildArgs()...)
	if err := cmd.Start(); err != nil {
		return err
	}
	time.Sleep(time.Duration(w.rand.Int64N(int64(w.usual["build"]) + 1)))
	name := filepath.Join(w.output(), "added.txt")
	err := os.WriteFile(name, []byte("added"), 0o644)
	if err := errors.Join(err, said(cmd, cmd.Wait())); err != nil {
		return err
	}
	if text, err := os.ReadFile(name); err != nil || string(text) != "added" {
		return fmt.Errorf("the added file is %q: %w", text, err)
	}
	w.note = "kept"
	return os.Remove(name)
}

// killPublish kills publish and publishes again.
func (w *world) killPublish(when moment, flags ...string) error {
	args := append([]string{"publish", "-q"}, flags...)
	if err := w.stop(syscall.SIGKILL, when, args...); err != nil {
		return err
	}
	if _, err := w.verifyBranch(w.repo); err != nil {
		return fmt.Errorf("after the kill: %w", err)
	}
	if _, err := w.verifyBranch(w.remote); err != nil {
		return fmt.Errorf("after the kill, at the remote: %w", err)
	}
	if _, err := os.Stat(w.lock()); err == nil {
		w.note = "killed, a lock was left"
		if err := w.run(args...); err == nil || !strings.Contains(err.Error(), "remove \""+w.lock()+"\"") {
			return fmt.Errorf("with a lock that was left, the hint is missing: %w", err)
		}
		if err := os.Remove(w.lock()); err != nil {
			return err
		}
	}
	return w.publishAgain(flags...)
}

// publishAgain publishes the current version, which must succeed.
func (w *world) publishAgain(flags ...string) error {
	if err := w.run(append([]string{"publish", "-q"}, flags...)...); err != nil {
		return fmt.Errorf("the next publish: %w", err)
	}
	repos := []string{w.repo}
	if len(flags) > 0 {
		repos = append(repos, w.remote)
	}
	for _, repo := range repos {
		if i, err := w.verifyBranch(repo); err != nil || i != w.current {
			return fmt.Errorf("after the next publish to %s: version %d, want %d: %w", filepath.Base(repo), i, w.current, err)
		}
	}
	if w.rand.IntN(20) == 0 { // killed runs leave packs
		_, err := w.git(w.repo, "gc", "-q", "--prune=now")
		return err
	}
	return nil
}

// killServe kills a preview, and asks another for the data of the site.
func (w *world) killServe() error {
	if err := w.stop(syscall.SIGKILL, w.soon("build"), "serve", "--addr", "127.0.0.1:0"); err != nil {
		return err
	}
	return w.verifyPreview()
}

// verifyPreview checks that the preview has the data of the current version.
func (w *world) verifyPreview() error {
	got, err := w.preview()
	if want := w.versions[w.current].preview; err == nil && got != want {
		err = fmt.Errorf("the preview has other data: %.2000s\nwant %.2000s", got, want)
	}
	return err
}

// preview returns data that the preview shows.
func (w *world) preview() (data string, err error) {
	cmd := w.command("serve", "--addr", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return "", err
	}
	defer func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait() // it was killed
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return "", said(cmd, err)
	}
	address, _, _ := strings.Cut(line, " ")
	r, err := http.Get(address + "data/postmortems.json")
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return string(body), err
}

// damagedCaches damages cache files and uses them.
func (w *world) damagedCaches() error {
	if err := w.verifyPreview(); err != nil { // it writes caches of its own
		return err
	}
	damaged, err := w.damage(w.cache)
	if err != nil {
		return err
	}
	w.note = "all right"
	if err := w.verifyElsewhere(w.command, "--ref", w.versions[w.current].commit); err != nil {
		return fmt.Errorf("after damage to %q: %w", damaged, err)
	}
	uses := []func() error{w.verifyPreview, func() error { return w.publishAgain() }}
	for name := range asked {
		uses = append(uses, func() error { return w.verifyPrint(name) })
	}
	w.rand.Shuffle(len(uses), func(i, j int) { uses[i], uses[j] = uses[j], uses[i] })
	for _, use := range uses {
		if err := use(); err != nil {
			return fmt.Errorf("after damage to %q: %w", damaged, err)
		}
	}
	return nil
}

// removedCaches removes the caches while a build uses them, but not the copies of sources.
func (w *world) removedCaches() error {
	cmd := w.command(w.buildArgs()...)
	if err := cmd.Start(); err != nil {
		return err
	}
	time.Sleep(time.Duration(w.rand.Int64N(int64(w.usual["build"]) + 1)))
	err := filepath.WalkDir(w.cache, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), "source-"):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
	if err := errors.Join(err, said(cmd, cmd.Wait())); err != nil {
		return err
	}
	if i, err := w.shown(); err != nil || i != w.current {
		return fmt.Errorf("version %d, want %d: %w", i, w.current, err)
	}
	return nil
}

// editedSite changes a byte of some files of the site, which keep their sizes and times, and builds again.
func (w *world) editedSite() error {
	if err := w.build(); err != nil {
		return err
	}
	for range 1 + w.rand.IntN(3) {
		names := slices.Sorted(maps.Keys(w.versions[w.current].files))
		name := filepath.Join(w.output(), filepath.FromSlash(names[w.rand.IntN(len(names))]))
		info, err := os.Stat(name)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if len(data) == 0 || filepath.Base(name) == ".pmsite" { // it says which files are the site's
			continue
		}
		data[w.rand.IntN(len(data))] ^= 1
		if err := errors.Join(os.WriteFile(name, data, 0o644), os.Chtimes(name, info.ModTime(), info.ModTime())); err != nil {
			return err
		}
	}
	if err := w.build(); err != nil {
		return err
	}
	if i, err := w.shown(); err != nil || i != w.current {
		return fmt.Errorf("version %d, want %d: %w", i, w.current, err)
	}
	return nil
}

// damage damages some of the files below a folder, at least one.
func (w *world) damage(dir string) (damaged []string, err error) {
	var names []string
	err = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			names = append(names, name)
		}
		return err
	})
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("there are no caches in %q: %w", dir, err)
	}
	w.rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for _, name := range names[:1+w.rand.IntN(len(names))] {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		how, data := damageBytes(w.rand, data)
		damaged = append(damaged, strings.TrimPrefix(name, dir+"/")+": "+how)
		if err := errors.Join(os.Chmod(name, 0o644), os.WriteFile(name, data, 0o644)); err != nil {
			return nil, err
		}
	}
	return damaged, nil
}

func damageBytes(r *rand.Rand, data []byte) (how string, damaged []byte) {
	n := len(data)
	if n == 0 {
		return "a byte added", []byte{byte(r.Uint32())}
	}
	at := r.IntN(n)
	switch r.IntN(6) {
	case 0:
		return fmt.Sprintf("cut at %d of %d", at, n), data[:at]
	case 1:
		return fmt.Sprintf("%d bytes added", at+1), append(data, data[:at+1]...)
	case 2:
		end := min(n, at+1+r.IntN(4096))
		clear(data[at:end])
		return fmt.Sprintf("%d to %d of %d zero", at, end, n), data
	case 3:
		return fmt.Sprintf("%d of %d removed", at, n), append(data[:at], data[at+1:]...)
	default:
		flips := 1 + r.IntN(4)
		how = fmt.Sprintf("of %d flipped:", n)
		for range flips {
			at, bit := r.IntN(n), r.IntN(8)
			data[at] ^= 1 << bit
			how += fmt.Sprintf(" %d", at)
		}
		return how, data
	}
}

// verifyElsewhere builds the current version into a new folder by a command made by call, and compares it.
func (w *world) verifyElsewhere(call func(args ...string) *exec.Cmd, flags ...string) error {
	dir, err := os.MkdirTemp(w.dir, "elsewhere-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o777); err != nil {
		return err
	}
	cmd := call(append([]string{"build", "-q", "-o", filepath.Join(dir, "public")}, flags...)...)
	if err := cmd.Run(); err != nil {
		return said(cmd, err)
	}
	files, err := blobs(filepath.Join(dir, "public"))
	if err != nil {
		return err
	}
	if i, err := w.which(files); err != nil || i != w.current {
		return fmt.Errorf("a build elsewhere is version %d, want %d: %w", i, w.current, err)
	}
	return nil
}

// together runs two builds at once.
func (w *world) together(kill bool) error {
	first, second := w.command(w.buildArgs()...), w.command(w.buildArgs()...)
	if err := errors.Join(first.Start(), second.Start()); err != nil {
		return err
	}
	ended := w.watch()
	when := moment(func(done <-chan struct{}) { <-done })
	if kill {
		when = w.soon("build")
	}
	err := w.stopStarted(first, syscall.SIGKILL, when)
	if err := errors.Join(err, said(second, second.Wait()), ended()); err != nil {
		return err
	}
	if !kill {
		w.note = "all right"
	}
	if i, err := w.shown(); err != nil || i != w.current {
		return fmt.Errorf("after both: version %d, want %d: %w", i, w.current, err)
	}
	return nil
}

// watch looks at files of the output folder, which are never missing, until ended is called.
func (w *world) watch() (ended func() error) {
	stop, lost := make(chan struct{}), make(chan error)
	missing := func(name string) bool {
		_, err := os.Stat(filepath.Join(w.output(), name))
		return err != nil
	}
	stillMissing := missing // the first time, the folder may have been replaced as it was looked at
	go func() {
		for {
			for _, name := range []string{"index.html", "CNAME"} {
				if missing(name) && stillMissing(name) {
					lost <- fmt.Errorf("%s was missing", name)
					return
				}
			}
			select {
			case <-stop:
				lost <- nil
				return
			default:
				time.Sleep(50 * time.Microsecond)
			}
		}
	}()
	return func() error {
		close(stop)
		return <-lost
	}
}

// beside runs several commands at once, with the same caches.
func (w *world) beside() error {
	var running []*exec.Cmd
	for _, args := range [][]string{w.buildArgs(), {"publish", "-q"}, asked["search"], asked["search"], asked["stats"]} {
		cmd := w.command(args...)
		if err := cmd.Start(); err != nil {
			return err
		}
		running = append(running, cmd)
	}
	var err error
	for _, cmd := range running {
		err = errors.Join(err, said(cmd, cmd.Wait()))
	}
	if err != nil {
		return err
	}
	w.note = "all right"
	return w.publishAgain()
}

// besideGC builds a commit, or publishes, while git packs the repository anew.
func (w *world) besideGC(publish bool) error {
	for i := range 3 { // something to pack
		if _, err := w.git(w.repo, "tag", "-f", "-m", fmt.Sprint(i, w.rand.Int64()), fmt.Sprint("t", i)); err != nil {
			return err
		}
	}
	ways := [][]string{{"gc", "-q"}}
	if !publish { // it drops objects that no ref leads to yet
		ways = append(ways, []string{"repack", "-a", "-d", "-q", "-f"}, []string{"pack-refs", "--all"}, []string{"repack", "-q"})
	}
	stop := make(chan struct{})
	var packing sync.WaitGroup
	packed := 0
	packing.Go(func() {
		for ; ; packed++ {
			select {
			case <-stop:
				return
			default:
				_, _ = w.git(w.repo, ways[packed%len(ways)]...) // a lock of the publication may stop it
			}
		}
	})
	var err error
	for range 3 {
		if publish {
			err = w.publish()
		} else {
			err = w.verifyElsewhere(w.command, "--ref", w.versions[w.current].commit[:12])
		}
		if err != nil {
			break
		}
	}
	close(stop)
	packing.Wait()
	w.note = "all right"
	if err == nil && publish {
		err = w.publishAgain()
	}
	return err
}
