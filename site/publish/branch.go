package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/pmsite/pmsite/content/git"
)

// Marker is the name of the file at the top of a tree that lists the names there. Only a branch that has this file is
// replaced.
const Marker = ".pmsite"

// Options say where to publish a tree. Dir, Branch and Time are required.
type Options struct {
	Dir    string    // a work tree or a folder in it, a bare repository, or a .git folder
	Place  git.Place // where Dir is in its repository; the zero value means that it is looked for
	Branch string    // short name, such as gh-pages; created if it does not exist
	Remote string    // the name of a configured remote; "" means origin
	Push   bool      // start from the remote's branch and push the result; otherwise the remote is not contacted
	DryRun bool      // find out what would change from the branches as last fetched; write nothing and contact nobody

	// Prefix is the slash path of a folder on the branch, such as pr/12. Only the files below it are replaced, and the
	// branch must have a tree that was published without a prefix; "" means the whole branch.
	Prefix string

	Keep    []string   // slash paths on the branch that stay as they are; nil means CNAME; unused with Prefix
	Message string     // of the commit
	Author  git.Person // also the committer; the zero value means "pmsite"
	Time    time.Time

	Git   string                   // path of the git program, for remotes and formats that go-git cannot read; "" means none
	Env   []string                 // environment of the git program
	Token func(host string) string // returns the token, or USER:TOKEN, for an https remote; nil and "" mean none

	Jobs     int                   // files read at the same time; 0 means one per processor
	Progress func(done, total int) // called, possibly concurrently, after every hundredth file and the last; may be nil
}

// A Result says what was published or, after a dry run, what would be.
type Result struct {
	Commit    string // full hash of the branch's commit; "" if a dry run finds changes
	Previous  string // full hash of the commit that the changes are relative to; "" for the first commit
	Added     []string
	Changed   []string
	Removed   []string // slash paths, sorted
	Files     int      // in the published tree
	Bytes     int64
	Unchanged bool // the branch already has this tree, so no commit was made
	Pushed    bool // Commit was new to the remote
}

// maxRetries limits how often a commit is made again because somebody else has moved the branch.
const maxRetries = 3

// Branch publishes the tree as one commit on a branch. It reads each file once, and several files at the same time. If
// Branch fails or is cancelled, the branch stays as it was.
func Branch(ctx context.Context, opts Options, tree fs.FS) (Result, error) {
	return run(ctx, opts, tree)
}

// run publishes a tree, or removes one if tree is nil.
func run(ctx context.Context, opts Options, tree fs.FS) (Result, error) {
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
	writer *git.Writer // shared by all attempts
	staged *listing    // the tree, once it has been read; nil for none
}

func newPublication(ctx context.Context, opts Options) (*publication, error) {
	if opts.Remote == "" {
		opts.Remote = "origin"
	}
	switch {
	case opts.Prefix != "":
		opts.Keep = []string{}
	case opts.Keep == nil:
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
	p.writer, err = p.repo.NewWriter(p.opts.DryRun)
	return err
}

func (p *publication) close() error { return errors.Join(p.writer.Abandon(), p.repo.Close()) }

// try calls attempt, and retries if somebody else has moved the branch.
func (p *publication) try(ctx context.Context, tree fs.FS) (result Result, err error) {
	for range 1 + maxRetries {
		if result, err = p.attempt(ctx, tree); !errors.Is(err, git.ErrMoved) {
			break
		}
	}
	if errors.Is(err, git.ErrMoved) {
		err = fmt.Errorf("somebody else is publishing to it at the same time: %w", err)
	}
	return result, err
}

// attempt publishes once, based on the current state of the branch.
func (p *publication) attempt(ctx context.Context, tree fs.FS) (Result, error) {
	at, err := p.tips(ctx)
	if err != nil {
		return Result{}, err
	}
	from, err := p.base(at)
	if err != nil {
		return Result{}, err
	}
	if tree == nil && from.tip == "" {
		return Result{Unchanged: true}, nil
	}
	if p.staged == nil && tree != nil {
		if p.staged, err = p.stage(ctx, tree); err != nil {
			return Result{}, err
		}
	}
	compose := p.compose
	if p.opts.Prefix != "" {
		compose = p.graft
	}
	root, trees, err := compose(from)
	if err != nil {
		return Result{}, err
	}
	result := Result{Previous: from.tip.String()}
	if p.staged != nil {
		result.Files, result.Bytes = len(p.staged.files), p.staged.bytes
	}
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

// move moves both branches to the commit: the remote's first, since the remote may refuse.
func (p *publication) move(ctx context.Context, at tips, commit git.OID, result Result) error {
	if err := p.writer.Finish(); err != nil {
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
	// A pushed commit is published, so this step can no longer be cancelled.
	return p.repo.MoveRef(git.BranchRef(p.opts.Branch), at.local, commit, p.opts.signature(), p.opts.reason())
}

// push pushes the commit. After an error it looks at the remote's branch again to tell a lost race from a refusal,
// because the messages differ from host to host.
func (p *publication) push(ctx context.Context, at tips, commit git.OID) error {
	pushErr := p.remote.Push(ctx, commit)
	if pushErr == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	now, err := p.remote.Tip(ctx)
	switch {
	case err != nil || now == at.remote:
		return pushErr
	case now == commit: // the push succeeded, and only the answer was lost
		return nil
	}
	return fmt.Errorf("%w: %w", git.ErrMoved, pushErr)
}
