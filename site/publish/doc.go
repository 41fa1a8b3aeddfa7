// Package publish puts an [fs.FS] somewhere, all or nothing. [Branch] makes it one commit on a branch of a git
// repository.
//
// It does not know what the files are. It reads no environment variable, no clock and no work tree, prints nothing,
// and runs no program but git itself, when it is told where that is: for reaching a remote, and for reading a repository
// that go-git would take for another kind, such as one that names its objects by SHA-256.
//
// # What is written
//
// Blobs, trees and the commit go straight to the object store, as one pack; what the store has is not written again.
// Work tree, index and HEAD are never touched, and a branch that some work tree has checked out is refused. The ref
// is moved last, under git's own lock and only if it is still where it was when publishing began. Interrupted at any
// point, the branch is either old or new; a pack that no ref leads to yet is left to git gc.
//
// # What is replaced
//
// The file [Marker] at the top of the tree lists the names at its top, one a line. The next commit replaces these and
// nothing else: what others put beside them stays, as do the paths in Options.Keep. A branch with files but without
// the marker was not made by this package, and is refused.
//
// # Pushing
//
// A push is never forced. When the remote's branch has moved in the meantime, the commit is made again on its new
// tip, three times at most. When both branches have commits that the other lacks, both become parents: nothing that
// was published is lost.
package publish
