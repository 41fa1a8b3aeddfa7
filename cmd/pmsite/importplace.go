package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/convert"
	"github.com/pmsite/pmsite/content/lazyregexp"
)

// A carried file is one that a document links to and that comes along.
type carried struct {
	from string // path in the tree
	to   string // path in the collection's repository
	data []byte
}

// place decides where each document goes, and makes its links right for that place.
func (in *importing) place(documents []*incoming) {
	taken, slugs := map[string]bool{}, map[string]bool{}
	for _, d := range documents {
		if d.err != nil {
			continue
		}
		if d.out.PostMortem.Date.IsZero() {
			d.err = fail(fmt.Errorf("%s: no date in the document, its name or git", d.shown), "pmsite import --write --date 2026-03-05 "+d.shown)
			continue
		}
		d.to = in.placeOf(d, false)
		if taken[content.FoldAddress(d.to)] || slugs[content.FoldAddress(content.SlugOf(d.to))] {
			d.to = in.placeOf(d, true)
		}
		for n, base := 2, strings.TrimSuffix(d.to, ".md"); taken[content.FoldAddress(d.to)]; n++ {
			d.to = fmt.Sprintf("%s-%d.md", base, n)
		}
		taken[content.FoldAddress(d.to)], slugs[content.FoldAddress(content.SlugOf(d.to))] = true, true
	}
	in.relink(documents)
}

// placeOf returns the path of a document: in the folder of its year, or the one that it has below the
// folder that is imported. It gets a new name if it needs one, or if renamed is set.
func (in *importing) placeOf(d *incoming, renamed bool) string {
	pm := d.out.PostMortem
	rest, within := strings.CutPrefix(path.Dir(d.name)+"/", d.folder+"/")
	if d.folder == "." {
		rest, within = path.Dir(d.name)+"/", true
	}
	if d.folder == "" || !within {
		return path.Join(folderOf(in.cfg, pm.Date), adoptedName(d.name, pm)+".md")
	}
	name := visible(strings.TrimSuffix(path.Base(d.name), path.Ext(d.name)))
	if renamed || name == "" {
		name = adoptedName(d.name, pm)
	}
	return path.Join(in.base(d), visible(strings.Trim(rest, "/")), name+".md")
}

var datedName = lazyregexp.New(`^\d{4}-\d{2}-\d{2}-.*\p{L}`)

// adoptedName returns the file's own name if it begins with a date, or else the name
// that a new post mortem would get.
func adoptedName(file string, pm *content.PostMortem) string {
	base := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if datedName().MatchString(base) {
		return content.Slug(base)
	}
	title := pm.Title
	if title == "" {
		title = base
	}
	return pm.Date.String() + "-" + content.Slug(shorten(title))
}

// relink makes the links of all documents right for the places that they go to: those to each other,
// and those to files, which come along.
func (in *importing) relink(documents []*incoming) {
	places := map[string]string{} // of documents, by folder and path of the source
	for _, d := range documents {
		if d.to != "" {
			places[d.tree.dir+"\x00"+d.name] = d.to
		}
	}
	files := map[string]string{} // what is at a place, by its path there as file systems compare it
	for _, d := range documents {
		if d.to == "" {
			continue
		}
		d.out.Text = convert.Relink(d.out.Text, func(dest string) string {
			return in.newLink(d, dest, places, files)
		})
	}
}

var schemeForm = lazyregexp.New(`^(?:[A-Za-z][A-Za-z0-9+.-]*:|//|/|#|\?)`)

// newLink returns the destination of a link for the place that a document goes to. It adds a file to those
// that come along.
func (in *importing) newLink(d *incoming, dest string, places, files map[string]string) string {
	at, rest := dest, ""
	if i := strings.IndexAny(dest, "#?"); i >= 0 {
		at, rest = dest[:i], dest[i:]
	}
	plain, err := url.PathUnescape(at)
	if err != nil || plain == "" || schemeForm().MatchString(plain) || strings.ContainsAny(plain, "\\\x00") {
		return dest
	}
	target := path.Join(path.Dir(d.name), plain)
	place := places[d.tree.dir+"\x00"+target]
	if place == "" {
		if place = in.carry(d, target, files); place == "" {
			return dest
		}
	}
	link, err := filepath.Rel(filepath.FromSlash(path.Dir(d.to)), filepath.FromSlash(place))
	if err != nil || path.Join(path.Dir(d.to), plain) == place {
		return dest // as written
	}
	return (&url.URL{Path: filepath.ToSlash(link)}).EscapedPath() + rest
}

// carry adds a file that a document links to, and returns its place, or "" if the site would not publish
// it. What is not below the document or the folder that is imported comes along only if it is a picture.
func (in *importing) carry(d *incoming, target string, files map[string]string) string {
	refuse := func(why string) string {
		d.leave("link: " + d.shownTarget(target) + " was not copied: " + why)
		return ""
	}
	info, err := fs.Stat(d.tree, target)
	switch {
	case err != nil:
		return refuse(cause(err).Error())
	case info.IsDir():
		return refuse("it is a folder")
	case isText(path.Base(target)):
		return refuse("import it, too")
	}
	beside, above := d.from(target), path.Dir(d.to)
	below := !strings.HasPrefix(beside, "../")
	if inside, within := strings.CutPrefix(target, strings.TrimPrefix(d.folder+"/", "./")); d.folder != "" && within {
		beside, below, above = inside, true, in.base(d)
	}
	beside = strings.ReplaceAll(beside, "../", "")
	switch why := content.Unpublished(beside); {
	case why != "":
		return refuse(why)
	case !info.Mode().IsRegular():
		return refuse("it is no regular file")
	case !below && !isPicture(d.tree, target):
		return refuse("it is not below the document")
	}
	return in.takeFile(d, target, path.Join(above, visible(beside)), files)
}

// from returns the way from the document's folder to a path of the tree.
func (d *incoming) from(target string) string {
	inside, err := filepath.Rel(filepath.FromSlash(path.Dir(d.name)), filepath.FromSlash(target))
	if err != nil {
		return target
	}
	return filepath.ToSlash(inside)
}

// shownTarget returns a path of the tree as one that the user knows.
func (d *incoming) shownTarget(target string) string {
	return path.Join(path.Dir(filepath.ToSlash(d.shown)), d.from(target))
}

// base returns the folder of the collection that the years are in.
func (in *importing) base(d *incoming) string {
	return path.Dir(folderOf(in.cfg, d.out.PostMortem.Date))
}

// visible returns a path without the . or _ that a part of it begins with, because such files do not
// belong to a collection, and in which every system can have each part.
func visible(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = content.PortableName(strings.TrimLeft(part, "_."))
	}
	return path.Join(parts...)
}

// takeFile adds a file with the place to which it goes. If another one is there, it gets a folder of its
// own.
func (in *importing) takeFile(d *incoming, target, to string, files map[string]string) string {
	data, err := fs.ReadFile(d.tree, target)
	if err != nil {
		d.leave("link: " + d.shownTarget(target) + " was not copied: " + cause(err).Error())
		return ""
	}
	if other, there := files[content.FoldAddress(to)]; there && other != d.tree.dir+"\x00"+target || in.differs(to, data) {
		to = path.Join(path.Dir(d.to), content.SlugOf(d.to), path.Base(target))
	}
	if _, there := files[content.FoldAddress(to)]; !there {
		d.files = append(d.files, carried{target, to, data})
	}
	files[content.FoldAddress(to)] = d.tree.dir + "\x00" + target
	return to
}

// differs reports whether the collection has another file at a place.
func (in *importing) differs(name string, data []byte) bool {
	root, err := os.OpenRoot(in.root)
	if err != nil {
		return false
	}
	defer root.Close()
	old, err := root.ReadFile(name)
	return err == nil && !bytes.Equal(old, data)
}

// isPicture reports whether a file has the name and the first bytes of a picture.
func isPicture(tree fs.FS, name string) bool {
	if strings.EqualFold(path.Ext(name), ".svg") {
		return true
	}
	file, err := tree.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	begin := make([]byte, 512)
	n, _ := file.Read(begin)
	return strings.HasPrefix(http.DetectContentType(begin[:n]), "image/")
}
