package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content/zone"
)

// release is set by the Makefile: -ldflags "-X main.release=v1.2.3".
var release string

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

func versionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs, Example: "  pmsite version",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.text, "pmsite %s %s %s/%s, time zones %s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, zone.Version())
			return err
		},
	}
}
