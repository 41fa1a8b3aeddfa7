// Package git reads and writes a git repository on disk. It offers no file tree, and does not know what the files
// contain.
//
// A [Place] says where a repository is. [Open] opens it as a [Repository], which reads objects, revisions, branches and
// the index. A [Writer] adds objects, [Repository.MoveRef] moves a branch, and an [Upstream] fetches and pushes one. A
// [Mirror] is a local copy of a remote repository. [Init] makes a new repository.
//
// The package reads no clock and prints nothing. It runs no hook, filter or other program that a repository names.
//
// # Go-git and the git program
//
// go-git, a Go library, does most of the work. The git program runs only for what go-git cannot do: SHA-256
// repositories, refs in a reftable, partial clones and unknown extensions. Both sit behind the same small interface,
// so callers need not know which one is in use. For remotes, the order is reversed: the git program supports
// everything that can be configured for them, so go-git is used only if there is no git program. A [Program] is the
// path of the git program and its environment, without variables that could point it at another repository.
//
// # Configuration
//
// [ReadConfig] reads git's configuration without the git program: the files of the system, the user, the repository and
// the work tree, the files that these include, and the variables GIT_CONFIG_COUNT and so on. The system's file is in the
// folder where the git program was installed, else in /etc, unless GIT_CONFIG_SYSTEM names another.
//
// # Trust
//
// git's safe.directory protects against programs that a repository's configuration names. This package runs none of
// them, so reading with go-git does not check who owns the repository. The git program does its own check. If it
// refuses, the error has a hint with the command that lifts the refusal.
package git
