package project

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/git"
)

// ConfigName is the name of the config file at the root of a repository.
const ConfigName = "pmsite.yaml"

// A ConfigError holds the problems of a config.
type ConfigError struct {
	Name     string
	Src      []byte
	Problems []content.Problem
}

func (e *ConfigError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// text returns the name and text of the config, or nil if there is none. fsys is the
// file system of the repository.
func (o *Opener) text(fsys fs.FS) (name string, src []byte, err error) {
	if o.Config != "" {
		name = o.Config
		src, err = os.ReadFile(o.Config)
	} else {
		name = ConfigName
		src, err = fs.ReadFile(fsys, ConfigName)
		if errors.Is(err, fs.ErrNotExist) {
			return name, nil, nil
		}
	}
	if err != nil {
		return name, nil, git.Hint(fmt.Errorf("config: %w", err), "--config takes a file; without it, pmsite reads the "+ConfigName+" of the repository")
	}
	return name, src, nil
}

// ReadConfig reads the config of the repository at root, or returns the default if there is none.
// It returns a [*ConfigError] if the config has errors.
func (o *Opener) ReadConfig(root string, fsys fs.FS) (*config.Config, error) {
	cfg, _, err := o.readConfig(root, fsys)
	return cfg, err
}

// readConfig also returns the text of the config, or nil if there is none.
func (o *Opener) readConfig(root string, fsys fs.FS) (*config.Config, []byte, error) {
	name, src, err := o.text(fsys)
	if err != nil {
		return nil, nil, err
	}
	if src == nil {
		return config.Default(), nil, nil
	}
	at, err := o.place(root)
	if err != nil {
		return nil, nil, err
	}
	cfg, problems := config.ParseAt(at, name, src)
	if content.HasErrors(problems) {
		return nil, nil, &ConfigError{name, src, problems}
	}
	return cfg, src, nil
}

// place returns where the config of the repository at root is.
func (o *Opener) place(root string) (at config.Place, err error) {
	if o.Config == "" {
		return at, nil
	}
	if at.Root, err = filepath.Abs(root); err != nil {
		return at, err
	}
	full, err := filepath.Abs(o.Config)
	at.Folder = filepath.Dir(full)
	return at, err
}

// configFile returns the path of the config in the repository at root, which begins with ../ if
// it is elsewhere.
func (o *Opener) configFile(root string) (string, error) {
	if o.Config == "" {
		return ConfigName, nil
	}
	full, err := filepath.Abs(o.Config)
	if err != nil {
		return "", err
	}
	relative, err := filepath.Rel(root, full)
	return filepath.ToSlash(relative), err
}
