package source

import "strings"

// Unmerged returns the files of a work tree that git could not merge and has not been told how to: by path in FS, what
// git status says of each, such as "both modified". A commit has none.
func (s *Source) Unmerged() (map[string]string, error) {
	if s.repo == nil || s.disk == nil {
		return nil, nil
	}
	index, err := s.repo.Index()
	if err != nil {
		return nil, err
	}
	entries, err := index.All()
	if err != nil {
		return nil, err
	}
	stages := map[string]int{} // bits of the versions that git has: 1 for the common ancestor, 2 for ours, 4 for theirs
	for _, e := range entries {
		if name, ok := strings.CutPrefix(e.Path, s.disk.prefix); ok && e.Stage > 0 {
			stages[name] |= 1 << (e.Stage - 1)
		}
	}
	status := map[string]string{}
	for name, bits := range stages {
		status[name] = [...]string{1: "both deleted", 2: "added by us", 3: "deleted by them", 4: "added by them", 5: "deleted by us", 6: "both added", 7: "both modified"}[bits]
	}
	return status, nil
}
