package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// publish pushes the images in a folder to a repository and prints their digest. The tag latest
// stays at the last version that is no prerelease.
func publish(from, repository, version string) error {
	index, err := layout.ImageIndexFromPath(from)
	if err != nil {
		return err
	}
	digest, err := index.Digest()
	if err != nil {
		return err
	}
	login := authn.Anonymous
	if token := os.Getenv("REGISTRY_TOKEN"); token != "" {
		login = &authn.Basic{Username: os.Getenv("REGISTRY_USER"), Password: token}
	}
	tags := []string{version}
	if !strings.Contains(version, "-") {
		tags = append(tags, "latest")
	}
	for _, tag := range tags {
		to, err := name.NewTag(repository + ":" + tag)
		if err != nil {
			return err
		}
		if err := remote.WriteIndex(to, index, remote.WithAuth(login)); err != nil {
			return err
		}
	}
	fmt.Println(digest)
	return nil
}
