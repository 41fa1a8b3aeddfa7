package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content/project"
)

// opener opens the project that the flags name.
func (a *app) opener() *project.Opener {
	if a.projects == nil {
		a.projects = &project.Opener{
			Env: project.Env{
				Getenv: a.getenv, Now: a.now, Token: a.token, CacheDir: cacheDir(), Program: program(),
				Warn: a.warn, CacheFailed: a.cacheFailed,
				Progress: func(verb string) project.Progress { return a.progress(verb) },
			},
			Dir: a.dir, Config: a.config, Offline: a.offline,
		}
	}
	return a.projects
}

// offlineFlag is for the commands that read the sources of the config.
func (a *app) offlineFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.offline, "offline", false, "take the config's sources as they were last fetched")
}

// cacheDir is where work is kept for the next run; "" where the system has no
// such place.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "pmsite")
}

// cacheFailed says once that there is no cache: what it would hold is worked out
// each time.
func (a *app) cacheFailed(err error) {
	a.uncached.Do(func() { a.warn(fmt.Sprintf("the cache cannot be written: %v; going on without", err), "") })
}

// program identifies this build, since another one may read documents differently;
// "" if that cannot be told.
func program() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return strings.Join([]string{version(), name, info.ModTime().UTC().String()}, " ")
}

// token is what the environment holds for a host. That of a GitHub workflow is
// for its own server, and goes nowhere else.
func (a *app) token(host string) string {
	if token := a.getenv("PMSITE_TOKEN"); token != "" {
		return token
	}
	server := "github.com"
	if u, err := url.Parse(a.getenv("GITHUB_SERVER_URL")); err == nil && u.Hostname() != "" {
		server = u.Hostname()
	}
	if !strings.EqualFold(host, server) {
		return ""
	}
	return a.getenv("GITHUB_TOKEN")
}
