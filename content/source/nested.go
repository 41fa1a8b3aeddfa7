package source

import "io/fs"

// IsRepository reports whether a folder of a tree is that of a submodule or of another nested repository, whose files
// are not in the tree. It is false for trees that are not of this package.
func IsRepository(fsys fs.FS, name string) bool {
	tree, ok := fsys.(interface{ IsRepository(name string) bool })
	return ok && fs.ValidPath(name) && tree.IsRepository(name)
}

func (w *worktreeFS) IsRepository(name string) bool {
	f := w.folder(name)
	return f.err == nil && f.nested
}

func (s *sparseFS) IsRepository(name string) bool {
	return s.worktreeFS.IsRepository(name) || s.rest.IsRepository(name)
}

func (f *treeFS) IsRepository(name string) bool {
	n, err := f.find("stat", name)
	return err == nil && n.submodule
}

func (m *mountFS) IsRepository(name string) bool {
	return IsRepository(m.find(name))
}
