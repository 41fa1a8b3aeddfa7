package git

import "testing"

// opened opens the repository at dir with go-git if possible.
func opened(t testing.TB, dir string) *Repository {
	t.Helper()
	return openedBy(t, dir, Open)
}

// openedBy opens the repository at dir with Open or OpenProgram.
func openedBy(t testing.TB, dir string, open func(Place, Program) (*Repository, error)) *Repository {
	t.Helper()
	p, err := Locate(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := open(p, FindProgram())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}
