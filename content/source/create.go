package source

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	gitobject "github.com/go-git/go-git/v5/plumbing/object"
)

// A NewCommit is one commit of a repository to be created.
type NewCommit struct {
	Message string
	Author  Person // also the committer
	Time    time.Time
	Files   map[string][]byte // slash paths; what is not named stays as it was
	Delete  []string          // slash paths
}

// Create makes a repository in dir, which must be empty or not exist yet, with the given commits one after another
// on the branch main, and checks the last one out. The same commits have the same hashes everywhere.
func Create(dir string, commits []NewCommit) error {
	if list, err := os.ReadDir(dir); err == nil && len(list) > 0 {
		return fmt.Errorf("create repository %q: the directory is not empty", dir)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	repo, err := git.PlainInitWithOptions(dir, &git.PlainInitOptions{
		InitOptions: git.InitOptions{DefaultBranch: plumbing.Main},
	})
	if err != nil {
		return fmt.Errorf("create repository %q: %w", dir, err)
	}
	b := &builder{repo: repo, files: map[string]plumbing.Hash{}}
	var parents []plumbing.Hash
	for _, c := range commits {
		h, err := b.commit(c, parents)
		if err != nil {
			return fmt.Errorf("create commit %q: %w", c.Message, err)
		}
		parents = []plumbing.Hash{h}
	}
	if len(parents) == 0 {
		return nil
	}
	if err := repo.Storer.SetReference(plumbing.NewHashReference(plumbing.Main, parents[0])); err != nil {
		return err
	}
	work, err := repo.Worktree()
	if err != nil {
		return err
	}
	if err := work.Reset(&git.ResetOptions{Mode: git.HardReset, Commit: parents[0]}); err != nil {
		return fmt.Errorf("check out %q: %w", filepath.ToSlash(dir), err)
	}
	return nil
}

// A builder writes commits straight to the object store.
type builder struct {
	repo  *git.Repository
	files map[string]plumbing.Hash // of the last commit
}

func (b *builder) commit(c NewCommit, parents []plumbing.Hash) (plumbing.Hash, error) {
	for _, name := range c.Delete {
		if _, ok := b.files[name]; !ok {
			return plumbing.ZeroHash, fmt.Errorf("delete %q: %w", name, fs.ErrNotExist)
		}
		delete(b.files, name)
	}
	for name, data := range c.Files {
		if !fs.ValidPath(name) || name == "." || slices.Contains(strings.Split(strings.ToLower(name), "/"), ".git") {
			return plumbing.ZeroHash, fmt.Errorf("%q is no path of a file", name)
		}
		o := &plumbing.MemoryObject{}
		o.SetType(plumbing.BlobObject)
		if _, err := o.Write(data); err != nil {
			return plumbing.ZeroHash, err
		}
		h, err := b.repo.Storer.SetEncodedObject(o)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		b.files[name] = h
	}
	tree, err := b.tree("", slices.Sorted(maps.Keys(b.files)))
	if err != nil {
		return plumbing.ZeroHash, err
	}
	who := gitobject.Signature{Name: c.Author.Name, Email: c.Author.Email, When: c.Time}
	return b.write(&gitobject.Commit{
		Author: who, Committer: who, Message: c.Message, TreeHash: tree, ParentHashes: parents,
	})
}

// tree writes the tree of the folder dir, of which names are the sorted paths, and those of its folders.
func (b *builder) tree(dir string, names []string) (plumbing.Hash, error) {
	t := &gitobject.Tree{}
	for len(names) > 0 {
		first, _, folder := strings.Cut(strings.TrimPrefix(names[0][len(dir):], "/"), "/")
		full := path.Join(dir, first)
		if !folder {
			t.Entries = append(t.Entries, gitobject.TreeEntry{Name: first, Mode: filemode.Regular, Hash: b.files[full]})
			names = names[1:]
			continue
		}
		n := 0
		for n < len(names) && strings.HasPrefix(names[n], full+"/") {
			n++
		}
		if b.files[full] != plumbing.ZeroHash {
			return plumbing.ZeroHash, fmt.Errorf("%q is both a file and a folder", full)
		}
		h, err := b.tree(full, names[:n])
		if err != nil {
			return h, err
		}
		t.Entries = append(t.Entries, gitobject.TreeEntry{Name: first, Mode: filemode.Dir, Hash: h})
		names = names[n:]
	}
	slices.SortFunc(t.Entries, func(x, y gitobject.TreeEntry) int { return strings.Compare(treeKey(x), treeKey(y)) })
	return b.write(t)
}

// treeKey is what git sorts a tree by.
func treeKey(e gitobject.TreeEntry) string {
	if e.Mode == filemode.Dir {
		return e.Name + "/"
	}
	return e.Name
}

func (b *builder) write(o interface {
	Encode(plumbing.EncodedObject) error
},
) (plumbing.Hash, error) {
	m := &plumbing.MemoryObject{}
	if err := o.Encode(m); err != nil {
		return plumbing.ZeroHash, err
	}
	return b.repo.Storer.SetEncodedObject(m)
}
