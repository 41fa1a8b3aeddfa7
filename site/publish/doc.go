// Package publish publishes an [fs.FS], all or nothing. [Branch] makes it one commit on a branch of a git repository,
// as the branch's content or as a folder in it.
//
// It does not know what the files contain. It reads no environment variable, clock or work tree, and prints nothing.
// The only program that it runs is git, and only if Options.Git says where it is: to access a remote, and for
// repositories that go-git cannot read, such as those with SHA-256 object IDs.
//
// # What is written
//
// Blobs, trees and the commit go straight to the object store, as one pack, except for objects that the store already
// has. Work tree, index and HEAD are never touched, and a branch that is checked out in any work tree is refused. The
// ref is moved last, under git's own lock and only if it has not moved since publishing began. After an interruption at
// any point, the branch is either old or new. git gc removes a pack that no ref needs.
//
// # What is replaced
//
// The file [Marker] at the top of the tree lists the names there, one per line. The next commit replaces these and
// nothing else: files that others have added at the top stay, as do the paths in Options.Keep. A branch that has files
// but no marker was not made by this package, and is refused.
//
// With Options.Prefix, the tree becomes a folder of the branch, such as pr/12, with a marker of its own. The rest of the
// branch stays, and the next commit without a prefix leaves the folder alone, since the marker at the top does not list
// it. [Remove] removes it.
//
// # Pushing
//
// A push is never forced. If the remote's branch has moved in the meantime, the commit is made again on the new tip, at
// most three times. If the branches have diverged, the new commit has both tips as parents, so that nothing published
// is lost.
package publish
