package collection

import (
	"cmp"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

// Options say which documents are loaded, and how they are read. The zero value
// loads every document below the folder content.
type Options struct {
	content.Options

	Root     string    // folder of the collection; "" means "content"
	Jobs     int       // number of files read in parallel; 0 means the number of CPUs
	Now      time.Time // when reading begins, for a later [Collection.Reload]; zero makes that read every file again
	KeepText bool      // keep the source of each document for [Collection.Text]

	// Wanted reports whether a document is to be read; nil reads every one. Of the
	// others only path and slug are known, and nothing is checked.
	Wanted func(name string, src []byte) bool
}

// OptionsOf returns the options by which the collection of a site is loaded.
func OptionsOf(c *config.Config) Options { return Options{Options: c.Options(), Root: c.Content} }

func (o Options) withDefaults() Options {
	o.Options = o.Options.WithDefaults()
	o.Root = cmp.Or(o.Root, "content")
	return o
}

// Fingerprint returns a text that differs for options that load documents
// differently.
func (o Options) Fingerprint() string { return o.withDefaults().Root + "\n" + o.Options.Fingerprint() }
