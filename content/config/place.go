package config

import (
	"path"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Place says where a config is. The zero value is the root of a repository.
type Place struct {
	Root   string // folder of the repository, on disk
	Folder string // folder of the config, on disk
}

// fromRoot returns the path from the repository's root of a path in the config.
func (p Place) fromRoot(name string) string {
	rel, err := filepath.Rel(p.Root, filepath.Join(p.Folder, filepath.FromSlash(name)))
	if err != nil { // on another drive
		return path.Clean(name)
	}
	return filepath.ToSlash(rel)
}

// moveTo makes the default folders those beside a config in the repository. For a config elsewhere, they are in the
// repository all the same.
func (c *Config) moveTo(at Place) {
	if folder := at.fromRoot("."); isBelow(folder) {
		c.Folder, c.Content, c.Output = folder, path.Join(folder, c.Content), path.Join(folder, c.Output)
	}
}

// isBelow reports whether a path from the repository's root stays in the repository.
func isBelow(name string) bool {
	return !isAbsolute(name) && name != ".." && !strings.HasPrefix(name, "../")
}

// isAbsolute reports whether a path is absolute, here or on Windows.
func isAbsolute(name string) bool { return path.IsAbs(name) || filepath.IsAbs(name) }

// folder reads the path of a folder in the repository that the config is in or for, relative to the config.
func (d *decoder) folder(n *yaml.Node, from Place) string {
	text, ok := d.slashed(n)
	if !ok {
		return "content"
	}
	folder := text
	if !isAbsolute(text) {
		folder = from.fromRoot(text)
	}
	if !isBelow(folder) {
		hint := "name a folder in the repository"
		if from != (Place{}) {
			hint += "; paths are relative to the folder of " + d.file
		}
		d.error("config", at(n), hint, "%q is outside of the repository", n.Value)
		return "content"
	}
	return folder
}

// target reads the path of a folder anywhere: absolute, or relative to the config's folder.
func (d *decoder) target(n *yaml.Node) string {
	text, ok := d.slashed(n)
	if !ok || isAbsolute(text) {
		return text
	}
	return d.place.fromRoot(text)
}

// slashed reads a path.
func (d *decoder) slashed(n *yaml.Node) (name string, ok bool) {
	name = path.Clean(strings.TrimSuffix(d.text(n), "/"))
	if strings.Contains(name, "\\") {
		d.error("config", at(n), "write "+strings.ReplaceAll(name, "\\", "/"), "%q: a path has slashes, also on Windows", n.Value)
		return "content", false
	}
	return name, true
}
