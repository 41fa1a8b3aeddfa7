package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/convert/foreign"
	"github.com/pmsite/pmsite/content/glob"
	"github.com/pmsite/pmsite/content/markdown"
)

// An incoming document is one that import converts.
type incoming struct {
	shown  string // the path that the user knows
	tree   *importTree
	name   string           // path in the tree
	folder string           // folder of the tree that is imported with all below it; "" if the file was named
	src    []byte           // as markdown
	was    foreign.Document // what the file was

	out     *convert.Imported
	err     error
	to      string // path in the collection's repository; "" until it is known
	written bool
	moved   bool // the old file is gone
	files   []carried
}

// leave adds a note on what is left for the user.
func (d *incoming) leave(text string) {
	d.out.Notes = append(d.out.Notes, convert.Note{Kind: convert.Left, Text: text})
}

// A leftOut file is one that import does not take.
type leftOut struct {
	File string       `json:"file"`
	Kind convert.Kind `json:"kind"`
}

// An importTree is where documents and what they link to are read: a folder, or a commit. Its files
// system follows no link that leads out of it.
type importTree struct {
	fs.FS
	dir string // on disk: the folder, or that of the commit's repository
}

// find returns the documents that the arguments name, and what it leaves out. An argument is a file,
// a folder, or a glob that the shell has not resolved.
func (in *importing) find(args []string) (documents []*incoming, skipped []leftOut, err error) {
	for _, arg := range args {
		found, err := in.findOne(arg)
		if err != nil {
			return nil, nil, err
		}
		documents = append(documents, found...)
	}
	documents = slices.DeleteFunc(documents, func(d *incoming) bool {
		var refused *foreign.RefusedError
		if errors.As(d.err, &refused) && d.folder != "" {
			skipped = append(skipped, leftOut{d.shown, convert.Kind(refused.Seems)})
			return true
		}
		if d.err != nil || d.folder == "" && len(documents) == 1 {
			return false
		}
		kind := convert.KindOf(d.name, d.src)
		if kind == convert.KindPostMortem || kind == convert.KindOther && d.folder == "" {
			return false
		}
		skipped = append(skipped, leftOut{d.shown, kind})
		return true
	})
	return documents, skipped, nil
}

// findOne returns the documents of one argument.
func (in *importing) findOne(arg string) ([]*incoming, error) {
	tree, name, err := in.tree(arg)
	if err != nil {
		return nil, err
	}
	info, err := fs.Stat(tree, name)
	switch {
	case err != nil && strings.ContainsAny(arg, "*?["):
		return in.glob(arg)
	case err != nil:
		return nil, fail(fmt.Errorf("import %q: %w", arg, cause(err)), "name a file, a folder, or a glob in quotes such as 'old/**/*.md'")
	case !info.IsDir():
		d := &incoming{shown: arg, tree: tree, name: name}
		if err := d.read(); err != nil {
			return nil, err
		}
		return []*incoming{d}, nil
	}
	return in.walk(tree, name, func(string) bool { return true }, arg)
}

// glob returns the documents that match a glob. They keep their folders below its fixed part.
func (in *importing) glob(pattern string) ([]*incoming, error) {
	parts := strings.Split(filepath.ToSlash(pattern), "/")
	fixed := slices.IndexFunc(parts, func(part string) bool { return strings.ContainsAny(part, "*?[") })
	above := cmp.Or(strings.Join(parts[:fixed], "/"), ".")
	if fixed == 1 && parts[0] == "" {
		above = "/"
	}
	tree, name, err := in.tree(above)
	if err != nil {
		return nil, err
	}
	rest := strings.Join(parts[fixed:], "/")
	found, err := in.walk(tree, name, func(name string) bool { return glob.Match(rest, name, false) }, above)
	if err == nil && len(found) == 0 {
		err = fail(fmt.Errorf("import %q: no file matches", pattern), "** matches any number of folders: 'old/**/*.md'")
	}
	return found, err
}

// walk returns the texts below a folder that it wants, by their paths in it.
func (in *importing) walk(tree *importTree, folder string, wanted func(name string) bool, shown string) (out []*incoming, err error) {
	err = fs.WalkDir(tree, folder, func(name string, entry fs.DirEntry, err error) error {
		base := path.Base(name)
		switch {
		case err != nil:
			return err
		case name != folder && (base[0] == '.' || base == "node_modules"):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !entry.Type().IsRegular() || !isText(base):
			return nil
		}
		rest := strings.TrimPrefix(name, folder+"/")
		if wanted(rest) {
			d := &incoming{shown: path.Join(filepath.ToSlash(shown), rest), tree: tree, name: name, folder: folder}
			d.err = d.read()
			out = append(out, d)
		}
		return nil
	})
	return out, err
}

// isText reports whether a folder's file may be a document, by its name.
func isText(base string) bool {
	switch strings.ToLower(path.Ext(base)) {
	case ".md", ".markdown", ".mdown", ".mdx", ".qmd", ".html", ".htm", ".json":
		return true
	}
	return false
}

// levelsUp is how far above a named file its pictures may be, if the file is in no repository.
const levelsUp = 3

// tree opens the tree in which an argument is, and returns its path there.
func (in *importing) tree(arg string) (*importTree, string, error) {
	if in.from != "" {
		return in.past.tree(in.from, arg)
	}
	name, err := filepath.Abs(arg)
	if err != nil {
		return nil, "", err
	}
	dir := filepath.Dir(name)
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		dir = name
	}
	top := in.topOf(dir)
	root, err := os.OpenRoot(top)
	if err != nil {
		return nil, "", fail(fmt.Errorf("import %q: %w", arg, cause(err)), "name a file, a folder, or a glob in quotes such as 'old/**/*.md'")
	}
	inside, err := filepath.Rel(top, name)
	return &importTree{FS: root.FS(), dir: top}, filepath.ToSlash(inside), err
}

// topOf returns the repository that a folder is in, or else a folder some levels above it that is not
// the user's own or above that.
func (in *importing) topOf(dir string) string {
	top, home := dir, in.getenv("HOME")
	for at, up := dir, 0; at != home && at != filepath.Dir(at); at, up = filepath.Dir(at), up+1 {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if up <= levelsUp {
			top = at
		}
	}
	return top
}

// read reads the document, and what another program has exported as markdown. If that program is not known,
// the error says what the file seems to be.
func (d *incoming) read() error {
	src, err := readLimited(d.tree, d.name, d.shown)
	if err != nil {
		return err
	}
	if d.was, err = foreign.Read(d.shown, src); err != nil {
		return &failure{statusContent, fmt.Errorf("import %q: %w", d.shown, err), hintOf(err)}
	}
	d.src = d.was.Text
	return nil
}

// readLimited reads a file of a tree, unless it is too large for a document. Errors name it as the user
// does.
func readLimited(tree fs.FS, name, shown string) ([]byte, error) {
	file, err := tree.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", shown, cause(err))
	}
	defer file.Close()
	src, err := io.ReadAll(io.LimitReader(file, markdown.MaxSize+1))
	if err == nil && len(src) > markdown.MaxSize {
		err = fail(fmt.Errorf("read %q: %w", shown, errTooLarge), "move logs and data into attachments")
	}
	return src, err
}

// cause returns an error without the path that an [fs.PathError] adds.
func cause(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fs.ErrNotExist // in the same words on every system
	}
	if pathError, ok := err.(*fs.PathError); ok {
		return pathError.Err
	}
	return err
}
