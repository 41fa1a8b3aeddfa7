package collection

import (
	"cmp"
	"fmt"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/glob"
)

// Options control which documents are loaded and how they are read. The zero value loads all
// documents below the folder content.
type Options struct {
	content.Options

	Root     string        // folder of the collection; "" means "content"
	Exclude  glob.Patterns // files and folders below Root that do not belong to the collection
	Jobs     int           // number of files read in parallel; 0 means the number of CPUs
	Now      time.Time     // when loading begins, for a later [Collection.Reload]; if zero, that reads every file again
	KeepText bool          // keep the source of each document for [Collection.Text]
	Times    bool          // take a cached document for the same if the size and times of its file are; otherwise, its content decides

	// Wanted reports whether to parse a document; nil means all. Of other documents, only the
	// path and slug are set, and nothing is checked.
	Wanted func(name string, src []byte) bool
}

// OptionsOf returns the options for loading the collection of a site.
func OptionsOf(c *config.Config) Options {
	return Options{Options: c.Options(), Root: c.Content, Exclude: c.Exclude}
}

func (o Options) withDefaults() Options {
	o.Options = o.Options.WithDefaults()
	o.Root = cmp.Or(o.Root, "content")
	return o
}

// Fingerprint returns a text that is different for options that load documents differently.
func (o Options) Fingerprint() string {
	return fmt.Sprintf("%s\n%q\n", o.withDefaults().Root, o.Exclude) + o.Options.Fingerprint()
}
