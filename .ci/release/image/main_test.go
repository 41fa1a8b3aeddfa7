package main

import (
	"archive/tar"
	"bytes"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// TestImage builds the images, pushes them to a registry on this machine, pulls the one for this
// machine, and runs pmsite check in its file tree.
func TestImage(t *testing.T) {
	bin := t.TempDir()
	compile(t, filepath.Join(bin, "dist", "pmsite_linux_amd64_v1", "pmsite"))
	foreign := filepath.Join(bin, "dist", "pmsite_linux_arm64_v8.0") // nothing runs it here
	if err := errors.Join(os.Mkdir(foreign, 0o755), os.WriteFile(filepath.Join(foreign, "pmsite"), []byte("program"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "pmsite.licenses.txt"), []byte("Free."), 0o600); err != nil {
		t.Fatal(err)
	}
	first, second := filepath.Join(bin, "image"), filepath.Join(bin, "again")
	for _, to := range []string{first, second} {
		if err := build(bin, to, "v1.2.3", "2026-11-30T12:00:00Z"); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := read(t, first, "index.json"), read(t, second, "index.json"); !bytes.Equal(a, b) {
		t.Errorf("two images of the same programs differ:\n%s\n%s", a, b)
	}
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	defer server.Close()
	repository := strings.TrimPrefix(server.URL, "http://") + "/acme/pmsite"
	if err := publish(first, repository, "v1.2.3"); err != nil {
		t.Fatal(err)
	}
	if err := publish(first, repository, "v2.0.0-rc.1"); err != nil {
		t.Fatal(err)
	}
	tags, err := remote.List(repositoryOf(t, repository))
	if want := []string{"latest", "v1.2.3", "v2.0.0-rc.1"}; err != nil || !slices.Equal(tags, want) {
		t.Errorf("the registry has the tags %v, want %v: %v", tags, want, err)
	}
	for _, arch := range architectures {
		tag, err := name.NewTag(repository + ":latest")
		if err != nil {
			t.Fatal(err)
		}
		image, err := remote.Image(tag, remote.WithPlatform(v1.Platform{OS: "linux", Architecture: arch}))
		if err != nil {
			t.Fatal(err)
		}
		checkConfig(t, image, arch)
		checkFiles(t, image, arch)
	}
}

func checkConfig(t *testing.T, image v1.Image, arch string) {
	t.Helper()
	file, err := image.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	config := file.Config
	if file.Architecture != arch || !slices.Equal(config.Entrypoint, []string{"/pmsite"}) || config.User != "65532:65532" || config.WorkingDir != "/work" {
		t.Errorf("the config for %s is %s %+v", arch, file.Architecture, config)
	}
	if got := config.Labels["org.opencontainers.image.version"]; got != "v1.2.3" {
		t.Errorf("the image says that it is %s", got)
	}
}

// checkFiles unpacks an image and checks what is in it. As root, it runs the program there.
func checkFiles(t *testing.T, image v1.Image, arch string) {
	t.Helper()
	files := mutate.Extract(image)
	defer files.Close()
	root := t.TempDir()
	var names []string
	for in := tar.NewReader(files); ; {
		header, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, header.Name)
		to := filepath.Join(root, header.Name)
		if header.Typeflag == tar.TypeDir {
			if err := os.Mkdir(to, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, data, header.FileInfo().Mode()); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(names)
	if want := []string{"etc", "etc/ssl", "etc/ssl/certs", certificates, "licenses.txt", "pmsite", "tmp", "work"}; !slices.Equal(names, want) {
		t.Errorf("the image for %s contains %v, want %v", arch, names, want)
	}
	pool := x509.NewCertPool()
	if pem := read(t, root, certificates); !pool.AppendCertsFromPEM(pem) || bytes.Count(pem, []byte("BEGIN CERTIFICATE")) < 100 {
		t.Errorf("the file of certificates has %d bytes", len(pem))
	}
	if arch == "amd64" {
		runInside(t, root)
	}
}
