package git

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A Config is git's configuration of a repository: the settings of the system, the user, the repository, its work
// tree and the environment, and of the files that these include. The zero value has no settings.
type Config struct {
	settings []configSetting // later ones win
	program  Program
}

// A configSetting is one line of a configuration.
type configSetting struct {
	key   string // section and name in lower case, with the subsection between them as it is
	value string
	bare  bool // there is no "=": a boolean is true, and others have no value
}

// Lines returns the settings in the order in which they apply, each as its key and its value.
func (c *Config) Lines() []string {
	lines := make([]string, len(c.settings))
	for i, s := range c.settings {
		lines[i] = fmt.Sprintf("%q %q %v", s.key, s.value, s.bare)
	}
	return lines
}

// get returns the last setting of a key.
func (c *Config) get(key string) (configSetting, bool) {
	key = configKey(key)
	for i := len(c.settings) - 1; i >= 0; i-- {
		if c.settings[i].key == key {
			return c.settings[i], true
		}
	}
	return configSetting{}, false
}

// configKey returns the key as settings have it.
func configKey(key string) string {
	first, last := strings.IndexByte(key, '.'), strings.LastIndexByte(key, '.')
	if first < 0 {
		return strings.ToLower(key)
	}
	return strings.ToLower(key[:first]) + key[first:last] + strings.ToLower(key[last:])
}

// Bool returns a setting that is on or off; it is off without one.
func (c *Config) Bool(key string) (bool, error) {
	s, found := c.get(key)
	if !found {
		return false, nil
	}
	if s.bare {
		return true, nil
	}
	b, err := parseConfigBool(s.value)
	if err != nil {
		return false, fmt.Errorf("git config %s: %w", key, err)
	}
	return b, nil
}

func parseConfigBool(s string) (bool, error) {
	switch strings.ToLower(s) {
	case "true", "yes", "on":
		return true, nil
	case "false", "no", "off", "":
		return false, nil
	}
	digits := strings.TrimRight(s, "kKmMgG") // units of a number
	n, err := strconv.ParseInt(strings.TrimPrefix(digits, "+"), 0, 64)
	if err != nil || len(s)-len(digits) > 1 {
		return false, fmt.Errorf("%q is not a boolean", s)
	}
	return n != 0, nil
}

// ExcludesFile returns the file of ignore rules that core.excludesFile names, else the user's own, for a work tree
// with the given top; "" if there is none. The file need not exist.
func (c *Config) ExcludesFile(top string) (string, error) {
	return c.listFile("core.excludesFile", "ignore", top)
}

// AttributesFile returns the file of attributes that core.attributesFile names, else the user's own, for a work tree
// with the given top; "" if there is none. The file need not exist.
func (c *Config) AttributesFile(top string) (string, error) {
	return c.listFile("core.attributesFile", "attributes", top)
}

// listFile returns the file that a setting names, else the user's own with the given name.
func (c *Config) listFile(key, own, top string) (string, error) {
	s, found := c.get(key)
	if !found {
		return c.program.userFile(own), nil
	}
	path, err := c.program.expandPath(s.value)
	if err == nil && s.bare {
		err = errors.New("it has no value")
	}
	if err != nil {
		return "", fmt.Errorf("git config %s: %w", key, err)
	}
	if path == "" {
		return "", nil
	}
	return resolvePath(top, path), nil
}

// AutoCRLF reports whether core.autocrlf makes git convert line ends of text files: it is true or "input".
func (c *Config) AutoCRLF() (bool, error) {
	if s, _ := c.get("core.autocrlf"); strings.EqualFold(s.value, "input") {
		return true, nil
	}
	return c.Bool("core.autocrlf")
}
