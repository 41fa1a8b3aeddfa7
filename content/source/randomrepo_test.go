package source

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/git"
	"github.com/pmsite/pmsite/content/git/gittest"
)

// A randomRepo is a repository with some of all that git allows: configuration, ignore rules, forms of the index and
// of the object store, and a history.
type randomRepo struct {
	*gittest.Repo
	dice
	gitDir string // of the work tree
	common string
	home   string // HOME
	tilde  string // HOME, as configuration may have it
	linear bool   // the history has renames and no branches
}

func newRandomRepo(t testing.TB, seed uint64) *randomRepo {
	d := newDice(seed)
	r := &randomRepo{Repo: gittest.New(t, "--object-format="+d.pick("sha1", "sha1", "sha1", "sha256")), dice: d, home: t.TempDir()}
	r.gitDir = filepath.Join(r.Dir, ".git")
	r.common = r.gitDir
	r.makeEnvironment()
	if r.linear = r.oneIn(3); r.linear {
		importHistory(r.Repo, r.dice, 5+r.IntN(25), true, "main")
	} else {
		importHistory(r.Repo, r.dice, 5+r.IntN(40), false, "main", "b1", "feature/x")
	}
	r.tag()
	r.store()
	r.Git("config", "core.autocrlf", r.pick("false", "true", "input"))
	r.checkOut()
	if r.oneIn(3) {
		r.commit()
	}
	r.configure()
	r.ignore()
	r.index()
	return r
}

// program is the git program with the repository's environment.
func (r *randomRepo) program() git.Program {
	program := git.FindProgram()
	program.Env = r.Env
	return program
}

// try runs git where it does not matter if it refuses, as it does with some combinations.
func (r *randomRepo) try(args ...string) { _, _ = r.Try("", args...) }

// write writes a file outside of the work tree.
func (r *randomRepo) write(name, text string) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		r.T.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		r.T.Fatal(err)
	}
}

// makeEnvironment decides where git looks for the configuration of the system and the user.
func (r *randomRepo) makeEnvironment() {
	r.Env = slices.DeleteFunc(gittest.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(name, "GIT_CONFIG_") || name == "HOME" || name == "XDG_CONFIG_HOME"
	})
	set := func(name, value string) { r.Env = append(r.Env, name+"="+value) }
	if r.tilde = "~"; r.oneIn(8) {
		r.tilde = r.home // git refuses what it cannot expand
	} else {
		set("HOME", r.home)
	}
	if r.oneIn(3) {
		set("XDG_CONFIG_HOME", r.pick(r.home+"/xdg", ""))
	}
	if r.oneIn(4) {
		set("GIT_CONFIG_GLOBAL", r.pick(r.home+"/global", os.DevNull, ""))
	}
	set("GIT_CONFIG_SYSTEM", r.home+"/system") // nothing is known of the machine's own
	if r.oneIn(4) {
		set("GIT_CONFIG_NOSYSTEM", r.pick("1", "true", "false"))
	}
	if r.oneIn(4) {
		set("GIT_CONFIG_COUNT", "1")
		set("GIT_CONFIG_KEY_0", "core.excludesFile")
		set("GIT_CONFIG_VALUE_0", r.excludesFile())
	}
}

// tag names some commits.
func (r *randomRepo) tag() {
	ids := strings.Fields(r.Git("rev-list", "--all"))
	for i := range r.IntN(4) {
		id := ids[r.IntN(len(ids))]
		if r.oneIn(2) {
			r.Git("tag", fmt.Sprintf("v%d.0", i), id)
		} else {
			r.Git("tag", "-a", "-m", "annotated", fmt.Sprintf("release/%d-g", i), id)
		}
	}
}

// store packs some of the objects.
func (r *randomRepo) store() {
	version := "pack.indexVersion=" + r.pick("1", "2")
	if r.oneIn(2) {
		ids := strings.Fields(r.Git("rev-list", "--all"))
		objects := r.Git("rev-list", "--objects", ids[r.IntN(len(ids))])
		name := filepath.Join(r.common, "objects", "pack", r.pick("pack", "pack", "other"))
		if _, err := r.Try(objects, "-c", version, "pack-objects", "-q", name); err != nil {
			r.T.Fatal(err)
		}
		r.Git("prune-packed", "-q")
	}
	switch r.IntN(4) {
	case 0:
		r.Git("-c", version, "repack", "-q", "-d")
	case 1:
		r.Git("-c", version, "repack", "-q", "-a", "-d")
	}
	if r.oneIn(3) {
		r.Git("pack-refs", "--all")
	}
	if r.oneIn(4) {
		r.try("multi-pack-index", "write")
		r.Git("commit-graph", "write", "--reachable")
	}
	if r.oneIn(4) {
		objects, elsewhere := filepath.Join(r.common, "objects"), filepath.Join(r.home, "objects")
		if err := os.Rename(objects, elsewhere); err != nil {
			r.T.Fatal(err)
		}
		r.write(filepath.Join(objects, "info", "alternates"), elsewhere+"\n")
	}
}

// checkOut checks out a branch, perhaps in a linked work tree.
func (r *randomRepo) checkOut() {
	branch := r.pick("main", "main", "feature/main")
	r.try("branch", branch, "main")
	if r.oneIn(4) {
		linked := filepath.Join(r.home, "linked")
		r.Git("worktree", "add", "-q", "-f", linked, branch)
		r.Dir, r.gitDir = linked, filepath.Join(r.common, "worktrees", "linked")
		return
	}
	r.Git("checkout", "-q", "-f", branch)
}

// commit adds an empty commit in some encoding.
func (r *randomRepo) commit() {
	name := r.pick("ISO-8859-1", "KOI8-R", "EUC-JP", "UTF-8")
	who := map[string]string{"ISO-8859-1": people[1], "KOI8-R": people[4], "EUC-JP": people[2], "UTF-8": people[3]}[name]
	encoded, err := encodings[name].NewEncoder().String(who)
	if err != nil {
		r.T.Fatal(err)
	}
	author := *r.Repo
	author.Time = author.Time.AddDate(1, 0, 0)
	author.Env = append(slices.Clip(r.Env), "GIT_AUTHOR_NAME="+encoded)
	author.Git("-c", "i18n.commitEncoding="+name, "commit", "-q", "--allow-empty", "-m", "encoded by "+encoded)
}

// excludesFile returns the path of a file of ignore rules, as a configuration may have it.
func (r *randomRepo) excludesFile() string {
	name := r.pick("ex1", "ex2", "ex3")
	relative, err := filepath.Rel(r.Dir, filepath.Join(r.home, name))
	if err != nil {
		r.T.Fatal(err)
	}
	return r.pick(r.home+"/"+name, r.home+"/"+name, r.tilde+"/"+name, r.tilde+"/"+name, relative, "in the work tree", "none", "")
}

// configure writes all files of configuration that git reads, and the lists of files to ignore that they name.
func (r *randomRepo) configure() {
	for _, name := range []string{"ex1", "ex2", "ex3", ".config/git/ignore", "xdg/git/ignore"} {
		r.write(filepath.Join(r.home, name), r.rules())
	}
	for _, name := range []string{".gitconfig", ".config/git/config", "xdg/git/config", "global", "system", "inc1", "sub/inc2"} {
		if r.oneIn(3) {
			r.write(filepath.Join(r.home, name), r.settings(!strings.Contains(name, "inc")))
		}
	}
	add := func(name, text string) {
		old, _ := os.ReadFile(name)
		r.write(name, string(old)+text)
	}
	if r.oneIn(2) {
		r.Git("remote", "add", "origin", r.pick("https://example.org/x/y.git", "git@example.org:x/y"))
	}
	if r.oneIn(3) {
		r.Git("config", "core.repositoryFormatVersion", "1")
		r.Git("config", "extensions.worktreeConfig", "true")
		add(filepath.Join(r.gitDir, "config.worktree"), r.settings(true))
	}
	add(filepath.Join(r.common, "config"), r.settings(true))
}

// settings returns the text of a file of configuration, which may include others.
func (r *randomRepo) settings(include bool) string {
	var b strings.Builder
	for range r.IntN(4) {
		section := r.pick("[core]", "[CORE]", "[core] ; comment\n", "[core]\r\n")
		kind := r.IntN(8)
		if !include {
			kind = r.IntN(4)
		}
		switch kind {
		case 0, 1, 2:
			value := r.excludesFile()
			fmt.Fprintf(&b, "%s\t%s\n", section, r.pick("excludesFile = "+value, "EXCLUDESFILE=\""+value+"\"", "excludesfile = "+value+" # comment", "excludesFile = \\\n"+value))
		case 3:
			fmt.Fprintf(&b, "%s %s\n", section, r.pick("ignoreCase", "ignorecase=ON", "ignoreCase = true", "ignorecase = true", "ignoreCase=yes", "ignorecase = 1k", "ignoreCase = off", "ignorecase =", "ignorecase = 0"))
		case 4:
			fmt.Fprintf(&b, "[include]\n\tpath = %s\n", r.included())
		default:
			fmt.Fprintf(&b, "[includeIf %q]\n\tpath = %s\n", r.condition(), r.included())
		}
	}
	return b.String()
}

// included returns the path of a file of configuration.
func (r *randomRepo) included() string {
	return r.pick(r.home+"/inc1", r.tilde+"/inc1", "inc1", r.tilde+"/sub/inc2", "sub/inc2", "../inc1", "none")
}

// condition returns one of those that git knows.
func (r *randomRepo) condition() string {
	dir := filepath.Dir(r.common)
	return r.pick(
		"gitdir:"+r.pick(r.common, dir+"/", dir+"/**", filepath.Dir(dir)+"/*/.git", ".git", "linked", "linked/", "./", "./.git", "~/", "~/linked/", os.TempDir()+"/", "**/worktrees/"),
		"gitdir/i:"+r.pick(strings.ToUpper(r.common), strings.ToLower(dir)+"/", ".GIT", "./", ".", "~/", strings.ToUpper(os.TempDir())+"/"),
		"onbranch:"+r.pick("main", "feature/", "feature/**", "f*", "*", "**", ""),
		"hasconfig:remote.*.url:"+r.pick("https://example.org/", "https://example.org/**", "git@*", "git@example.org:x/*", "**/y.git", "*"),
		"unknown:x", "",
	)
}

// ignore writes files of ignore rules, and files that they may hide.
func (r *randomRepo) ignore() {
	write := func(name, text string) {
		at := filepath.Join(r.Dir, filepath.FromSlash(name))
		if os.MkdirAll(filepath.Dir(at), 0o755) == nil { // unless a file is in the way
			_ = os.WriteFile(at, []byte(text), 0o644)
		}
	}
	write("in the work tree", r.rules())
	for range 10 + r.IntN(30) {
		write(r.path(), r.pick("", "untracked"))
	}
	if r.oneIn(2) {
		write(".gitignore", r.rules())
	}
	for _, dir := range []string{"a", "sub", "SUB2", "sub/a", "é"} {
		if info, err := os.Stat(filepath.Join(r.Dir, dir)); err == nil && info.IsDir() && r.oneIn(3) {
			write(dir+"/.gitignore", r.rules())
		}
	}
	if r.oneIn(8) {
		if dir := filepath.Join(r.Dir, "link"); os.MkdirAll(dir, 0o755) == nil && os.Symlink(r.home+"/ex1", dir+"/.gitignore") == nil {
			write("link/a", "")
		}
	}
	if r.oneIn(2) {
		r.write(filepath.Join(r.common, "info", "exclude"), r.rules())
	}
}

// index gives the index one of its forms, and files in it states of all kinds.
func (r *randomRepo) index() {
	r.try("-c", "core.splitIndex=false", "update-index", "--index-version", r.pick("2", "3", "4"))
	steps := []func(){r.force, r.mean, r.skip, r.conflict, r.split}
	if r.oneIn(2) {
		steps = []func(){r.force, r.skip, r.sparse, r.sparse} // with the others, git refuses it, or crashes
	}
	r.Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
	for _, step := range steps {
		if r.oneIn(2) {
			step()
			r.repair()
		}
	}
	for _, name := range r.tracked() {
		if r.oneIn(10) {
			_ = os.Remove(filepath.Join(r.Dir, name))
		}
	}
}

// repair makes a new index if git cannot read its own: it crashes on a sparse one with some states.
func (r *randomRepo) repair() {
	if _, err := r.Try("", "ls-files", "-s"); err == nil {
		return
	}
	for _, name := range []string{"index", "index.lock"} {
		_ = os.Remove(filepath.Join(r.gitDir, name))
	}
	r.Git("read-tree", "HEAD")
}

// tracked returns the files of the index.
func (r *randomRepo) tracked() []string {
	return slices.DeleteFunc(strings.Split(r.Git("ls-files", "-z"), "\x00"), func(name string) bool { return name == "" })
}

// force adds some files although they are ignored, and removes others from the index.
func (r *randomRepo) force() {
	r.add("-f")
	for _, name := range r.tracked() {
		if r.oneIn(6) {
			r.try("--literal-pathspecs", "rm", "-q", "--cached", "--sparse", "--", name)
		}
	}
}

// mean intends to add some files.
func (r *randomRepo) mean() { r.add("-f", "-N") }

// add adds some files that are not tracked.
func (r *randomRepo) add(options ...string) {
	for name := range strings.SplitSeq(r.Git("ls-files", "-z", "-o"), "\x00") {
		if name != "" && !strings.HasSuffix(name, "/") && r.oneIn(3) {
			r.try(slices.Concat([]string{"--literal-pathspecs", "add"}, options, []string{"--", name})...)
		}
	}
}

// conflict leaves a file unmerged.
func (r *randomRepo) conflict() {
	for line := range strings.SplitSeq(r.Git("ls-files", "-z", "-s"), "\x00") {
		if about, name, ok := strings.Cut(line, "\t"); ok && r.oneIn(8) {
			p := strings.Fields(about)
			in := fmt.Sprintf("0 %s\t%s\n%s %s 1\t%s\n%s %s 3\t%s\n", strings.Repeat("0", len(p[1])), name, p[0], p[1], name, p[0], p[1], name)
			_, _ = r.Try(in, "update-index", "--index-info")
		}
	}
}

// skip marks files that need not be in the work tree.
func (r *randomRepo) skip() {
	for _, name := range r.tracked() {
		if r.oneIn(4) {
			r.try("update-index", "--skip-worktree", "--", name)
			if r.oneIn(2) {
				_ = os.Remove(filepath.Join(r.Dir, name))
			}
		}
	}
}

func (r *randomRepo) sparse() {
	switch r.IntN(4) {
	case 0:
		r.try("sparse-checkout", "set", "--cone", "a", "sub")
	case 1, 2:
		r.try("sparse-checkout", "set", "--cone", "--sparse-index", r.pick("sub", "a", "none"))
	default:
		r.try("sparse-checkout", "set", "--no-cone", "/*", "!/a", "!.gitignore")
	}
}

func (r *randomRepo) split() {
	r.try("update-index", "--split-index")
	if r.oneIn(2) {
		r.Git("config", "core.splitIndex", "true")
		r.Git("config", "splitIndex.maxPercentChange", "100")
		r.force()
	}
}

// folder returns the work tree, or a folder in it that no rule ignores, whether git tracks files in it or not.
func (r *randomRepo) folder() string {
	defer r.restoreRules()()
	dirs := []string{}
	entries, err := os.ReadDir(r.Dir)
	if err != nil {
		r.T.Fatal(err)
	}
	for _, e := range entries {
		if _, err := r.Try("", "check-ignore", "--no-index", "-q", "--", "./"+e.Name()); e.IsDir() && e.Name() != ".git" && err != nil {
			dirs = append(dirs, e.Name())
		}
	}
	if len(dirs) == 0 || r.oneIn(2) {
		return r.Dir
	}
	return filepath.Join(r.Dir, r.pick(dirs...))
}

// restoreRules writes the top's .gitignore file if it is left out of the work tree, since git check-ignore --no-index
// does not read it from the index, until the function returned is called.
func (r *randomRepo) restoreRules() (remove func()) {
	name := filepath.Join(r.Dir, ".gitignore")
	text, err := r.Try("", "show", ":.gitignore")
	_, missing := os.Lstat(name)
	if err != nil || missing == nil || !strings.HasPrefix(r.Git("ls-files", "-t", ".gitignore"), "S ") {
		return func() {}
	}
	r.write(name, text)
	return func() { _ = os.Remove(name) }
}
