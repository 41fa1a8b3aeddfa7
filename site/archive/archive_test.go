package archive_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site/archive"
)

// zipped returns a zip file with files whose content is their name.
func zipped(t testing.TB, headers ...zip.FileHeader) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, header := range headers {
		add := w.CreateHeader
		if header.UncompressedSize64 > 0 { // a lie
			add = w.CreateRaw
		}
		f, err := add(&header)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(header.Name, "/") {
			if _, err := f.Write([]byte(header.Name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func named(names ...string) (headers []zip.FileHeader) {
	for _, name := range names {
		headers = append(headers, zip.FileHeader{Name: name, Method: zip.Deflate})
	}
	return headers
}

// tarred returns a tar file in the way of upload-pages-artifact, with files whose content is their name.
func tarred(t testing.TB, headers ...tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, header := range headers {
		if header.Typeflag == tar.TypeReg && header.Size == 0 {
			header.Size = int64(len(header.Name))
		}
		header.Mode = 0o644
		if err := w.WriteHeader(&header); err != nil {
			t.Fatal(err)
		}
		if header.Size == int64(len(header.Name)) {
			if _, err := w.Write([]byte(header.Name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = w.Flush()
	return out.Bytes()
}

func inZip(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create(name)
	if err == nil {
		_, err = f.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func written(t testing.TB, name string, data []byte) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestOpen opens sites of all kinds, and reads a page in a folder.
func TestOpen(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	folder := t.TempDir()
	for _, name := range []string{"index.html", "a/index.html", "public/index.html"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(folder, "index.html")); err != nil {
		t.Fatal(err)
	}
	pages := tarred(t, tar.Header{Name: "./", Typeflag: tar.TypeDir}, tar.Header{Name: "./index.html", Typeflag: tar.TypeReg}, tar.Header{Name: "./a/index.html", Typeflag: tar.TypeReg})
	unpacked := filepath.Dir(written(t, "artifact.tar", pages))
	for what, c := range map[string]struct{ name, want string }{
		"a folder":                     {filepath.Join(folder, "a"), "a/index.html"},
		"an artifact":                  {written(t, "draft-site.zip", zipped(t, named("index.html", "a/", "a/index.html")...)), "index.html"},
		"a folder in an artifact":      {written(t, "artifacts.zip", zipped(t, named("public/index.html", "other/b.txt", "c.txt")...)), "public/index.html"},
		"an artifact of Pages":         {written(t, "github-pages.zip", inZip(t, "artifact.tar", pages)), "./index.html"},
		"an unpacked artifact of them": {unpacked, "./index.html"},
	} {
		s, err := archive.Open(c.name)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if got, err := fs.ReadFile(s, "index.html"); string(got) != c.want {
			t.Errorf("%s: the home page is %q, %v; want %q", what, got, err, c.want)
		}
		if what == "an artifact" || strings.Contains(what, "of ") {
			if info, err := fs.Stat(s, "a"); err != nil || !info.IsDir() {
				t.Errorf("%s: a is no folder: %v", what, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("%v are left in the temporary folder, %v", left, err)
	}
}

func TestRefused(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	link := zip.FileHeader{Name: "index.html"}
	link.SetMode(fs.ModeSymlink | 0o777)
	giants := []zip.FileHeader{{Name: "index.html"}}
	for i := range 30 {
		giants = append(giants, zip.FileHeader{Name: string(rune('a' + i)), UncompressedSize64: 90 << 20})
	}
	for what, c := range map[string]struct {
		data []byte
		want string
	}{
		"a way out":               {zipped(t, named("index.html", "../x")...), `its path "../x" is not one of a site`},
		"a way out inside":        {zipped(t, named("index.html", "a/../../x")...), `its path "a/../../x" is not one of a site`},
		"an absolute path":        {zipped(t, named("index.html", "/etc/passwd")...), `its path "/etc/passwd" is not one of a site`},
		"a path of Windows":       {zipped(t, named("index.html", `..\x`)...), `its path "..\\x" is not one of a site`},
		"a link":                  {zipped(t, link), `"index.html" is neither a file nor a folder`},
		"a large file":            {zipped(t, zip.FileHeader{Name: "index.html", UncompressedSize64: 1 << 40}), `"index.html" is larger than 100 MB`},
		"many large files":        {zipped(t, giants...), "it unpacks to more than 2048 MB or 1000000 files"},
		"a large archive":         {zipped(t, zip.FileHeader{Name: "artifact.tar", UncompressedSize64: 1 << 40}), `"artifact.tar" is larger than 100 MB`},
		"no site":                 {zipped(t, named("a.txt")...), "it has no index.html"},
		"two sites":               {zipped(t, named("a/index.html", "b/index.html")...), "it has no index.html"},
		"nothing":                 {zipped(t), "it has no index.html"},
		"no zip file":             {[]byte("<html>"), "it is neither a folder nor a zip file"},
		"no tar file":             {inZip(t, "artifact.tar", bytes.Repeat([]byte("x"), 2000)), "archive/tar: invalid tar header"},
		"a way out of a tar file": {inZip(t, "artifact.tar", tarred(t, tar.Header{Name: "./../x", Typeflag: tar.TypeReg})), `its path "../x" is not one of a site`},
		"a link in a tar file":    {inZip(t, "artifact.tar", tarred(t, tar.Header{Name: "x", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink})), `"x" is neither a file nor a folder`},
		"a hard link":             {inZip(t, "artifact.tar", tarred(t, tar.Header{Name: "x", Linkname: "/etc/passwd", Typeflag: tar.TypeLink})), `"x" is neither a file nor a folder`},
		"a large file in it":      {inZip(t, "artifact.tar", tarred(t, tar.Header{Name: "x", Size: 1 << 40, Typeflag: tar.TypeReg})), `"x" is larger than 100 MB`},
	} {
		_, err := archive.Open(written(t, "a.zip", c.data))
		if err == nil || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", what, err, c.want)
		}
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("%v are left in the temporary folder, %v", left, err)
	}
}

// TestLies checks that no more of a file is read than the archive says it has, and that a folder's links do not lead out.
func TestLies(t *testing.T) {
	t.Parallel()
	data := zipped(t, append(named("index.html"), zip.FileHeader{Name: "a-file-of-16-b.txt", Method: zip.Store, UncompressedSize64: 4, CompressedSize64: 18})...)
	s, err := archive.Open(written(t, "a.zip", data))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got, err := fs.ReadFile(s, "a-file-of-16-b.txt"); err == nil || len(got) > 4 {
		t.Errorf("a file of 4 bytes, as the archive says, has %q", got)
	}
	folder := filepath.Dir(written(t, "index.html", nil))
	if err := os.Symlink("/etc/hostname", filepath.Join(folder, "link.txt")); err != nil {
		t.Fatal(err)
	}
	linked, err := archive.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer linked.Close()
	if got, err := fs.ReadFile(linked, "link.txt"); err == nil {
		t.Errorf("a link leads out of the folder, to %q", got)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(zipped(f, named("index.html", "a/index.html")...))
	f.Add(inZip(f, "artifact.tar", tarred(f, tar.Header{Name: "./index.html", Typeflag: tar.TypeReg})))
	f.Fuzz(func(t *testing.T, data []byte) {
		t.Setenv("TMPDIR", t.TempDir())
		s, err := archive.Open(written(t, "a.zip", data))
		if err != nil {
			return
		}
		defer s.Close()
		if _, err := fs.Stat(s, "index.html"); err != nil {
			t.Error(err)
		}
		_ = fs.WalkDir(s, ".", func(name string, _ fs.DirEntry, _ error) error {
			if !fs.ValidPath(name) {
				t.Errorf("the site has the path %q", name)
			}
			return nil
		})
	})
}
