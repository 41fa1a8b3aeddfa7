package git

import "errors"

// Contains reports whether other is from or one of its ancestors. In a shallow repository it looks only at the
// commits that are there.
func (r *Repository) Contains(from, other OID) (bool, error) {
	cut, err := r.place.Shallow()
	if err != nil {
		return false, err
	}
	seen := map[OID]bool{}
	for todo := []OID{from}; len(todo) > 0; todo = todo[1:] {
		id := todo[0]
		if id == other {
			return true, nil
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		c, err := r.Commit(id)
		if errors.Is(err, ErrMissing) && id != from && len(cut) > 0 {
			continue
		}
		if err != nil {
			return false, err
		}
		todo = append(todo, c.Parents...)
	}
	return false, nil
}
