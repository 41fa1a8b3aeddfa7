package site

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"strings"

	"github.com/pmsite/pmsite/site/portable"
)

// makePortable replaces the files that work only on a server by those that also work in a folder, see [portable].
func (b *builder) makePortable() {
	scripts := map[string][]byte{}
	for name, data := range b.theme.Assets() {
		if path.Ext(name) == ".js" {
			scripts[name] = data
		}
	}
	modules, err := portable.Modules(scripts)
	if err != nil {
		var unsupported *portable.Unsupported
		if errors.As(err, &unsupported) {
			unsupported.File = b.theme.AssetName(unsupported.File)
		}
		b.errs = append(b.errs, fmt.Errorf("theme: %w", err))
		return
	}
	served := maps.Clone(b.files)
	for name, f := range served {
		switch module := modules[name]; {
		case module != nil:
			b.files[name] = file{f.from, asset(module)}
		case path.Ext(name) == ".html":
			b.files[name] = changed(f, func(src []byte) []byte { return portable.Page(name, src) })
		case isFetched(name):
			delete(b.files, name)
			b.files[name+".js"] = changed(f, portable.Data)
		}
	}
	for i := range b.early.files {
		b.early.files[i] += ".js"
	}
	b.early.manifest += ".js"
	b.add(portable.RuntimePath, alone, asset(portable.Runtime))
}

// isFetched reports whether scripts fetch a file.
func isFetched(name string) bool {
	switch name {
	case figuresPath, registerPath, zonesPath:
		return true
	}
	return strings.HasPrefix(name, listFolder) || strings.HasPrefix(name, "search/") && path.Ext(name) == ".bin"
}

// changed returns a file with its content changed.
func changed(f file, change func([]byte) []byte) file {
	return file{f.from, func(w io.Writer) error {
		var src bytes.Buffer
		if err := f.write(&src); err != nil {
			return err
		}
		_, err := w.Write(change(src.Bytes()))
		return err
	}}
}
