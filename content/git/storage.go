package git

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"
)

func newStorage(gitDir, common string, objects cache.Object, options filesystem.Options) *filesystem.Storage {
	var commonFS billy.Filesystem
	if common != gitDir {
		commonFS = osfs.New(common)
	}
	repo := repositoryFS{dotgit.NewRepositoryFilesystem(osfs.New(gitDir), commonFS)}
	return filesystem.NewStorageWithOptions(repo, objects, options)
}

// sharedOptions are for reading a repository that other processes may change.
var sharedOptions = filesystem.Options{KeepDescriptors: true}

// A repositoryFS hides some files of a repository from go-git: alternates, because go-git would read their pack indexes
// again for each object, and locks, because go-git takes the lock of a ref for a ref. A lock exists while git moves the
// ref, and after a crash.
type repositoryFS struct{ billy.Filesystem }

func (r repositoryFS) Open(name string) (billy.File, error) {
	if filepath.Base(name) == "alternates" {
		return nil, os.ErrNotExist
	}
	return r.Filesystem.Open(name)
}

func (r repositoryFS) ReadDir(name string) ([]os.FileInfo, error) {
	list, err := r.Filesystem.ReadDir(name)
	return slices.DeleteFunc(list, func(info os.FileInfo) bool { return strings.HasSuffix(info.Name(), ".lock") }), err
}

// noCache caches nothing, because readers have a cache of their own.
type noCache struct{}

func (noCache) Put(plumbing.EncodedObject)                       {}
func (noCache) Get(plumbing.Hash) (plumbing.EncodedObject, bool) { return nil, false }
func (noCache) Clear()                                           {}
