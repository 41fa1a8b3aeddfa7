//go:build unix

package collection_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/collection"
)

// TestReloadSeesRestoredTimes checks that a changed file is read again although its size
// and modification time are the same as before, as after tools that restore times.
func TestReloadSeesRestoredTimes(t *testing.T) {
	dir, old := t.TempDir(), time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	name := filepath.Join(dir, "content", "a.md")
	write := func(title string) {
		t.Helper()
		writeFile(t, name, good(title).Data)
		if err := os.Chtimes(name, old, old); err != nil {
			t.Fatal(err)
		}
	}
	for what, change := range map[string]func(){
		"written in place": func() { write("Two") },
		"replaced by another": func() {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
			write("Two")
		},
	} {
		write("One")
		c := loadFS(t, os.DirFS(dir), collection.Options{Now: time.Now().Add(time.Hour)})
		// Changes within one tick of the file system's clock are invisible, so wait until
		// the stamp itself shows a later time.
		for before := changed(t, name); changed(t, name).Equal(before); {
			change()
		}
		next, err := c.Reload(t.Context(), os.DirFS(dir), time.Now().Add(time.Hour), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := next.PostMortems[0].Title; got != "Two" {
			t.Errorf("%s, with its time restored, it still has the title %s", what, got)
		}
	}
}

// TestChangeOfMetadataCounts checks that a file whose metadata changed within the tick is
// read again, however old its modification time is.
func TestChangeOfMetadataCounts(t *testing.T) {
	dir, old := t.TempDir(), time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	name := filepath.Join(dir, "content", "a.md")
	writeFile(t, name, good("One").Data)
	if err := os.Chtimes(name, old, old); err != nil {
		t.Fatal(err)
	}
	for now, want := range map[time.Time]int{changed(t, name).Add(time.Second): 1, changed(t, name).Add(3 * time.Second): 0} {
		opts := collection.Options{Now: now, Times: true}
		_, fresh, err := collection.LoadCached(t.Context(), kept(t, loadFS(t, os.DirFS(dir), opts)), "test", os.DirFS(dir), opts, nil)
		if err != nil || fresh != want {
			t.Errorf("read %v after a change: a later run reads %d documents again, want %d: %v", now.Sub(changed(t, name)), fresh, want, err)
		}
	}
}

// changed returns the time of a file's last metadata change.
func changed(t *testing.T, name string) time.Time {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	_, at := collection.Identity(info)
	if at == 0 {
		t.Fatalf("the system says %T of a file", info.Sys())
	}
	return time.Unix(0, at)
}
