// Package themes holds the built-in themes of pmsite: named, embedded file trees of
// templates, styles and scripts. The page structs of package render are the data that a
// theme can use.
package themes

import (
	"embed"
	"fmt"
	"io/fs"
	"path/filepath"
	"sort"
	"strings"
)

//go:embed all:default
var embedded embed.FS

// Open returns the theme with the name. The error for an unknown name lists all themes.
func Open(name string) (fs.FS, error) {
	if names := Names(); sort.SearchStrings(names, name) == len(names) || names[sort.SearchStrings(names, name)] != name {
		return nil, &unknownError{name, names}
	}
	return fs.Sub(embedded, name)
}

// ForSite opens the theme that a site's config names: a built-in one, or a folder in the
// repository. Files in the repository's folder theme override those of the theme. If some are
// from the repository, the folder default has the default theme, for what they lack.
func ForSite(repository fs.FS, name string) (fs.FS, error) {
	theme, err := Open(name)
	builtin := err == nil
	if !builtin {
		folder := filepath.ToSlash(name)
		if !isDir(repository, folder) {
			return nil, err
		}
		if theme, err = fs.Sub(repository, folder); err != nil {
			return nil, err
		}
	}
	if isDir(repository, "theme") {
		own, err := fs.Sub(repository, "theme")
		if err != nil {
			return nil, err
		}
		theme, builtin = Overlay(own, theme), false
	}
	if builtin {
		return theme, nil
	}
	return Overlay(onlyDefault{}, theme), nil
}

// onlyDefault is a file system with nothing but the folder default, which holds the default theme.
type onlyDefault struct{}

// Open implements fs.FS.
func (onlyDefault) Open(name string) (fs.File, error) {
	if name != "default" && !strings.HasPrefix(name, "default/") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return embedded.Open(name)
}

func isDir(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.IsDir()
}

// An unknownError means that there is no theme with the name.
type unknownError struct {
	name  string
	known []string
}

func (e *unknownError) Error() string {
	return fmt.Sprintf("there is no theme %q; choose one of: %s", e.name, strings.Join(e.known, ", "))
}

// Hint returns what to write instead.
func (e *unknownError) Hint() string {
	return "`theme:` takes a built-in theme or a folder in the repository"
}

// Names returns the names of the themes, sorted.
func Names() (names []string) {
	entries, _ := embedded.ReadDir(".")
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	sort.Strings(names)
	return names
}
