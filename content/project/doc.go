// Package project opens a repository of post mortems: its config, sources, the history of
// its documents, the branches in review, and the documents that a change affects. It gets
// the clock, the environment and the like from an [Env], and prints nothing.
package project
