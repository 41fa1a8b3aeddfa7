// Package project opens a repository of post mortems: its config, its sources, the
// history of its documents, the branches in review, and what a change concerns. What
// it needs of its surroundings comes in an [Env]; it prints nothing.
package project
