package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// hugo is a Hugo theme with a config. It makes what is nearest to the site of pmsite: pages, lists, taxonomies, a
// feed, counts and git dates.
//
//go:embed hugo
var hugo embed.FS

// peers are Hugo, and Pagefind for the search. They have no cache, so each build is a cold one.
type peers struct {
	hugo, pagefind string // programs
	theme          string // folder
}

// findPeers looks for the programs, and writes the theme to a folder.
func findPeers(dir string) (*peers, error) {
	p := &peers{theme: filepath.Join(dir, "hugo")}
	var missing [2]error
	p.hugo, missing[0] = exec.LookPath("hugo")
	p.pagefind, missing[1] = exec.LookPath("pagefind")
	if err := errors.Join(missing[:]...); err != nil {
		return nil, err
	}
	return p, os.CopyFS(dir, hugo)
}

func (p *peers) String() string { return "Hugo + Pagefind" }

func (p *peers) introduce(w io.Writer) error {
	for _, args := range [][]string{{p.hugo, "version"}, {p.pagefind, "--version"}} {
		out, err := exec.Command(args[0], args[1:]...).Output()
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		if _, err := fmt.Fprintf(w, "peer: %s\n", bytes.TrimSpace(out)); err != nil {
			return err
		}
	}
	return nil
}

func (p *peers) builds() []string { return []string{"cold"} }

func (p *peers) build(_ string, c *collection, dir string) (usage, error) {
	if err := os.RemoveAll(dir); err != nil {
		return usage{}, err
	}
	site := filepath.Join(dir, "site")
	u, _, err := timed(exec.Command(p.hugo, "--quiet", "--noBuildLock", "--source", c.dir, "--config", filepath.Join(p.theme, "hugo.yaml"),
		"--themesDir", filepath.Dir(p.theme), "--destination", site, "--cacheDir", filepath.Join(dir, "cache"), "--buildDrafts"))
	if err != nil {
		return usage{}, err
	}
	search, _, err := timed(exec.Command(p.pagefind, "--site", site))
	if err != nil {
		return usage{}, err
	}
	u.wall, u.user, u.system, u.peak = u.wall+search.wall, u.user+search.user, u.system+search.system, max(u.peak, search.peak)
	return u, u.count(site)
}
