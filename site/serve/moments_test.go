package serve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A system is a file system whose events and clock a test controls, so that it
// can check exactly what is reported and when.
type system struct {
	t      *testing.T
	dir    string
	begun  time.Time
	events chan fsnotify.Event
	errors chan error
	wake   chan struct{}
	refuse map[string]error // by the base name of a folder
	ended  chan error
	cancel context.CancelFunc

	mu      sync.Mutex // synctest's clock does not synchronize memory
	folders []string   // watched folders, relative to dir
	reports []string   // "10ms a.md b.md", or "1s everything"
	warned  []string
	closed  bool
}

// onSystem runs a test while a folder is watched.
func onSystem(t *testing.T, test func(s *system), prepare ...func(s *system)) {
	t.Helper()
	defer func(before func() (*notifier, error)) { newNotify = before }(newNotify)
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &system{
			t: t, dir: dir, begun: time.Now(), events: make(chan fsnotify.Event), errors: make(chan error), wake: make(chan struct{}),
			refuse: map[string]error{}, ended: make(chan error, 1),
		}
		newNotify = func() (*notifier, error) {
			return &notifier{s.events, s.errors, s.add, s.remove, s.added, s.close}, nil
		}
		w := Watcher{
			Folders: []string{s.dir}, Wake: s.wake, Changed: s.changed,
			Ignore: func(name string) bool { return name == s.dir || strings.HasPrefix(filepath.Base(name), "public") },
			Warn:   s.warn,
		}
		for _, p := range prepare {
			p(s)
		}
		ctx, cancel := context.WithCancel(t.Context())
		s.cancel = cancel
		go func() { s.ended <- w.Watch(ctx) }()
		synctest.Wait()
		test(s)
		cancel()
		if err := <-s.ended; err != nil {
			t.Errorf("watching returned %v", err)
		}
	})
}

func (s *system) add(folder string) error {
	if err := s.refuse[filepath.Base(folder)]; err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	name, err := filepath.Rel(s.dir, folder)
	if !slices.Contains(s.folders, name) {
		s.folders = append(s.folders, name)
	}
	return err
}

func (s *system) remove(folder string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, err := filepath.Rel(s.dir, folder)
	s.folders = slices.DeleteFunc(s.folders, func(n string) bool { return n == name })
	return err
}

func (s *system) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

func (s *system) warn(err error, every time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.warned = append(s.warned, fmt.Sprint(every, " ", err))
}

// now returns the folders that are watched and the warnings so far.
func (s *system) now() (folders, warned []string, closed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.folders), slices.Clone(s.warned), s.closed
}

func (s *system) added() (folders []string) {
	names, _, _ := s.now()
	for _, name := range names {
		folders = append(folders, filepath.Join(s.dir, name))
	}
	return folders
}

func (s *system) changed(paths []string) {
	text := fmt.Sprint(time.Since(s.begun))
	for _, name := range paths {
		short, _ := filepath.Rel(s.dir, name)
		text += " " + short
	}
	if paths == nil {
		text += " everything"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports = append(s.reports, text)
}

func (s *system) happens(name string, op fsnotify.Op) {
	s.events <- fsnotify.Event{Name: filepath.Join(s.dir, name), Op: op}
}

func (s *system) make(name string) {
	if err := os.MkdirAll(filepath.Join(s.dir, name), 0o755); err != nil {
		s.t.Fatal(err)
	}
}

// until waits until a time, and compares the reports so far.
func (s *system) until(at time.Duration, want ...string) {
	s.t.Helper()
	time.Sleep(at - time.Since(s.begun))
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Equal(s.reports, want) {
		s.t.Errorf("the reports until %v are\n%q, want\n%q", at, s.reports, want)
	}
}

// TestChangesAreReportedTogether checks that changes within 10 ms are one report,
// with each path once and sorted, and that everything is checked a second after
// it and a second after the start.
func TestChangesAreReportedTogether(t *testing.T) {
	onSystem(t, func(s *system) {
		time.Sleep(100 * time.Millisecond)
		s.happens("b.md", fsnotify.Write)
		time.Sleep(9 * time.Millisecond)
		s.happens("a.md", fsnotify.Rename)
		s.happens("b.md", fsnotify.Write)
		s.until(118 * time.Millisecond)
		s.until(130*time.Millisecond, "119ms a.md b.md")
		s.happens("c.md", fsnotify.Remove)
		s.happens("d.md", fsnotify.Write|fsnotify.Chmod)
		s.until(1130*time.Millisecond, "119ms a.md b.md", "140ms c.md d.md")
		s.until(time.Minute, "119ms a.md b.md", "140ms c.md d.md", "1.14s everything")
	})
	onSystem(t, func(s *system) { s.until(time.Minute, "1s everything") })
}

// TestEndlessChangesAreReported checks that continuous changes are reported every
// quarter of a second, counted from the first unreported one.
func TestEndlessChangesAreReported(t *testing.T) {
	onSystem(t, func(s *system) {
		for i := range 1000 {
			s.happens(fmt.Sprint("log", i%2), fsnotify.Write)
			if i < 143 {
				time.Sleep(7 * time.Millisecond)
			} else if i == 143 {
				s.until(1002*time.Millisecond, "250ms log0 log1", "502ms log0 log1", "754ms log0 log1")
			}
		}
		s.until(time.Minute, "250ms log0 log1", "502ms log0 log1", "754ms log0 log1", "1.006s log0 log1", "2.006s everything")
	})
}

// TestLateReportOfNothing checks that nothing is reported twice, neither changes
// that end within the quarter of a second nor those just before its end.
func TestLateReportOfNothing(t *testing.T) {
	onSystem(t, func(s *system) {
		s.happens("a.md", fsnotify.Write)
		s.until(245*time.Millisecond, "10ms a.md")
		s.happens("b.md", fsnotify.Write)
		s.until(500*time.Millisecond, "10ms a.md", "255ms b.md")
	})
}

// TestLostEvents checks that everything is checked after the system has lost
// events, even if some changes are known, and single files after that.
func TestLostEvents(t *testing.T) {
	onSystem(t, func(s *system) {
		s.errors <- fsnotify.ErrEventOverflow
		s.until(20*time.Millisecond, "10ms everything")
		s.happens("a.md", fsnotify.Write)
		s.errors <- fmt.Errorf("read: %w", fsnotify.ErrEventOverflow)
		s.until(40*time.Millisecond, "10ms everything", "30ms everything")
		s.happens("b.md", fsnotify.Write)
		s.until(60*time.Millisecond, "10ms everything", "30ms everything", "50ms b.md")
	})
}

// TestUnreportedEvents checks that what the caller writes, temporary files of
// editors, and changes of mode are not reported and do not delay a report, and
// that a file that has become readable is checked a second later.
func TestUnreportedEvents(t *testing.T) {
	onSystem(t, func(s *system) {
		s.until(1500*time.Millisecond, "1s everything")
		s.happens("a.md", fsnotify.Write)
		time.Sleep(9 * time.Millisecond)
		for _, name := range []string{"public", "a.md~", ".a.md.swp", ".a.md.swx", ".#a.md", ".goutputstream-X", "4913", "sub/4913"} {
			s.happens(name, fsnotify.Create)
		}
		s.until(1520*time.Millisecond, "1s everything", "1.51s a.md")
		time.Sleep(480 * time.Millisecond)
		s.happens("b.md", fsnotify.Chmod)
		s.until(time.Minute, "1s everything", "1.51s a.md", "3s everything")
	})
	for _, name := range []string{"a~b", "swp", "a.swp.md", "#a", "x.#a", "49130", "a.goutputstream"} {
		onSystem(t, func(s *system) {
			s.happens(name, fsnotify.Write)
			s.until(20*time.Millisecond, "10ms "+name)
		})
	}
}

// TestWakeLooksAtEverything checks that a wake-up reports everything at once,
// with events and without.
func TestWakeLooksAtEverything(t *testing.T) {
	onSystem(t, func(s *system) {
		time.Sleep(500 * time.Millisecond)
		s.wake <- struct{}{}
		s.until(900*time.Millisecond, "500ms everything")
	})
	synctest.Test(t, func(t *testing.T) {
		wake, changed := make(chan struct{}), make(chan []string, 9)
		w := Watcher{Poll: time.Hour, Wake: wake, Changed: func(paths []string) { changed <- paths }}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.Watch(ctx) }()
		wake <- struct{}{}
		synctest.Wait()
		if n := len(changed); n != 2 {
			t.Errorf("everything was checked %d times, want once at the start and once after the wake-up", n)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// TestFoldersThatAreWatched checks that the given folders are watched, those
// below them, and those that are created later, even unnoticed, but never what
// the caller writes.
func TestFoldersThatAreWatched(t *testing.T) {
	onSystem(t, func(s *system) {
		want := func(when string, folders ...string) {
			t.Helper()
			if got, _, _ := s.now(); !slices.Equal(got, folders) {
				t.Errorf("%s: watched %q, want %q", when, got, folders)
			}
		}
		want("at first", ".", "a", "a/b")
		s.make("c/public/x")
		s.make("c/d")
		s.happens("c", fsnotify.Create)
		s.until(20*time.Millisecond, "10ms c")
		want("with a new folder", ".", "a", "a/b", "c", "c/d")
		s.make("e")
		s.happens("e", fsnotify.Write)
		s.until(40*time.Millisecond, "10ms c", "30ms e")
		want("with one that came unseen", ".", "a", "a/b", "c", "c/d")
		s.until(time.Minute, "10ms c", "30ms e", "1.03s everything")
		want("a second later", ".", "a", "a/b", "c", "c/d", "e")
		s.cancel()
		synctest.Wait()
		if _, _, closed := s.now(); !closed {
			t.Error("the notifier is not closed at the end")
		}
	}, func(s *system) {
		s.make("a/b")
		s.make("public/x")
		if err := os.WriteFile(filepath.Join(s.dir, "file"), nil, 0o600); err != nil {
			s.t.Fatal(err)
		}
	})
}

// TestRenamedFolder checks that a renamed folder is watched under its new name
// only, and so are those below it. A folder whose name has the same prefix is not
// affected.
func TestRenamedFolder(t *testing.T) {
	onSystem(t, func(s *system) {
		if err := os.Rename(filepath.Join(s.dir, "a"), filepath.Join(s.dir, "z")); err != nil {
			t.Fatal(err)
		}
		s.happens("a", fsnotify.Rename)
		s.happens("z", fsnotify.Create)
		s.until(20*time.Millisecond, "10ms a z")
		got, _, _ := s.now()
		if want := []string{".", "ab", "z", "z/b"}; !slices.Equal(got, want) {
			t.Errorf("after renaming a to z: watched %q, want %q", got, want)
		}
	}, func(s *system) {
		s.make("a/b")
		s.make("ab")
	})
}

// TestWithoutEvents checks that files are polled every second if the system
// provides no events, stops doing so, or does not for all folders, and that a
// warning says how to fix that.
func TestWithoutEvents(t *testing.T) {
	write := func(s *system) {
		if err := os.WriteFile(filepath.Join(s.dir, "new.md"), nil, 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	warning := func(s *system, want string) {
		s.t.Helper()
		if _, warned, _ := s.now(); len(warned) != 1 || !strings.HasPrefix(warned[0], want) {
			s.t.Errorf("the warnings are %q, want %q once", warned, want)
		}
	}
	onSystem(t, func(s *system) {
		write(s)
		s.until(1500*time.Millisecond, "0s everything", "0s everything", "1s new.md")
		warning(s, "1s too many watchers (raise fs.inotify.max_user_instances): ")
	}, func(s *system) {
		newNotify = func() (*notifier, error) { return nil, os.NewSyscallError("inotify_init1", syscall.EMFILE) }
	})
	onSystem(t, func(s *system) {
		s.until(500*time.Millisecond, "0s everything", "0s everything")
		warning(s, "1s too many folders to watch (raise fs.inotify.max_user_watches): ")
		if _, _, closed := s.now(); !closed {
			s.t.Error("useless watches are not removed")
		}
	}, func(s *system) {
		s.make("a")
		s.refuse["a"] = os.NewSyscallError("inotify_add_watch", syscall.ENOSPC)
	})
	onSystem(t, func(s *system) {
		s.make("late")
		s.happens("late", fsnotify.Create)
		synctest.Wait()
		warning(s, "1s too many watchers (raise fs.inotify.max_user_instances): ")
	}, func(s *system) { s.refuse["late"] = syscall.EMFILE })
	onSystem(t, func(s *system) {
		s.make("unseen")
		s.until(1500*time.Millisecond, "1s everything", "1s everything")
		warning(s, "1s too many folders")
	}, func(s *system) { s.refuse["unseen"] = syscall.ENOSPC })
	onSystem(t, func(s *system) {
		s.errors <- errors.New("the disk is gone")
		synctest.Wait()
		write(s)
		s.until(1500*time.Millisecond, "0s everything", "0s everything", "1s new.md")
		warning(s, "1s watch: the disk is gone")
	})
	onSystem(t, func(s *system) {
		s.until(500 * time.Millisecond)
		if folders, warned, _ := s.now(); len(warned) > 0 || !slices.Equal(folders, []string{".", "b"}) {
			s.t.Errorf("after a folder was removed in the meantime: warnings %q, watched %q", warned, folders)
		}
	}, func(s *system) {
		s.make("a")
		s.make("b")
		s.refuse["a"] = syscall.ENOENT
	})
}

// TestEndWithoutWarning checks that errors at the end of watching do not cause
// polling.
func TestEndWithoutWarning(t *testing.T) {
	onSystem(t, func(s *system) {
		if _, warned, _ := s.now(); len(warned) > 0 {
			s.t.Errorf("warnings at the end: %q", warned)
		}
		s.until(time.Second)
	}, func(s *system) {
		newNotify = func() (*notifier, error) {
			s.cancel()
			return nil, errors.New("no")
		}
	})
}
