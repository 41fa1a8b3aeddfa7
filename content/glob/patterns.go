package glob

import "strings"

// Patterns are globs of files and folders below some folder, as in a .gitignore file: a pattern
// without a slash matches at any depth, others match the whole path. What is in a matching folder
// matches, too. The zero value matches nothing.
type Patterns []string

// Match reports whether a pattern matches a path relative to that folder, or one of the folders above it.
func (p Patterns) Match(name string) bool {
	for _, pattern := range p {
		pattern = strings.TrimSuffix(pattern, "/")
		anchored := strings.Contains(pattern, "/")
		pattern = strings.TrimPrefix(pattern, "/")
		for end := range len(name) + 1 {
			if end < len(name) && name[end] != '/' {
				continue
			}
			part := name[:end]
			if !anchored {
				part = part[strings.LastIndex(part, "/")+1:]
			}
			if Match(pattern, part, false) {
				return true
			}
		}
	}
	return false
}
