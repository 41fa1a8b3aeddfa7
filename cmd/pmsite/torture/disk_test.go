//go:build unix

package torture

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// A disk is a folder with little room: a file system in memory where one can be mounted. Elsewhere, files may not
// become larger than a limit.
type disk struct {
	dir     string
	mounted bool
	blocks  int // of 1 KiB
}

// newDisk returns a disk with room for a random part of what a build writes.
func (w *world) newDisk(least, most int) (*disk, error) {
	d := &disk{dir: filepath.Join(w.dir, "disk"), blocks: least + w.rand.IntN(most-least)}
	if err := os.Mkdir(d.dir, 0o777); err != nil {
		return nil, err
	}
	d.mounted = w.rand.IntN(2) == 0 && d.mount(fmt.Sprintf("size=%dk", d.blocks)) == nil
	if w.note = "limit of file sizes"; d.mounted {
		w.note = "disk in memory"
	} else {
		d.blocks /= 20 // files are smaller than all of them
	}
	return d, nil
}

func (d *disk) mount(options string) error {
	return exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", d.dir).Run()
}

// grow ends the lack of room.
func (d *disk) grow() error {
	d.blocks = 1 << 20
	if !d.mounted {
		return nil
	}
	return d.mount("remount,size=1g")
}

func (d *disk) remove() error {
	if d.mounted {
		if err := exec.Command("umount", d.dir).Run(); err != nil {
			return fmt.Errorf("umount: %w", err)
		}
	}
	return os.RemoveAll(d.dir)
}

// limit limits a command where the disk is not mounted.
func (d *disk) limit(cmd *exec.Cmd) *exec.Cmd {
	if d.mounted {
		return cmd
	}
	args := append([]string{"bash", "-c", fmt.Sprintf(`ulimit -f %d; exec "$@"`, d.blocks), "bash", cmd.Path}, cmd.Args[1:]...)
	limited := exec.Command(args[0], args[1:]...)
	limited.Dir, limited.Env, limited.Stderr, limited.SysProcAttr = cmd.Dir, cmd.Env, cmd.Stderr, cmd.SysProcAttr
	return limited
}

// refused checks that a command has failed because of the disk, and not crashed. It reports false if the command has
// succeeded.
func refused(cmd *exec.Cmd, err error) (bool, error) {
	text := fmt.Sprint(cmd.Stderr)
	switch {
	case err == nil:
		return false, nil
	case cmd.ProcessState.ExitCode() != statusFailed || strings.Contains(text, "goroutine "):
		return true, fmt.Errorf("with a full disk: %w", said(cmd, err))
	case !strings.Contains(text, syscall.ENOSPC.Error()) && !strings.Contains(text, syscall.EFBIG.Error()):
		return true, fmt.Errorf("with a full disk, the error does not say so: %w", said(cmd, err))
	}
	return true, nil
}

// fullOutput builds where there is too little room, and again where there is enough.
func (w *world) fullOutput() (err error) {
	d, err := w.newDisk(100, 6000)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.remove()) }()
	old := w.site
	defer func() { w.site = old }()
	w.site = d.dir
	build := func() (bool, error) {
		cmd := d.limit(w.command(w.buildArgs()...))
		return refused(cmd, cmd.Run())
	}
	if err := w.checkout(1 - w.current); err != nil {
		return err
	}
	full, err := build() // the old site, if there is room
	if err != nil {
		return err
	}
	if !full {
		if err := os.WriteFile(filepath.Join(w.output(), "CNAME"), []byte(kept["CNAME"]), 0o644); err != nil { // a few bytes too many
			full = true
		}
	}
	if err := w.checkout(1 - w.current); err != nil {
		return err
	}
	refusedNow, err := build()
	if err != nil {
		return err
	}
	w.note += map[bool]string{true: ", refused", false: ", enough room"}[refusedNow]
	if err := w.verifyFull(full); err != nil {
		return err
	}
	if err := d.grow(); err != nil {
		return err
	}
	if _, err := build(); err != nil {
		return err
	}
	if i, err := w.shown(); err != nil || i != w.current {
		return fmt.Errorf("with enough room: version %d, want %d: %w", i, w.current, err)
	}
	return w.verifyFull(full)
}

// verifyFull checks what is on a full disk: no half of a site, nothing beside it, and the CNAME if it was written.
func (w *world) verifyFull(none bool) error {
	if left, err := w.leftovers(); len(left) > 0 || err != nil {
		return fmt.Errorf("on a full disk %q are left: %w", left, err)
	}
	_, err := w.shown()
	if errors.Is(err, fs.ErrNotExist) && none {
		return nil
	}
	if err != nil {
		return fmt.Errorf("on a full disk: %w", err)
	}
	if text, err := os.ReadFile(filepath.Join(w.output(), "CNAME")); !none && string(text) != kept["CNAME"] {
		return fmt.Errorf("on a full disk, the CNAME is %q: %w", text, err)
	}
	return nil
}

// fullCache runs commands that find too little room for their caches.
func (w *world) fullCache() (err error) {
	d, err := w.newDisk(300, 1200)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.remove()) }()
	old := w.cache
	defer func() { w.cache = old }()
	w.cache = d.dir
	if out, err := exec.Command("bash", "-c", `mkdir "$2/pmsite" && cp -r "$1"/pmsite/source-* "$2/pmsite"`, "bash", old, d.dir).CombinedOutput(); err != nil {
		return fmt.Errorf("copy the copy of the source: %w: %s", err, out)
	}
	limited := func(args ...string) *exec.Cmd { return d.limit(w.command(args...)) }
	if err := w.verifyElsewhere(limited, "--offline"); err != nil && d.mounted { // else the site has too little room, too
		return fmt.Errorf("with a full disk for caches: %w", err)
	}
	for name := range asked {
		err := w.verifyPrintBy(limited, name)
		if err != nil && (d.mounted || !strings.Contains(err.Error(), syscall.EFBIG.Error())) { // search has no other folder with room
			return fmt.Errorf("with a full disk for caches: %w", err)
		}
	}
	if err := d.grow(); err != nil {
		return err
	}
	for name := range asked {
		if err := w.verifyPrintBy(limited, name); err != nil {
			return fmt.Errorf("with enough room for caches: %w", err)
		}
	}
	return nil
}

// fullRepository publishes where the repository has too little room, and again where it has enough.
func (w *world) fullRepository() (err error) {
	d, err := w.newDisk(20, 1000)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.remove()) }()
	old := w.repo
	defer func() { w.repo = old }()
	if d.mounted {
		if err := d.grow(); err != nil {
			return err
		}
		w.repo = filepath.Join(d.dir, "repo")
		if out, err := exec.Command("cp", "-a", old, w.repo).CombinedOutput(); err != nil {
			return fmt.Errorf("copy the repository: %w: %s", err, out)
		}
		used, err := exec.Command("du", "-sk", d.dir).Output()
		if err != nil {
			return err
		}
		blocks := 0
		if _, err := fmt.Sscan(string(used), &blocks); err != nil {
			return err
		}
		if err := d.mount(fmt.Sprintf("remount,size=%dk", blocks+4+w.rand.IntN(1500))); err != nil {
			return err
		}
	}
	cmd := d.limit(w.command("publish", "-q", "--base-url", fmt.Sprintf("https://n%d.example.org/", w.rand.Uint32())))
	full, err := refused(cmd, cmd.Run())
	if err != nil {
		return err
	}
	w.note += map[bool]string{true: ", refused", false: ", enough room"}[full]
	if _, err := w.verifyBranch(w.repo); err != nil && full {
		return fmt.Errorf("with a full disk: %w", err)
	}
	if err := d.grow(); err != nil {
		return err
	}
	return w.publishAgain()
}

// restricted returns a call of pmsite by a user to whom permissions apply.
func (w *world) restricted(args ...string) *exec.Cmd {
	cmd := w.command(args...)
	if os.Geteuid() == 0 {
		const nobody = 65534
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	return cmd
}

// readOnlyOutput builds where nothing can be written.
func (w *world) readOnlyOutput() (err error) {
	before, err := w.shown()
	if err != nil {
		return err
	}
	if err := os.Chmod(w.site, 0o555); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Chmod(w.site, 0o777)) }()
	cmd := w.restricted(w.buildArgs()...)
	if err := cmd.Run(); cmd.ProcessState.ExitCode() != statusFailed || !strings.Contains(fmt.Sprint(cmd.Stderr), "permission denied") {
		return fmt.Errorf("with a read-only folder: %w", said(cmd, errors.Join(err, errors.New("it must be refused"))))
	}
	w.note = "refused"
	if i, err := w.shown(); err != nil || i != before {
		return fmt.Errorf("with a read-only folder: version %d, want %d: %w", i, before, err)
	}
	return nil
}

// readOnlyCaches runs commands that can read caches but not write them.
func (w *world) readOnlyCaches() (err error) {
	if w.rand.IntN(2) == 0 { // caches of the current version, else of the other
		if err := w.goOn(); err != nil {
			return err
		}
	}
	modes := map[string]fs.FileMode{}
	defer func() {
		for name, mode := range modes {
			err = errors.Join(err, os.Chmod(name, mode))
		}
	}()
	err = filepath.WalkDir(w.cache, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		modes[name] = info.Mode().Perm()
		return os.Chmod(name, 0o444|info.Mode().Perm()&0o111|map[bool]fs.FileMode{true: 0o111}[entry.IsDir()])
	})
	if err != nil {
		return err
	}
	if err := w.verifyElsewhere(w.restricted, "--offline"); err != nil {
		return fmt.Errorf("with read-only caches: %w", err)
	}
	for name := range asked {
		if err := w.verifyPrintBy(w.restricted, name); err != nil {
			return fmt.Errorf("with read-only caches: %w", err)
		}
	}
	w.note = "all right"
	return nil
}
