// Package git reads and writes a repository on disk. It knows neither file trees nor what is in the files.
//
// A [Place] says where a repository lies; [Open] opens it as a [Repository], which finds objects, names of commits,
// branches and the index. A [Writer] adds objects, [Repository.MoveRef] moves a branch, and an [Upstream] fetches and
// pushes one. A [Mirror] is a copy of a repository elsewhere. [Create] makes a repository.
//
// The package reads no clock and prints nothing, and runs no hook, filter or other program that a repository names.
//
// # Go-git and the git program
//
// go-git does the work. The git program is asked only where go-git cannot: in SHA-256 repositories, in those that
// keep their refs in a reftable, in partial clones, and where an extension is unknown. Both answer through the same
// few questions, so that callers need not know which one does. Remotes are the other way round: the git program knows
// all that git can be told of them, and go-git serves where there is none. A [Program] says where the git program is;
// it inherits no variable that could point it at another repository.
//
// # Trust
//
// git's safe.directory is about running what a repository's configuration names. Nothing is run here, so go-git's
// reading does not ask who owns the repository. Where the git program is needed, its own check stands, and its
// refusal is an error whose hint names the command that lifts it.
package git
