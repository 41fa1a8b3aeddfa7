package main

import (
	"archive/tar"
	"bytes"
	"encoding/pem"
	"io"
	"os"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"golang.org/x/crypto/x509roots/fallback/bundle"
)

const certificates = "etc/ssl/certs/ca-certificates.crt"

// layer returns the files of the image.
func layer(program, licences string, created time.Time) (v1.Layer, error) {
	binary, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	texts, err := os.ReadFile(licences)
	if err != nil {
		return nil, err
	}
	var files bytes.Buffer
	out := tar.NewWriter(&files)
	for _, entry := range []struct {
		name string
		mode int64
		data []byte // nil for a folder
	}{
		{"etc/", 0o755, nil},
		{"etc/ssl/", 0o755, nil},
		{"etc/ssl/certs/", 0o755, nil},
		{certificates, 0o644, authorities()},
		{"tmp/", 0o1777, nil},
		{"work/", 0o755, nil},
		{"licenses.txt", 0o644, texts},
		{"pmsite", 0o755, binary},
	} {
		kind := byte(tar.TypeReg)
		if entry.data == nil {
			kind = tar.TypeDir
		}
		header := &tar.Header{Name: entry.name, Mode: entry.mode, Size: int64(len(entry.data)), Typeflag: kind, ModTime: created}
		if err := out.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := out.Write(entry.data); err != nil {
			return nil, err
		}
	}
	if err := out.Close(); err != nil {
		return nil, err
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(files.Bytes())), nil }
	return tarball.LayerFromOpener(open, tarball.WithMediaType(types.OCILayer))
}

// authorities returns the certificates that Mozilla trusts without conditions, which a file of
// certificates cannot state.
func authorities() []byte {
	var out bytes.Buffer
	for root := range bundle.Roots() {
		if root.Constraint == nil {
			_ = pem.Encode(&out, &pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate}) // a buffer takes all
		}
	}
	return out.Bytes()
}
