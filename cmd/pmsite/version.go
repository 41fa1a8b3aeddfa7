package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content/zone"
)

// The Makefile and .goreleaser.yaml set these: -ldflags "-X main.release=v1.2.3 …".
var (
	release string
	commit  string // the full hash
	date    string // of the commit, in RFC 3339
)

// version returns the release, or else the module version that the go command recorded, or "dev".
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}

// origin returns the commit that the program was built from and its date, as the Makefile
// set them or the go command recorded them. They are "" if neither did, as after go install.
func origin() (hash, day string) {
	hash, day = commit, date
	if info, ok := debug.ReadBuildInfo(); ok && hash == "" {
		for _, setting := range info.Settings {
			switch setting.Key {
			case "vcs.revision":
				hash = setting.Value
			case "vcs.time":
				day = setting.Value
			}
		}
	}
	day, _, _ = strings.Cut(day, "T")
	return hash, day
}

// about returns what pmsite version prints.
func about() string {
	name := "pmsite " + version()
	if hash, day := origin(); hash != "" {
		name += fmt.Sprintf(" (commit %.12s, %s)", hash, day)
	}
	return fmt.Sprintf("%s %s %s/%s, time zones %s\n", name, runtime.Version(), runtime.GOOS, runtime.GOARCH, zone.Version())
}

func versionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: noArgs, Example: "  pmsite version",
		Long: `Version prints the release, the commit that it was built from and its date, the version
of Go, the system, and the release of the time zone database that pmsite carries.
pmsite --version prints the same.`,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(a.text, about())
			return err
		},
	}
}
