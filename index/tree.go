package index

import (
	"io/fs"
	"path"
	"runtime"
	"sync"

	"github.com/pmsite/pmsite/content/collection"
)

// A tree lists the markdown files that are currently below a folder.
type tree struct {
	fs      fs.FS
	files   []treeFile // in the order of the walk
	folders []treeFile
}

type treeFile struct {
	name  string
	entry fs.DirEntry
	info  fs.FileInfo // of files
}

// walk lists the files. It does not decide which of them are post mortems: package collection
// does, for those that have changed.
func walk(fsys fs.FS, root string) (*tree, error) {
	info, err := fs.Stat(fsys, root)
	if err != nil {
		return nil, err
	}
	w := walker{fsys, root, make(chan struct{}, runtime.GOMAXPROCS(0))}
	t, err := w.below(treeFile{name: root, entry: fs.FileInfoToDirEntry(info)})
	if err != nil {
		return nil, err
	}
	return t, nil
}

// A walker reads several folders at once, because most searches spend their time waiting for the
// times of files.
type walker struct {
	fs    fs.FS
	root  string
	turns chan struct{} // limits the number of concurrent reads
}

// below returns the tree of a folder, in the order of [fs.WalkDir].
func (w walker) below(folder treeFile) (*tree, error) {
	entries, err := w.read(folder.name)
	if err != nil {
		return nil, err
	}
	parts := make([]*tree, len(entries))
	var group sync.WaitGroup
	for i, entry := range entries {
		if entry.entry.IsDir() {
			group.Go(func() { parts[i], _ = w.below(entry) }) // collection.Load reports errors
		}
	}
	group.Wait()
	n := len(entries)
	for _, part := range parts {
		if part != nil {
			n += len(part.files)
		}
	}
	t := &tree{fs: w.fs, folders: []treeFile{folder}, files: make([]treeFile, 0, n)}
	for i, entry := range entries {
		if entry.info != nil {
			t.files = append(t.files, entry)
		}
		if parts[i] != nil {
			t.files = append(t.files, parts[i].files...)
			t.folders = append(t.folders, parts[i].folders...)
		}
	}
	return t, nil
}

// read lists the folders and markdown files in a folder; files have an info.
func (w walker) read(folder string) ([]treeFile, error) {
	w.turns <- struct{}{}
	defer func() { <-w.turns }()
	entries, err := fs.ReadDir(w.fs, folder)
	if folder != w.root && collection.IsSite(entries) {
		return nil, err
	}
	prefix := folder + "/"
	if folder == "." {
		prefix = ""
	}
	out := make([]treeFile, 0, len(entries))
	for _, entry := range entries {
		switch {
		case entry.IsDir():
			out = append(out, treeFile{name: prefix + entry.Name(), entry: entry})
		case entry.Type().IsRegular() && path.Ext(entry.Name()) == ".md":
			if info, err := entry.Info(); err == nil { // otherwise it has just been removed
				out = append(out, treeFile{prefix + entry.Name(), entry, info})
			}
		}
	}
	return out, err
}

// only returns a file system that contains only the named files, so that package collection can
// load a few files of a folder.
func (t *tree) only(names []string) fs.FS {
	s := &subset{t.fs, map[string][]fs.DirEntry{}}
	wanted, folders := map[string]bool{}, map[string]bool{}
	for _, name := range names {
		wanted[name] = true
		for dir := path.Dir(name); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for _, folder := range t.folders {
		if folders[folder.name] {
			s.dirs[path.Dir(folder.name)] = append(s.dirs[path.Dir(folder.name)], folder.entry)
		}
	}
	for _, file := range t.files {
		if wanted[file.name] {
			s.dirs[path.Dir(file.name)] = append(s.dirs[path.Dir(file.name)], file.entry)
		}
	}
	return s
}

// A subset is a file system that lists only a few files.
type subset struct {
	fs   fs.FS
	dirs map[string][]fs.DirEntry
}

func (s *subset) Open(name string) (fs.File, error)          { return s.fs.Open(name) }
func (s *subset) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(s.fs, name) }
func (s *subset) ReadFile(name string) ([]byte, error)       { return fs.ReadFile(s.fs, name) }
func (s *subset) ReadDir(name string) ([]fs.DirEntry, error) { return s.dirs[name], nil }
