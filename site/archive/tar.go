package archive

import (
	"archive/tar"
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
)

// untar makes the content of a tar file the site. A file in it cannot be read at any place, so it becomes a zip file,
// which is a temporary file and not compressed.
func (s *Site) untar(packed io.Reader) error {
	file, err := os.CreateTemp("", "pmsite-open-*.zip")
	if err != nil {
		return err
	}
	s.closers = append(s.closers, func() error { return errors.Join(file.Close(), os.Remove(file.Name())) })
	out := zip.NewWriter(file)
	if err := repack(out, tar.NewReader(packed)); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	return s.unzip(file, size)
}

func repack(to *zip.Writer, from *tar.Reader) error {
	var total total
	for {
		header, err := from.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name := path.Clean(header.Name) // GNU tar writes ./index.html
		mode := header.FileInfo().Mode()
		if header.Typeflag == tar.TypeLink {
			mode |= fs.ModeIrregular // another name of a file
		}
		if err := total.add(name, mode, uint64(max(0, header.Size))); err != nil {
			return err
		}
		if mode.IsDir() {
			continue
		}
		w, err := to.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := io.Copy(w, from); err != nil {
			return err
		}
	}
}
