package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/pmsite/pmsite/content/git"
)

// Marker is the file at the top of a tree that lists the names at its top; only a branch that has one is replaced.
const Marker = ".pmsite"

// Options say where a tree goes. Dir, Branch and Time are required.
type Options struct {
	Dir    string // the repository: a work tree or a folder of one, a bare repository, a .git folder
	GitDir string // the repository where it does not lie in Dir or above it, as GIT_DIR says
	Branch string // short, such as gh-pages; it is made if it is not there
	Remote string // the name of a configured remote; "" means origin
	Push   bool   // start from the remote's branch, and push the result to it; else the remote is not contacted
	DryRun bool   // find out what would change, and write nothing; the remote is as it was last fetched

	Keep    []string   // paths that stay as they are on the branch; nil means CNAME
	Message string     // of the commit
	Author  git.Person // also the committer; zero means the role "pmsite"
	Time    time.Time

	Git   string                   // path of the git program, which knows remotes and all kinds of repositories; "" does without it
	Env   []string                 // environment of the git program
	Token func(host string) string // gives the token, or USER:TOKEN, for an https remote; nil and "" mean none

	Jobs     int                   // files read at once; 0 means one a processor
	Progress func(done, total int) // hears of every hundredth file; may be nil
}

// A Result tells what was published, or would be.
type Result struct {
	Commit    string // full hash of the branch's commit; "" after a dry run that finds changes
	Previous  string // full hash of the commit that the changes are seen from; "" for the first
	Added     []string
	Changed   []string
	Removed   []string // slash paths, sorted
	Files     int      // in the tree given
	Bytes     int64
	Unchanged bool // the branch has all of it already: no commit was made
	Pushed    bool // the remote has Commit now, and had not before
}

// maxRetries is how often a commit is made again because somebody else was faster.
const maxRetries = 3

// Branch makes the tree one commit on a branch. The tree is read once, its files by several goroutines at a time.
// When Branch fails or is cancelled, the branch is as it was.
func Branch(ctx context.Context, opts Options, tree fs.FS) (Result, error) {
	p, err := newPublication(ctx, opts)
	if err != nil {
		return Result{}, fmt.Errorf("publish to branch %q: %w", opts.Branch, err)
	}
	result, err := p.try(ctx, tree)
	if err = errors.Join(err, p.close()); err != nil {
		return Result{}, fmt.Errorf("publish to branch %q: %w", opts.Branch, err)
	}
	return result, nil
}

// An upstream is the branch at the remote; see [git.Upstream].
type upstream interface {
	Tip(ctx context.Context) (git.OID, error)
	Fetch(ctx context.Context, shallow bool) error
	Push(ctx context.Context, commit git.OID) error
}

// A publication is one call of Branch.
type publication struct {
	opts   Options
	repo   *git.Repository
	remote upstream    // nil unless Push
	new    *git.Writer // written so far, of all attempts
	staged *listing    // the tree, once it was read
}

func newPublication(ctx context.Context, opts Options) (*publication, error) {
	if opts.Remote == "" {
		opts.Remote = "origin"
	}
	if opts.Keep == nil {
		opts.Keep = []string{"CNAME"}
	}
	if err := opts.check(); err != nil {
		return nil, err
	}
	repo, err := openRepository(opts)
	if err != nil {
		return nil, err
	}
	p := &publication{opts: opts, repo: repo}
	if err := p.prepare(ctx); err != nil {
		return nil, errors.Join(err, repo.Close())
	}
	return p, nil
}

func (p *publication) prepare(ctx context.Context) (err error) {
	if err := p.refuseCheckedOut(); err != nil {
		return err
	}
	if p.opts.Push && !p.opts.DryRun {
		if p.remote, err = p.repo.Upstream(ctx, p.opts.Remote, p.opts.Branch, p.opts.Token); err != nil {
			return err
		}
	}
	p.new, err = p.repo.NewWriter(p.opts.DryRun)
	return err
}

func (p *publication) close() error { return errors.Join(p.new.Abandon(), p.repo.Close()) }

// try makes an attempt, and some more as long as others are faster.
func (p *publication) try(ctx context.Context, tree fs.FS) (result Result, err error) {
	for range 1 + maxRetries {
		if result, err = p.attempt(ctx, tree); !errors.Is(err, git.ErrMoved) {
			break
		}
	}
	if errors.Is(err, git.ErrMoved) {
		err = fmt.Errorf("somebody else publishes to it at the same time: %w", err)
	}
	return result, err
}

// attempt publishes on the branch as it is now.
func (p *publication) attempt(ctx context.Context, tree fs.FS) (Result, error) {
	at, err := p.tips(ctx)
	if err != nil {
		return Result{}, err
	}
	from, err := p.base(at)
	if err != nil {
		return Result{}, err
	}
	if p.staged == nil {
		if p.staged, err = p.stage(ctx, tree); err != nil {
			return Result{}, err
		}
	}
	root, trees, err := p.compose(from)
	if err != nil {
		return Result{}, err
	}
	result := Result{Previous: from.tip.String(), Files: len(p.staged.files), Bytes: p.staged.bytes}
	if err := p.compare(ctx, &result, from.tree, root, trees); err != nil {
		return Result{}, err
	}
	commit := from.tip
	result.Unchanged = from.tree == root && len(from.parents) == 1
	if p.opts.DryRun {
		if result.Unchanged {
			result.Commit = commit.String()
		}
		return result, nil
	}
	if !result.Unchanged {
		if commit, err = p.commit(root, from.parents); err != nil {
			return Result{}, err
		}
	}
	result.Commit = commit.String()
	result.Pushed = p.remote != nil && commit != at.remote
	return result, p.move(ctx, at, commit, result)
}

// move makes the branch's refs name the commit: the remote's first, since it is the one that may refuse.
func (p *publication) move(ctx context.Context, at tips, commit git.OID, result Result) error {
	if err := p.new.Finish(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if result.Pushed {
		if err := p.push(ctx, at, commit); err != nil {
			return err
		}
	}
	if result.Unchanged && at.local == "" {
		return nil
	}
	// What was pushed is published: an interrupt no longer stops it.
	return p.repo.MoveRef(git.BranchRef(p.opts.Branch), at.local, commit, p.opts.signature(), p.opts.reason())
}

// push tells a lost race from a refusal by looking at the remote's branch again: words differ from host to host.
func (p *publication) push(ctx context.Context, at tips, commit git.OID) error {
	refused := p.remote.Push(ctx, commit)
	if refused == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	now, err := p.remote.Tip(ctx)
	switch {
	case err != nil || now == at.remote:
		return refused
	case now == commit: // the answer was lost, the push was not
		return nil
	}
	return fmt.Errorf("%w: %w", git.ErrMoved, refused)
}
