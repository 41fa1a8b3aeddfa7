// Package source reads a repository's work tree or a commit as an [fs.FS], with each file's history.
//
// It does not know what a post mortem is. It reads no clock, prints nothing, and runs
// no hook, filter or other program that a repository names: a tree is what its objects say, or what lies on disk.
//
// # What is read
//
// Package git reads the repository: by go-git or, where go-git cannot, by the git program, with the same history. Where
// neither can, a work tree still opens as a folder; [Source.GitErr] then says why git's part is missing.
//
// A [Remote] is read from a bare copy that it fetches itself; but for what a partial clone lacks, that is the only use
// of the network. [Mounted] makes one tree of several.
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

// A Source is one tree of files and what git knows of it. It is a snapshot: refs, index and ignore rules are those
// of the moment it was opened; the files of a work tree are read when they are asked for. All of it is safe for
// concurrent use.
type Source struct {
	// FS is the tree, rooted at the directory opened, which may be a folder of a repository. It also implements
	// [fs.ReadDirFS], [fs.ReadFileFS], [fs.StatFS] and [fs.ReadLinkFS]. A symbolic link is listed, but never
	// followed: opening it fails. A submodule or nested repository is an empty directory.
	FS fs.FS

	Dir     string    // the directory opened, absolute, symbolic links resolved; "" for a commit
	Prefix  string    // the slash-separated path of FS's root in the repository; "." at its top or without one
	Commit  string    // the full hash of the commit read, or of HEAD for a work tree; "" when there is none
	Time    time.Time // the committer time of Commit, in its own zone; zero when there is none
	Branch  string    // the short name of the branch checked out or named; "" when detached or none
	Shallow bool      // the repository's history is cut off somewhere, as after git clone --depth
	GitErr  error     // why a work tree's repository could not be read; nil when it was, or when there is none

	// CacheDir is a directory in which [Source.History] keeps what it has learned, for the next run; "" for
	// nowhere. It is created when needed, and may be shared by any number of repositories.
	CacheDir string
	// CacheFailed hears why CacheDir could not be written; nil goes on in silence. Several goroutines may call it.
	CacheFailed func(error)

	repo   *git.Repository // nil without a repository
	shared bool            // another Source closes repo
	place  git.Place
}

// Worktree opens the folder dir as it lies on disk: tracked and untracked files, without those that .gitignore
// files and .git/info/exclude name, unless they are tracked. The user's own core.excludesFile is not read, so that
// everybody sees the same files. A folder outside of any repository works too: then there is no commit and no
// history.
func Worktree(dir string) (*Source, error) {
	p, err := git.Locate(dir)
	if err != nil {
		return nil, err
	}
	return openWorktree(p, true)
}

// Files opens the folder dir as [Worktree] does, for those who need its files alone: of the commit checked out, and
// of the history, nothing is known. To find that commit takes longer than the rest where a pack is large.
func Files(dir string) (*Source, error) {
	p, err := git.Locate(dir)
	if err != nil {
		return nil, err
	}
	return openWorktree(p, false)
}

// WorktreeWith is [Worktree] for a folder whose repository lies elsewhere, as the variables GIT_DIR (gitDir) and
// GIT_WORK_TREE (top, which must be dir or above it) say.
func WorktreeWith(dir, gitDir, top string) (*Source, error) {
	p, err := git.PlaceOf(dir, gitDir, top)
	if err != nil {
		return nil, err
	}
	p.Explicit = true
	return openWorktree(p, true)
}

// Commit opens the tree of one commit, read from the object repo: nothing is checked out. The directory dir is a
// work tree, a folder of one (then FS is that folder's tree), a bare repository or a .git directory. The name ref is
// a branch, a tag, a remote branch (origin/feature), HEAD, a hash or its beginning, each with any number of ~N and
// ^N behind it; "" means HEAD.
func Commit(dir, ref string) (*Source, error) {
	p, err := git.Locate(dir)
	if err != nil {
		return nil, err
	}
	if p.GitDir == "" {
		return nil, fmt.Errorf("open %q: %w", dir, git.ErrNoRepository)
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

// Open opens the folder dir as [Worktree] does, or, with a ref or in a bare repository, as [Commit] does.
func Open(dir, ref string) (*Source, error) {
	p, err := git.Locate(dir)
	if err != nil {
		return nil, err
	}
	if ref == "" && (p.GitDir == "" || p.Top != "") {
		return openWorktree(p, true)
	}
	return Commit(dir, ref)
}

// At opens another commit of the same repository, as [Commit] does with the same directory; it shares what s has
// read, and ends with it: closing s closes both.
func (s *Source) At(ref string) (*Source, error) {
	if s.repo == nil {
		return nil, s.noStore()
	}
	other, err := openCommit(s.place, s.repo, ref)
	if err != nil {
		return nil, err
	}
	other.CacheDir, other.CacheFailed, other.shared = s.CacheDir, s.CacheFailed, true
	return other, nil
}

func openCommit(p git.Place, repo *git.Repository, ref string) (*Source, error) {
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
	if s.FS, err = newTreeFS(repo, c.Tree, p.Prefix, c.Time); err != nil {
		return nil, fmt.Errorf("read the folder %q at %q: %w", p.Prefix, ref, err)
	}
	return s, nil
}

// Blob returns the content of a file's old version, as named by [Revision.Blob].
func (s *Source) Blob(hash string) ([]byte, error) {
	if s.repo == nil {
		return nil, s.noStore()
	}
	id, err := git.ParseOID(hash)
	if err != nil {
		return nil, err
	}
	o, err := s.repo.Read(id)
	if err != nil {
		return nil, fmt.Errorf("read blob %s: %w", hash, err)
	}
	if o.Kind != git.KindBlob {
		return nil, fmt.Errorf("read blob %s: it is a %s", hash, o.Kind)
	}
	return append([]byte(nil), o.Data...), nil
}

// GitDirs returns the directories, absolute and with symbolic links resolved, that hold the repository's HEAD and its
// refs: one, or two for a linked work tree, or none.
func (s *Source) GitDirs() []string {
	switch s.place.GitDir {
	case "":
		return nil
	case s.place.Common:
		return []string{s.place.Common}
	}
	return []string{s.place.GitDir, s.place.Common}
}

// Forget lets go of what reading has left in memory, up to some 100 MB. What is asked for later is read again.
func (s *Source) Forget() {
	if s.repo != nil {
		_ = s.repo.Forget() // what was read is read
	}
}

// Close lets go of open files and of the git program where one is running. FS of a commit must not be used after it.
func (s *Source) Close() error {
	var err error
	if w, ok := s.FS.(*worktreeFS); ok {
		err = w.close()
	}
	if s.repo != nil && !s.shared {
		err = errors.Join(err, s.repo.Close())
	}
	return err
}

func openWorktree(p git.Place, head bool) (*Source, error) {
	if p.GitDir != "" && p.Top == "" {
		return nil, git.Hint(fmt.Errorf("open %q: a bare repository has no work tree", p.Dir), "name a commit, as in --ref HEAD")
	}
	root, err := os.OpenRoot(p.Dir)
	if err != nil {
		return nil, err
	}
	s := &Source{Dir: p.Dir, Prefix: p.Prefix, place: p}
	if p.GitDir != "" {
		s.repo, s.GitErr = git.Open(p, git.FindProgram())
	}
	if head && s.repo != nil {
		s.GitErr = s.openHead()
	}
	fsys, err := newWorktreeFS(root, p, s.repo)
	if err != nil {
		return nil, errors.Join(err, root.Close(), s.Close())
	}
	s.FS = fsys
	return s, nil
}

// openHead fills in what git knows of the commit checked out; an unborn branch has none.
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

func (s *Source) noStore() error {
	if s.GitErr != nil {
		return s.GitErr
	}
	return fmt.Errorf("open %q: %w", filepath.ToSlash(s.place.Dir), git.ErrNoRepository)
}
