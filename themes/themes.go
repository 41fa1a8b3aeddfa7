// Package themes holds the themes that come with pmsite: named, embedded file
// trees of templates, styles and scripts. What a theme may use is described by
// the page structs of package render.
package themes

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strings"
)

//go:embed all:default
var embedded embed.FS

// Open gives a theme by name. The error for an unknown name lists the others.
func Open(name string) (fs.FS, error) {
	if names := Names(); sort.SearchStrings(names, name) == len(names) || names[sort.SearchStrings(names, name)] != name {
		return nil, fmt.Errorf("no theme %q; there is: %s", name, strings.Join(names, ", "))
	}
	return fs.Sub(embedded, name)
}

// Names lists the themes, sorted.
func Names() (names []string) {
	entries, _ := embedded.ReadDir(".")
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	sort.Strings(names)
	return names
}
