package git

import "testing"

// opened opens the repository at dir by go-git where that is possible.
func opened(t testing.TB, dir string) *Repository {
	t.Helper()
	return openedBy(t, dir, Open)
}

// openedBy opens the repository at dir by one of the ways there are.
func openedBy(t testing.TB, dir string, way func(Place, Program) (*Repository, error)) *Repository {
	t.Helper()
	p, err := Locate(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := way(p, FindProgram())
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
