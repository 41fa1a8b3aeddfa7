package preview

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// An Editor is a URL that opens a file in a program; {path}, {line} and {column} stand for
// the place. The empty Editor opens nothing.
type Editor string

// DefaultEditor is the name of the default editor.
const DefaultEditor = "vscode"

// editors are the URLs of known editors, by name.
var editors = map[string]Editor{
	"vscode":   "vscode://file{path}:{line}:{column}",
	"vscodium": "vscodium://file{path}:{line}:{column}",
	"cursor":   "cursor://file{path}:{line}:{column}",
	"zed":      "zed://file{path}:{line}:{column}",
	"idea":     "idea://open?file={path}&line={line}&column={column}",
	"none":     "",
}

// EditorNamed returns the editor with the name, which may also be a URL; "" means the
// default.
func EditorNamed(name string) (Editor, error) {
	name = cmp.Or(name, DefaultEditor)
	if known, ok := editors[name]; ok {
		return known, nil
	}
	if scheme, rest, ok := strings.Cut(name, ":"); ok && scheme != "" && strings.Contains(rest, "{path}") {
		return Editor(name), nil
	}
	return "", fmt.Errorf("unknown editor %q", name)
}

// Editors returns the names that [EditorNamed] knows, sorted.
func Editors() []string { return slices.Sorted(maps.Keys(editors)) }

// link returns the URL that opens a 1-based place, or "" without a file.
func (e Editor) link(file string, line, column int) string {
	if file == "" || e == "" {
		return ""
	}
	name := filepath.ToSlash(file)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // it begins with a drive letter
	}
	return strings.NewReplacer(
		"{path}", (&url.URL{Path: name}).EscapedPath(), "{line}", strconv.Itoa(max(line, 1)), "{column}", strconv.Itoa(max(column, 1)),
	).Replace(string(e))
}
