// Package source reads a repository's work tree or a commit as an [fs.FS], with each file's history.
//
// It does not know what a post mortem is. It reads no clock, prints nothing, and runs no hook, filter or other program
// that a repository configures: a tree is exactly what its objects contain, or what is on disk.
//
// # How repositories are read
//
// Package git reads the repository with go-git, or with the git program if go-git cannot read it. Both produce the same
// history. If neither can read it, a work tree still opens as a plain folder, and [Source.GitErr] holds the reason.
//
// A [Remote] is read from a bare copy that it fetches itself. That is the only use of the network, except that git may
// fetch missing objects of a partial clone. [WithMounts] combines several trees into one.
//
// # Differences from git
//
// TestDifferential compares random repositories with the git program: the files of a work tree with git ls-files
// --cached --others --exclude-standard, those of a commit with git ls-tree -r, their histories with git log, and names
// of commits with git rev-parse. These differences are intended:
//
//   - A tracked file that is not on disk is not in the work tree. A nested repository or a submodule is an empty
//     directory, and .git is hidden in any case.
//   - A folder that git ignores, or that is in one, is read if it is opened itself, without the files that a rule ignores
//     by their own names: whoever opens a folder means its files, as in one that has a configuration of its own.
//   - A tracked file is as it is on disk, also if git update-index --assume-unchanged hides from git that it changed.
//   - On a file system that distinguishes upper and lower case, core.ignoreCase does not hide a file whose name differs
//     from a tracked one only in case.
//   - Settings of git's command line (git -c) are not known.
//   - Bytes in a commit that are not of its encoding are taken for Latin-1, where git log shows them as they are, and
//     some signs in Japanese encodings are read as Windows does (～ for 〜).
//   - A file has one history, as [Source.History] describes; git log has several, none of which is this one if there are
//     both merges and renames.
package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/pmsite/pmsite/content/git"
)

// A Source is a tree of files with its git metadata. Refs, index and ignore rules are a snapshot from when it was
// opened; the files of a work tree are read on demand. A Source is safe for concurrent use.
type Source struct {
	// FS is the tree, rooted at the directory opened, which may be a folder of a repository. It also implements
	// [fs.ReadDirFS], [fs.ReadFileFS], [fs.StatFS] and [fs.ReadLinkFS]. A symbolic link is listed, but never
	// followed: opening it fails. A submodule or nested repository is an empty directory, for which
	// [IsRepository] reports true.
	FS fs.FS

	Dir     string    // the directory opened, absolute and with symbolic links resolved; "" for a commit
	Prefix  string    // the slash-separated path of FS's root in the repository; "." at its top or without one
	Commit  string    // the full hash of the commit read, or of HEAD for a work tree; "" if there is none
	Time    time.Time // the committer time of Commit, in the committer's time zone; zero if there is none
	Branch  string    // the short name of the branch checked out or opened; "" if detached or none
	Shallow bool      // the repository's history is incomplete, as after git clone --depth
	GitErr  error     // why a work tree's repository could not be read; nil if it was read, or if there is none

	// IndexErr is why git's index could not be read; nil if it was read or is not needed. Without it, FS lacks the files
	// that a sparse checkout leaves out.
	IndexErr error

	// CacheDir is a directory in which [Source.History] and [Source.People] cache their results for the next run; ""
	// disables the cache. It is created when needed, and any number of repositories may share it.
	CacheDir string
	// CacheFailed is called with the error if CacheDir cannot be written; nil ignores such errors. Several goroutines
	// may call it.
	CacheFailed func(error)

	disk   *worktreeFS     // nil for a commit
	repo   *git.Repository // nil without a repository
	shared bool            // another Source closes repo
	place  git.Place
}

// Worktree opens the folder dir as it is on disk: all tracked files, and untracked files that git does not ignore, by
// .gitignore files, .git/info/exclude and the user's core.excludesFile. Tracked files that a sparse checkout leaves out
// are read from the object store. The folder may be outside of any repository: then only .gitignore files hide files,
// and there is no commit and no history.
func Worktree(dir string) (*Source, error) {
	p, err := git.Locate(dir)
	if err != nil {
		return nil, err
	}
	return openWorktree(p, git.FindProgram(), true)
}

// Files opens the work tree at a place as [Worktree] does, for callers that need only its files: Commit, Time and Branch
// are not set, and there is no history. In a repository with a large pack, looking up the commit takes longer than
// everything else.
func Files(p git.Place) (*Source, error) { return openWorktree(p, git.FindProgram(), false) }

// Commit opens the tree of one commit. It reads the object store; nothing is checked out. The directory dir is a work
// tree, a folder in one (then FS is that folder's tree), a bare repository or a .git directory. The name ref is a
// branch, a tag, a remote branch (origin/feature), HEAD, a full or abbreviated hash, or the output of git describe
// (v1.0-3-g1a2b3c4), followed by any number of ~N and ^N; "" means HEAD.
func Commit(dir, ref string) (*Source, error) {
	p, err := git.Locate(dir)
	if err != nil {
		return nil, err
	}
	return commitOf(p, ref)
}

func commitOf(p git.Place, ref string) (*Source, error) {
	if p.GitDir == "" {
		return nil, noRepository(p.Dir)
	}
	repo, err := git.Open(p, git.FindProgram())
	if err != nil {
		return nil, err
	}
	s, err := openCommit(p, repo, ref)
	if err != nil {
		return nil, errors.Join(err, repo.Close())
	}
	return s, nil
}

// Open opens the folder dir as [Commit] does if ref is set or the repository is bare, and otherwise as [Worktree] does.
func Open(dir, ref string) (*Source, error) {
	p, err := git.Locate(dir)
	if err != nil {
		return nil, err
	}
	return OpenPlace(p, ref)
}

// OpenPlace is like [Open] for the folder of a place, which [git.LocateIn] may have found.
func OpenPlace(p git.Place, ref string) (*Source, error) {
	if ref == "" && !p.Bare() {
		return openWorktree(p, git.FindProgram(), true)
	}
	return commitOf(p, ref)
}

// Place returns where the source's folder is in its repository.
func (s *Source) Place() git.Place { return s.place }

// At opens another commit of the same repository, as [Commit] does with the same directory. The new Source shares its
// object store with s: closing s closes both. In a commit without the directory, the tree is empty.
func (s *Source) At(ref string) (*Source, error) {
	if s.repo == nil {
		return nil, s.noRepository()
	}
	other, err := openMaybe(s.place, s.repo, ref, true)
	if err != nil {
		return nil, err
	}
	other.CacheDir, other.CacheFailed, other.shared = s.CacheDir, s.CacheFailed, true
	return other, nil
}

func openCommit(p git.Place, repo *git.Repository, ref string) (*Source, error) {
	return openMaybe(p, repo, ref, false)
}

// openMaybe opens a commit. If it may lack the place's folder, a commit without it has an empty one.
func openMaybe(p git.Place, repo *git.Repository, ref string, mayLack bool) (*Source, error) {
	if ref == "" {
		ref = "HEAD"
	}
	id, branch, err := repo.Resolve(ref)
	if err != nil {
		return nil, fmt.Errorf("find commit %q in %q: %w", ref, p.Dir, p.ExplainMissing(err))
	}
	s := &Source{Prefix: p.Prefix, Branch: branch, repo: repo, place: p}
	c, err := s.at(id)
	if err != nil {
		return nil, err
	}
	tree, err := newTreeFS(repo, c.Tree, p.Prefix, c.Time)
	if mayLack && errors.Is(err, fs.ErrNotExist) {
		tree, err = newTreeFS(repo, "", ".", c.Time)
	}
	if err != nil {
		return nil, fmt.Errorf("read the folder %q at %q: %w", p.Prefix, ref, err)
	}
	if tree.attributes, err = attributesOf(p, repo, c); err != nil {
		return nil, err
	}
	if s.FS = tree; p.Prefix != "." {
		tree.prefix = p.Prefix + "/"
	}
	return s, nil
}

// Blob returns the content with the given hash, as found in [Revision.Blob] or a [FileChange]. It returns an error if
// the hash is not that of a file.
func (s *Source) Blob(hash string) ([]byte, error) {
	if s.repo == nil {
		return nil, s.noRepository()
	}
	id, err := git.ParseOID(hash)
	if err != nil {
		return nil, err
	}
	data, err := s.repo.Blob(id)
	if err != nil {
		return nil, fmt.Errorf("read blob %s: %w", hash, err)
	}
	return append([]byte(nil), data...), nil
}

// GitDirs returns the directories that hold the repository's HEAD and refs, absolute and with symbolic links resolved:
// two for a linked work tree, none without a repository, otherwise one.
func (s *Source) GitDirs() []string {
	switch s.place.GitDir {
	case "":
		return nil
	case s.place.Common:
		return []string{s.place.Common}
	}
	return []string{s.place.GitDir, s.place.Common}
}

// DropCache frees cached objects, which may take up to about 100 MB. They are read again when needed.
func (s *Source) DropCache() {
	if s.repo != nil {
		_ = s.repo.DropCache() // an error does not affect what was already read
	}
}

// Close closes open files and ends the git program if one is running. The FS of a commit must not be used afterwards.
func (s *Source) Close() error {
	var err error
	if s.disk != nil {
		err = s.disk.close()
	}
	if s.repo != nil && !s.shared {
		err = errors.Join(err, s.repo.Close())
	}
	return err
}

func openWorktree(p git.Place, program git.Program, head bool) (*Source, error) {
	if p.Bare() {
		return nil, git.Hint(fmt.Errorf("open %q: a bare repository has no work tree", p.Dir), "name a commit, as in --ref HEAD")
	}
	config, err := git.ReadConfig(p, program)
	if err != nil {
		return nil, git.Hint(fmt.Errorf("open %q: %w", p.Dir, err), "git config --list has to work here")
	}
	root, err := os.OpenRoot(p.Dir)
	if err != nil {
		return nil, err
	}
	s := &Source{Dir: p.Dir, Prefix: p.Prefix, place: p}
	if p.GitDir != "" {
		s.repo, s.GitErr = git.Open(p, program)
	}
	if head && s.repo != nil {
		s.GitErr = s.openHead()
	}
	disk, err := newWorktreeFS(root, p, s.repo, config)
	if err != nil {
		return nil, errors.Join(err, root.Close(), s.Close())
	}
	s.disk, s.IndexErr = disk, disk.indexErr
	if s.FS, err = withSkipped(disk); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openHead sets the fields that describe the commit checked out. An unborn branch has no commit.
func (s *Source) openHead() error {
	id, branch, err := s.repo.Head()
	if err == nil && id != "" {
		_, err = s.at(id)
	}
	if err != nil {
		err = errors.Join(err, s.repo.Close())
		s.repo = nil
		return err
	}
	s.Branch = branch
	return nil
}

// at makes s describe the commit id.
func (s *Source) at(id git.OID) (*git.Commit, error) {
	c, err := s.repo.Commit(id)
	if err != nil {
		return nil, err
	}
	cut, err := s.place.Shallow()
	if err != nil {
		return nil, err
	}
	s.Commit, s.Time, s.Shallow = id.String(), c.Time, len(cut) > 0
	return c, nil
}

func (s *Source) noRepository() error {
	if s.GitErr != nil {
		return s.GitErr
	}
	return noRepository(filepath.ToSlash(s.place.Dir))
}

func noRepository(dir string) error {
	return git.Hint(fmt.Errorf("open %q: %w", dir, git.ErrNoRepository), "git init creates a repository here; -C FOLDER looks elsewhere")
}
