package main

// Where this program comes from. Everything that it writes takes the names from here: the
// reports, and the files of a new collection. A fork changes them, with the import paths and
// the documentation, by make rename MODULE=github.com/acme/pmsite.
const (
	repository = "pmsite/pmsite" // on GitHub; also the name of the action
	module     = "github.com/" + repository
	home       = "https://" + module
)
