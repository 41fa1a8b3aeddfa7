package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// Remove removes the tree that was published with Options.Prefix from the branch, with the folders above that are empty
// then. If there is none, the result is Unchanged.
func Remove(ctx context.Context, opts Options) (Result, error) {
	if opts.Prefix == "" {
		return Result{}, errors.New("publish: nothing to remove is named")
	}
	return run(ctx, opts, nil)
}

// prefixForm matches a path that is also an address, in which nothing is hidden. It has no capitals, because some file
// systems take them for small letters, and no name that Windows cannot have.
var (
	prefixForm = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9_-])?(?:/[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9_-])?)*$`)
	deviceName = regexp.MustCompile(`(?:^|/)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[./]|$)`)
)

func checkPrefix(prefix string) error {
	if prefixForm.MatchString(prefix) && len(prefix) <= 200 && !deviceName.MatchString(prefix) && fs.ValidPath(prefix) && !slices.ContainsFunc(strings.Split(prefix, "/"), isGitName) {
		return nil
	}
	return git.Hint(fmt.Errorf("%q is not a folder for a preview", prefix), "use small letters, digits, dots and dashes, such as pr/12")
}

// graft writes the trees of the new commit, in which only the folder of the prefix changes. It returns the root and the
// entries of all new trees, by ID.
func (p *publication) graft(from *base) (git.OID, map[git.OID][]git.Entry, error) {
	first, _, _ := strings.Cut(p.opts.Prefix, "/")
	if from.tip == "" || !from.marked {
		return "", nil, git.Hint(errors.New("it has no site beside which a preview can be published"), "publish the site first: pmsite publish")
	}
	if !slices.ContainsFunc(from.others, func(e git.Entry) bool { return e.Name == first }) && p.hasEntry(from.tree, first) {
		return "", nil, git.Hint(fmt.Errorf("its %q is a part of the site", first), "choose another folder for previews, such as pr/12")
	}
	trees := map[git.OID][]git.Entry{}
	root, err := p.graftAt(from.tree, "", strings.Split(p.opts.Prefix, "/"), trees)
	return root, trees, err
}

func (p *publication) hasEntry(tree git.OID, name string) bool {
	list, err := p.repo.Entries(tree)
	return err != nil || slices.ContainsFunc(list, func(e git.Entry) bool { return e.Name == name })
}

// graftAt returns the tree of the folder dir with what is below the path changed; "" if it is empty then. An old tree of
// "" means that there is no folder yet.
func (p *publication) graftAt(old git.OID, dir string, below []string, trees map[git.OID][]git.Entry) (git.OID, error) {
	list, err := p.repo.Entries(old)
	if err != nil {
		return "", err
	}
	marked := slices.ContainsFunc(list, func(e git.Entry) bool { return e.Name == Marker && e.Mode == git.ModeFile })
	switch {
	case len(below) == 0 && len(list) > 0 && !marked:
		return "", git.Hint(fmt.Errorf("its %q was not made by pmsite", dir), "choose another folder for the preview")
	case len(below) == 0:
		return p.replaced(old, trees)
	case dir != "" && marked:
		return "", git.Hint(fmt.Errorf("its %q is a preview, in which there can be no other", dir), "choose another folder for the preview")
	}
	name := below[0]
	i := slices.IndexFunc(list, func(e git.Entry) bool { return e.Name == name })
	var inside git.OID
	if i >= 0 {
		if list[i].Mode != git.ModeTree {
			return "", git.Hint(fmt.Errorf("its %q is a file", path.Join(dir, name)), "choose another folder for the preview")
		}
		inside = list[i].ID
	}
	id, err := p.graftAt(inside, path.Join(dir, name), below[1:], trees)
	if err != nil || id == inside {
		return old, err
	}
	if i >= 0 {
		list = slices.Delete(slices.Clone(list), i, i+1)
	}
	if id != "" {
		list = append(list, git.Entry{Name: name, Mode: git.ModeTree, ID: id})
	}
	return p.addTree(list, trees)
}

// addTree writes a tree, unless it is empty.
func (p *publication) addTree(list []git.Entry, trees map[git.OID][]git.Entry) (git.OID, error) {
	if len(list) == 0 {
		return "", nil
	}
	id, err := p.writer.Add(git.KindTree, git.EncodeTree(list))
	trees[id] = list
	return id, err
}

// replaced returns the tree that takes the place of an old preview.
func (p *publication) replaced(old git.OID, trees map[git.OID][]git.Entry) (git.OID, error) {
	if p.staged == nil {
		return "", nil
	}
	from := &base{tree: old}
	var err error
	if from.others, _, err = p.others(old); err != nil {
		return "", err
	}
	id, made, err := p.compose(from)
	for of, list := range made {
		trees[of] = list
	}
	return id, err
}
