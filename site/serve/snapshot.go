package serve

import (
	"context"
	"io/fs"
)

// A Snapshot is the state of a site, with information for its author. Links that open an
// editor may have any scheme; the caller must make sure that they are safe.
type Snapshot struct {
	Site    fs.FS
	Faults  []Fault
	Explain func(err error) Fault                         // explains why a page cannot be rendered; if nil, the error is shown
	Notes   func(ctx context.Context, page string) *Notes // returns the notes on a page's file; nil, as function or result, means none
	Base    *Base                                         // the site to compare with; nil for none
}

// A Fault is an error that affects a page, or all pages.
type Fault struct {
	Page    string // path of the page's file on the site; "" for every page
	File    string // file with the error; "" if it is not a single file
	Link    string // opens the place in an editor; may be empty
	Message string
	Hint    string // what to do about it; may be empty
	Source  []Line // around the fault; may be empty
}

// A Line is a line of a source file.
type Line struct {
	Number int // 1-based
	Text   string
	Faulty bool
}

// Notes are notes for the author on the source of a page. They are shown beside the page and
// are not part of it.
type Notes struct {
	File string // source of the page
	Link string // opens the file in an editor; may be empty
	List []Note // in the order of lines
}

// A Note is a single note.
type Note struct {
	Line    int    // 1-based
	Link    string // opens the place in an editor; may be empty
	Level   string // such as "error" or "warning"
	Message string
	Hint    string // what to do about it; may be empty
	Name    string // of the rule behind it; may be empty
}

// A Base is another state of the site to compare with.
type Base struct {
	Name    string // such as main
	Site    fs.FS
	Changes func(page string) *Changes // returns the changes of a page's file; nil for none
}

// Changes are the changes of a page since the base.
type Changes struct {
	Title    string   // such as "Changed"
	List     []Change // most important first
	Figures  []Change // changes of figures, less important
	BasePage string   // file of the page in the base; "" if it has none
}

// A Change is a text, or a value that changed.
type Change struct {
	Kind     string // a label, such as "new"; may be empty
	Text     string
	Page     string // file of the page that the change is about; may be empty
	Gone     bool   // whether Page exists only in the base
	From, To string // old and new value; both empty for a text
}
