//go:build !linux

package source

import (
	"io/fs"
	"os"
)

// entriesOf reads a folder with what the disk says of each entry.
func entriesOf(d *os.File) ([]fs.DirEntry, error) { return d.ReadDir(-1) }
