package index

import (
	"io/fs"
	"path"
)

// A tree is the markdown files below a folder, as they lie there now.
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

// walk lists the files. Which of them are post mortems is not its business: it
// is content's, asked of those that changed.
func walk(fsys fs.FS, root string) (*tree, error) {
	t := &tree{fs: fsys}
	err := fs.WalkDir(fsys, root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && name == root:
			return err
		case err != nil: // content.Load reports it
			return nil
		case entry.IsDir():
			t.folders = append(t.folders, treeFile{name: name, entry: entry})
		case entry.Type().IsRegular() && path.Ext(name) == ".md":
			if info, err := entry.Info(); err == nil { // else it has just been removed
				t.files = append(t.files, treeFile{name, entry, info})
			}
		}
		return nil
	})
	return t, err
}

// only gives a file system in which nothing but the named files is seen, so
// that what content makes of a folder can be asked about a few files.
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

// A subset is a file system of which a few files are listed.
type subset struct {
	fs   fs.FS
	dirs map[string][]fs.DirEntry
}

func (s *subset) Open(name string) (fs.File, error)          { return s.fs.Open(name) }
func (s *subset) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(s.fs, name) }
func (s *subset) ReadFile(name string) ([]byte, error)       { return fs.ReadFile(s.fs, name) }
func (s *subset) ReadDir(name string) ([]fs.DirEntry, error) { return s.dirs[name], nil }
