package serve

import (
	"context"
	"io/fs"
)

// A Snapshot is a site at one time, and what its author is to know of it. Links
// that open an editor may be of any scheme: whoever gives them vouches for them.
type Snapshot struct {
	Site    fs.FS
	Faults  []Fault
	Explain func(err error) Fault                         // tells why a page cannot be made; nil leaves it to the error's text
	Notes   func(ctx context.Context, page string) *Notes // on the page of that file; nil, as a function or a result, for none
	Base    *Base                                         // what the site is compared with; nil for nothing
}

// A Fault keeps a page, or all of them, from being what it is to be.
type Fault struct {
	Page    string // path of the page's file on the site; "" for every page
	File    string // that is at fault, "" when it is not one file
	Link    string // opens the place in an editor; may be empty
	Message string
	Hint    string // what to do about it; may be empty
	Source  []Line // around the fault; may be empty
}

// A Line is one of a source file.
type Line struct {
	Number int // from 1
	Text   string
	Faulty bool
}

// Notes are remarks on what a page was made of, for its author. They are shown
// beside the page, and are no part of it.
type Notes struct {
	File string // that the page was made of
	Link string // opens it in an editor; may be empty
	List []Note // in the order of the lines
}

// A Note is one remark.
type Note struct {
	Line    int    // from 1
	Link    string // opens the place in an editor; may be empty
	Level   string // "error", "warning" or another word
	Message string
	Hint    string // what to do about it; may be empty
	Name    string // of the rule behind it; may be empty
}

// A Base is another state of the site, to compare it with.
type Base struct {
	Name    string // such as main
	Site    fs.FS
	Changes func(page string) *Changes // on the page of that file; nil for none
}

// Changes say what became of a page since the base.
type Changes struct {
	Title   string   // such as "Changed"
	List    []Change // in the order in which they matter
	Figures []Change // of lesser weight
	Was     string   // the file of the page in the base; "" when it has none
}

// A Change is one of them: words, or a value that became another.
type Change struct {
	Kind     string // a word before it, such as "new"; may be empty
	Text     string
	Page     string // the file of the page that it is about; may be empty
	Gone     bool   // Page is one of the base only
	From, To string // of a value; both empty for words
}
