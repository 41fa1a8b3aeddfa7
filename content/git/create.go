package git

import (
	"cmp"
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

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	gitobject "github.com/go-git/go-git/v5/plumbing/object"
)

// A NewCommit is one commit of a repository to be created.
type NewCommit struct {
	Branch  string // "" means main; any other branch starts where main is when the branch gets its first commit
	Message string
	Author  Person // also the committer
	Time    time.Time
	Files   map[string][]byte // by slash path; other files stay as they were
	Delete  []string          // slash paths
}

// Init makes a repository in dir, which must be empty or not exist yet. It adds the commits to their branches in
// order and checks out main. The same commits have the same hashes everywhere.
func Init(dir string, commits []NewCommit) error {
	if list, err := os.ReadDir(dir); err == nil && len(list) > 0 {
		return fmt.Errorf("create repository %q: the directory is not empty", dir)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	repo, err := gogit.PlainInitWithOptions(dir, &gogit.PlainInitOptions{
		InitOptions: gogit.InitOptions{DefaultBranch: plumbing.Main},
	})
	if err != nil {
		return fmt.Errorf("create repository %q: %w", dir, err)
	}
	b := &builder{repo: repo, branches: map[string]*branch{}}
	for _, c := range commits {
		if err := b.commit(c); err != nil {
			return fmt.Errorf("create commit %q: %w", c.Message, err)
		}
	}
	for name, br := range b.branches {
		if err := repo.Storer.SetReference(plumbing.NewHashReference(plumbing.NewBranchReferenceName(name), br.tip)); err != nil {
			return err
		}
	}
	main := b.branches[mainBranch]
	if main == nil {
		return nil
	}
	work, err := repo.Worktree()
	if err != nil {
		return err
	}
	if err := work.Reset(&gogit.ResetOptions{Mode: gogit.HardReset, Commit: main.tip}); err != nil {
		return fmt.Errorf("check out %q: %w", filepath.ToSlash(dir), err)
	}
	return nil
}

const mainBranch = "main"

// A builder writes commits straight to the object store.
type builder struct {
	repo     *gogit.Repository
	branches map[string]*branch
}

// A branch is a branch as of its last commit. Before the first one, tip is the zero hash.
type branch struct {
	tip   plumbing.Hash
	files map[string]plumbing.Hash
}

// branch returns the named branch. A new one starts where main is.
func (b *builder) branch(name string) *branch {
	br := b.branches[name]
	if br == nil {
		br = &branch{files: map[string]plumbing.Hash{}}
		if main := b.branches[mainBranch]; main != nil {
			br.tip, br.files = main.tip, maps.Clone(main.files)
		}
		b.branches[name] = br
	}
	return br
}

func (b *builder) commit(c NewCommit) error {
	br := b.branch(cmp.Or(c.Branch, mainBranch))
	for _, name := range c.Delete {
		if _, ok := br.files[name]; !ok {
			return fmt.Errorf("delete %q: %w", name, fs.ErrNotExist)
		}
		delete(br.files, name)
	}
	for name, data := range c.Files {
		if !fs.ValidPath(name) || name == "." || slices.Contains(strings.Split(strings.ToLower(name), "/"), ".git") {
			return fmt.Errorf("%q is not a valid file path", name)
		}
		o := &plumbing.MemoryObject{}
		o.SetType(plumbing.BlobObject)
		if _, err := o.Write(data); err != nil {
			return err
		}
		h, err := b.repo.Storer.SetEncodedObject(o)
		if err != nil {
			return err
		}
		br.files[name] = h
	}
	tree, err := b.tree(br.files, "", slices.Sorted(maps.Keys(br.files)))
	if err != nil {
		return err
	}
	who := gitobject.Signature{Name: c.Author.Name, Email: c.Author.Email, When: c.Time}
	commit := &gitobject.Commit{Author: who, Committer: who, Message: c.Message, TreeHash: tree}
	if br.tip != plumbing.ZeroHash {
		commit.ParentHashes = []plumbing.Hash{br.tip}
	}
	br.tip, err = b.write(commit)
	return err
}

// tree writes the trees of the folder dir and of the folders in it. names are the sorted paths of the files below dir.
func (b *builder) tree(files map[string]plumbing.Hash, dir string, names []string) (plumbing.Hash, error) {
	t := &gitobject.Tree{}
	for len(names) > 0 {
		first, _, folder := strings.Cut(strings.TrimPrefix(names[0][len(dir):], "/"), "/")
		full := path.Join(dir, first)
		if !folder {
			t.Entries = append(t.Entries, gitobject.TreeEntry{Name: first, Mode: filemode.Regular, Hash: files[full]})
			names = names[1:]
			continue
		}
		n := 0
		for n < len(names) && strings.HasPrefix(names[n], full+"/") {
			n++
		}
		if files[full] != plumbing.ZeroHash {
			return plumbing.ZeroHash, fmt.Errorf("%q is both a file and a folder", full)
		}
		h, err := b.tree(files, full, names[:n])
		if err != nil {
			return h, err
		}
		t.Entries = append(t.Entries, gitobject.TreeEntry{Name: first, Mode: filemode.Dir, Hash: h})
		names = names[n:]
	}
	slices.SortFunc(t.Entries, func(x, y gitobject.TreeEntry) int { return strings.Compare(treeKey(x), treeKey(y)) })
	return b.write(t)
}

// treeKey returns the key by which git sorts the entries of a tree.
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
