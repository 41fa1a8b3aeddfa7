package main

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

// An editor is an address that opens a place of a file in a program: {path},
// {line} and {column} stand for the place. The empty one opens nothing.
type editor string

const defaultEditor = "vscode"

// editors are those that have an address of their own.
var editors = map[string]editor{
	"vscode":   "vscode://file{path}:{line}:{column}",
	"vscodium": "vscodium://file{path}:{line}:{column}",
	"cursor":   "cursor://file{path}:{line}:{column}",
	"zed":      "zed://file{path}:{line}:{column}",
	"idea":     "idea://open?file={path}&line={line}&column={column}",
	"none":     "",
}

// editor gives the one that the flag or else the environment names.
func (a *app) editor(flag string) (editor, error) {
	name := cmp.Or(flag, a.getenv("PMSITE_EDITOR"), defaultEditor)
	if known, ok := editors[name]; ok {
		return known, nil
	}
	if scheme, rest, ok := strings.Cut(name, ":"); ok && scheme != "" && strings.Contains(rest, "{path}") {
		return editor(name), nil
	}
	return "", fail(fmt.Errorf("--editor: %q is no editor that is known", name),
		"it takes "+strings.Join(slices.Sorted(maps.Keys(editors)), ", ")+", or an address such as "+string(editors[defaultEditor]))
}

// link gives the address of a place, counted from 1; "" without a file.
func (e editor) link(file string, line, column int) string {
	if file == "" || e == "" {
		return ""
	}
	name := filepath.ToSlash(file)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // a drive
	}
	return strings.NewReplacer(
		"{path}", (&url.URL{Path: name}).EscapedPath(), "{line}", strconv.Itoa(max(line, 1)), "{column}", strconv.Itoa(max(column, 1)),
	).Replace(string(e))
}
