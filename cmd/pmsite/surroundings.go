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

// opener returns the opener for the project that the flags select.
func (a *app) opener() *project.Opener {
	if a.projects == nil {
		a.projects = &project.Opener{
			Env: project.Env{
				Getenv: a.getenv, Now: a.now, Token: a.token, CacheDir: cacheDir(), NoCache: a.noCache, Program: program(),
				Warn: a.warn, CacheFailed: a.cacheFailed,
				Progress: func(verb string) project.Progress { return a.progress(verb) },
			},
			Dir: a.dir, Config: a.config, Offline: a.offline,
		}
	}
	return a.projects
}

// offlineFlag adds --offline to a command that reads the config's sources.
func (a *app) offlineFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.offline, "offline", false, "use the copies of the config's sources that were fetched last")
}

// cacheDir returns pmsite's folder in the user's cache folder, or "" if the system has
// none.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "pmsite")
}

// cacheFailed says once, with -v, that the cache cannot be written, so that work is repeated on
// each run.
func (a *app) cacheFailed(err error) {
	if a.verbose {
		a.uncached.Do(func() { a.warn(fmt.Sprintf("the cache cannot be written: %v; continuing without it", err), "") })
	}
}

// token returns the token that the environment holds for a host. GITHUB_TOKEN, as set
// in a GitHub workflow, is sent only to its own server.
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

// repositoryOfRun returns the address of the repository for which GitHub Actions or GitLab CI
// runs, or "".
func (a *app) repositoryOfRun() string {
	if server, name := a.getenv("GITHUB_SERVER_URL"), a.getenv("GITHUB_REPOSITORY"); server != "" && name != "" {
		return server + "/" + name
	}
	return a.getenv("CI_PROJECT_URL")
}
