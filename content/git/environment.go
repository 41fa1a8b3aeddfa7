package git

import (
	"fmt"
	"path/filepath"
)

// An Environment holds git's variables that say where a repository is. The zero value leaves it to git to look for one.
type Environment struct {
	GitDir    string // GIT_DIR, an absolute path
	WorkTree  string // GIT_WORK_TREE, an absolute path
	IndexFile string // GIT_INDEX_FILE, absolute or relative to the top of the work tree
	Objects   string // GIT_OBJECT_DIRECTORY, an absolute path; git sets it while it receives a push
	Alternate string // GIT_ALTERNATE_OBJECT_DIRECTORIES, a list of absolute paths like PATH
}

// LocateIn is like [Locate] in an environment, as git sets it for hooks. It refuses variables that would make the files
// of a repository those of another one, into whose branches they could then be published.
func LocateIn(dir string, env Environment) (Place, error) {
	p, err := locateIn(dir, env)
	if err == nil && env.IndexFile != "" && p.GitDir != "" {
		p.index = resolvePath(p.Top, env.IndexFile)
	}
	if err == nil && p.GitDir != "" {
		p.objects, p.alternates = env.Objects, env.Alternate
	}
	return p, err
}

func locateIn(dir string, env Environment) (Place, error) {
	found, err := Locate(dir)
	if err != nil || env.GitDir == "" && env.WorkTree == "" {
		return found, err
	}
	if env.GitDir == "" {
		if env.GitDir = found.GitDir; env.GitDir == "" {
			return Place{}, Hint(fmt.Errorf("GIT_WORK_TREE is set, but %q is %w", dir, ErrNoRepository), "unset GIT_WORK_TREE")
		}
	}
	p, err := PlaceOf(dir, env.GitDir, "")
	if err != nil {
		return Place{}, Hint(fmt.Errorf("GIT_DIR: %w", err), "unset GIT_DIR, or let it name a repository; git sets it in hooks")
	}
	if p.GitDir == found.GitDir && env.WorkTree == "" {
		return found, nil
	}
	top, err := p.explicitTop(env)
	if err != nil {
		return Place{}, err
	}
	if top != "" {
		if p, err = PlaceOf(dir, env.GitDir, top); err != nil {
			return Place{}, Hint(err, "unset GIT_WORK_TREE, or let it name the folder or one above it")
		}
	}
	p.Explicit = true
	return p, p.refuseOther(found)
}

// explicitTop returns the work tree of a repository that GIT_DIR names: GIT_WORK_TREE, core.worktree or, unless the
// repository is bare, the place's own folder.
func (p Place) explicitTop(env Environment) (string, error) {
	if env.WorkTree != "" {
		return env.WorkTree, nil
	}
	config, err := ReadConfig(p, FindProgram())
	if err != nil {
		return "", err
	}
	if s, found := config.get("core.worktree"); found {
		return resolvePath(p.GitDir, s.value), nil
	}
	if bare, err := config.Bool("core.bare"); err != nil || bare {
		return "", err
	}
	return p.Dir, nil
}

// refuseOther returns an error if a folder of the work tree belongs to another repository, which git would find there.
func (p Place) refuseOther(found Place) error {
	root := found.Top
	if root == "" {
		root = found.GitDir
	}
	if p.Top == "" || found.GitDir == "" || found.GitDir == p.GitDir {
		return nil
	}
	if within, err := filepath.Rel(p.Top, root); err != nil || !filepath.IsLocal(within) {
		return nil
	}
	return Hint(fmt.Errorf("GIT_DIR names the repository %q, but %q belongs to the repository %q", p.GitDir, p.Dir, found.GitDir),
		"unset GIT_DIR and GIT_WORK_TREE to use the folder's own repository")
}
