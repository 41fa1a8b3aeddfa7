// Image makes the container image of a release from the programs for Linux that goreleaser has
// built, without a container engine:
//
//	go -C .ci/release run ./image -version v1.2.3 -created 2026-11-30T12:00:00Z ../../bin ../../bin/image
//	go -C .ci/release run ./image -push ghcr.io/pmsite/pmsite -version v1.2.3 ../../bin/image
//
// The first command writes a folder in the OCI layout, with one image for each architecture. The
// second one pushes it with the tag v1.2.3 and, if that is no prerelease, latest, as REGISTRY_USER
// with REGISTRY_TOKEN, and prints the digest.
//
// The image has no shell and no git: pmsite reads repositories itself. It contains the program,
// the certificates of authorities, the licences, and a folder for temporary files.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// home is where the image's source is.
const home = "https://github.com/pmsite/pmsite"

var architectures = []string{"amd64", "arm64"}

func main() {
	version := flag.String("version", "", "the `release`, such as v1.2.3")
	created := flag.String("created", "", "the `time` of the commit, in RFC 3339")
	push := flag.String("push", "", "push to this `repository`")
	flag.Parse()
	var err error
	switch {
	case *version == "":
		err = errors.New("-version is missing")
	case *push != "" && flag.NArg() == 1:
		err = publish(flag.Arg(0), *push, *version)
	case *push == "" && flag.NArg() == 2:
		err = build(flag.Arg(0), flag.Arg(1), *version, *created)
	default:
		err = errors.New("give the folders as the comment of this program says")
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "error: %v\n", err)
		os.Exit(1)
	}
}

// build writes the images of the programs in bin/dist, with the licences in bin, to a new folder.
func build(bin, to, version, created string) error {
	at, err := time.Parse(time.RFC3339, created)
	if err != nil {
		return fmt.Errorf("-created: %w", err)
	}
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, arch := range architectures {
		programs, err := filepath.Glob(filepath.Join(bin, "dist", "pmsite_linux_"+arch+"*", "pmsite"))
		if err != nil {
			return err
		}
		if len(programs) != 1 {
			return fmt.Errorf("%s/dist has %d programs for linux/%s, want one", bin, len(programs), arch)
		}
		files, err := layer(programs[0], filepath.Join(bin, "pmsite.licenses.txt"), at)
		if err != nil {
			return err
		}
		image, err := image(files, arch, version, at)
		if err != nil {
			return err
		}
		platform := &v1.Platform{OS: "linux", Architecture: arch}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: image, Descriptor: v1.Descriptor{Platform: platform}})
	}
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	_, err = layout.Write(to, index)
	return err
}

// image returns the image with the given files. The same files, version and time give the same digest.
func image(files v1.Layer, arch, version string, created time.Time) (v1.Image, error) {
	base := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	image, err := mutate.Append(base, mutate.Addendum{Layer: files, History: v1.History{Created: v1.Time{Time: created}, CreatedBy: "pmsite " + version}})
	if err != nil {
		return nil, err
	}
	config, err := image.ConfigFile()
	if err != nil {
		return nil, err
	}
	config = config.DeepCopy()
	config.OS, config.Architecture, config.Created = "linux", arch, v1.Time{Time: created}
	config.Config = v1.Config{
		Entrypoint: []string{"/pmsite"},
		User:       "65532:65532",
		WorkingDir: "/work",
		Env:        []string{"PATH=/", "HOME=/tmp", "SSL_CERT_FILE=/" + certificates},
		Labels: map[string]string{
			"org.opencontainers.image.source":   home,
			"org.opencontainers.image.version":  version,
			"org.opencontainers.image.licenses": "Apache-2.0",
			"org.opencontainers.image.title":    "pmsite",
		},
	}
	return mutate.ConfigFile(image, config)
}
