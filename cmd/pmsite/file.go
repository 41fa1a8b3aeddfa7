package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// replaceFile replaces a file as a whole or not at all and keeps its permissions. It
// refuses symbolic links, which may lead out of the repository.
func replaceFile(name string, data []byte) error {
	info, err := os.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("write %q: not a regular file", name)
	}
	temp, err := os.CreateTemp(filepath.Dir(name), ".pmsite-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Chmod(info.Mode().Perm()), temp.Sync(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), name)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return fmt.Errorf("write %q: %w", name, err)
	}
	return nil
}

// createFile creates a file and the folders above it. If the name exists, even as a
// dangling link, createFile leaves it alone and returns [fs.ErrExist].
func createFile(root, name string, data []byte) error {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err != nil {
		_ = dir.Remove(name)
	}
	return err
}
