package check

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/svg"
)

// maxAttachment is the size in bytes above which an attachment is reported. A whole site
// on GitHub Pages may have 1 GB.
const maxAttachment = 10 << 20

var attachmentRules = []*Rule{
	{
		Name: "attachment-missing", Level: content.Error, Group: linksGroup, Title: "a picture or file does not exist",
		Reason: "A page that lacks the graph explains nothing. Names are case-sensitive, as on the web.",
		Bad:    "![Queue depth](Queue-Depth.png)",
		Good:   "![Queue depth](queue-depth.png)",
		Run:    missingAttachments, beyond: true,
	},
	{
		Name: "attachment-size", Level: content.Warning, Group: linksGroup, Title: "an attachment is larger than 10 MB",
		Reason: "An attachment stays in the repository's history for ever and is published with every build, and hosts of sites have limits. One above 100 MB is not published at all. Keep only the lines that matter.",
		Bad:    "[The whole log](gateway.log)",
		Good:   "[The hour of the outage](gateway-14h.log)",
		Run:    largeAttachments, beyond: true,
	},
	{
		Name: "not-published", Level: content.Warning, Group: linksGroup, Title: "a link to a file that is not published",
		Reason: "The page shows such a link without an address, and says why. Published are files in the content folder, except those whose name begins with . or _, " +
			"and only those of types that a browser shows or saves: no HTML, scripts or programs, because anybody may open a pull request. " +
			"If the config has `repository`, links to other files lead to the file there. A link to a draft, or to a file of its bundle, is noted: until the draft is in review, it leads nowhere.",
		Bad:  "[The page as users saw it](checkout.html)",
		Good: "[The page as users saw it](checkout.png)",
		Run:  unpublished, beyond: true,
	},
	{
		Name: "picture-parts", Level: content.Warning, Group: linksGroup, Title: "parts of an SVG picture are not published",
		Reason: "A browser that opens an SVG file runs its scripts. The published picture has no scripts, event handlers, animations, addresses of other files, or HTML (foreignObject); " +
			"what remains may lack labels. A file that cannot be read as a picture is not published.",
		Bad:  "![Queues](queues.svg)  (labels are HTML)",
		Good: "![Queues](queues.svg)  (labels are text)",
		Run:  pictureParts,
	},
	{
		Name: "git-filter", Level: content.Warning, Group: linksGroup, Title: "git converts a file in a way that pmsite does not",
		Reason: "A filter, or an encoding that pmsite does not know, makes a file in the work tree differ from what git stores. pmsite runs no filter, because a repository could then run programs. " +
			"It undoes other conversions, of line ends, $Id$ and encodings, so that a work tree is published like its commit.",
		Bad:  "*.log filter=shorten",
		Good: "*.log text",
	},
}

func missingAttachments(d *Document) {
	for _, l := range d.links() {
		if d.full() || strings.HasPrefix(l.dest, "#") || !d.meant(l.dest) || d.target(l.dest) != nil || d.isDocument(l.dest) {
			continue
		}
		if name := d.PM.Target(l.dest); !d.exists(name) {
			d.report(l.at, "links are relative to the file that contains them; names are case-sensitive", "there is no file %q", name)
		}
	}
	for _, name := range d.published() {
		if d.full() || d.linksOnly {
			return
		}
		if file, err := d.Collection.FS.Open(name); err == nil {
			_ = file.Close() // it was opened for reading only
		} else {
			var pathError *fs.PathError
			if errors.As(err, &pathError) {
				err = pathError.Err
			}
			d.report(d.linkTo(name), "see who may read the file", "cannot read %q: %v", name, err)
		}
	}
}

func largeAttachments(d *Document) {
	for _, name := range d.attachments() {
		info, err := fs.Stat(d.Collection.FS, name)
		if err == nil && info.Size() > maxAttachment && !d.full() {
			d.report(d.linkTo(name), "keep the lines that matter, or store it elsewhere and link to it", "the attachment %q has %d MB", name, info.Size()>>20)
		}
	}
}

func unpublished(d *Document) {
	linked := map[string]bool{}
	for _, l := range d.links() {
		name := d.PM.Target(l.dest)
		linked[name] = true
		switch {
		case d.full():
			return
		case strings.HasPrefix(l.dest, "#"):
		case d.isHidden(d.target(l.dest)), d.keptBack(name):
			d.note(l.at, "the page shows the link when the draft is in review", "the link to %q leads nowhere: it is part of a draft", name)
		case d.target(l.dest) != nil:
		default:
			if why := d.whyUnpublished(name); why != "" && !d.onForge(name) {
				d.report(l.at, "`pmsite rules not-published` says what is published", "the link to %q leads nowhere: %s", name, why)
			}
		}
	}
	for _, reference := range d.PM.PreventedBy {
		key, _, _ := strings.Cut(reference, "#")
		if d.isHidden(d.byKey[strings.ToLower(strings.TrimSpace(key))]) {
			d.note(d.inKey(reference, "prevented_by"), "the page shows it when the draft is in review", "%s is not shown: it is part of a draft", reference)
		}
	}
	for _, name := range d.PM.Attachments {
		why := content.Unpublished(strings.TrimPrefix(name, path.Dir(d.Path)+"/"))
		if d.keptBack(name) {
			why = "only a draft links to it"
		}
		if why != "" && !linked[name] {
			d.note(d.key("title"), "", "the file %q of the bundle is left out: %s", name, why)
		}
	}
}

// keptBack reports whether a file is not published where this document is, because it is that of
// a hidden draft.
func (d *Document) keptBack(name string) bool { return !d.PM.IsDraft() && d.hidden()[name] }

// onForge reports whether the page links to a file in its repository.
func (d *Document) onForge(name string) bool {
	from, _ := d.Config.Origin(d.Path)
	to, _ := d.Config.Origin(name)
	return from == to && d.Config.FileURL(name, "HEAD") != ""
}

// whyUnpublished returns why a file or folder is not published, or "" if it is or does not exist.
func (d *Document) whyUnpublished(name string) string {
	if d.Collection.HasFile(name) {
		return content.Unpublished(path.Base(name))
	}
	return collection.Unpublished(d.Collection.FS, name, d.Config.Content, d.Config.Exclude)
}

// isHidden reports whether a post mortem is hidden where this one is shown.
func (d *Document) isHidden(pm *content.PostMortem) bool {
	return pm != nil && pm.IsDraft() && !d.PM.IsDraft() && !d.Config.ShowDrafts
}

// note reports a finding of the rule that is running that is no more than information.
func (d *Document) note(at span, hint, format string, args ...any) {
	f := d.report(at, hint, format, args...)
	f.Level = max(f.Level, content.Info)
}

func pictureParts(d *Document) {
	for _, name := range d.published() {
		if d.full() || !strings.EqualFold(path.Ext(name), ".svg") {
			continue
		}
		src, err := readText(d.Collection.FS, name, svg.MaxSize+1)
		if err != nil {
			continue // another rule reports it
		}
		switch _, removed, err := svg.Clean(src); {
		case err != nil:
			d.report(d.linkTo(name), "export it again as plain SVG, or as PNG", "the picture %q is not published: %v", name, err)
		case len(removed) > 0:
			list := strings.Join(removed[:min(len(removed), maxParts)], ", ")
			if len(removed) > maxParts {
				list += fmt.Sprintf(" and %d more", len(removed)-maxParts)
			}
			d.report(d.linkTo(name), "export it as plain SVG, with text as text", "the picture %q is published without %s", name, list)
		}
	}
}

// maxParts is the number of removed parts that a finding names.
const maxParts = 5

// attachments returns the files that belong to a post mortem, sorted: those in its bundle
// and those that it links to.
func (d *Document) attachments() []string {
	out := slices.Clone(d.PM.Attachments)
	for _, dest := range d.PM.Links() {
		if name := d.PM.Target(dest); d.Collection.HasFile(name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// published returns the files that are published with a post mortem, sorted.
func (d *Document) published() (out []string) {
	for _, name := range d.PM.Attachments {
		if content.Unpublished(strings.TrimPrefix(name, path.Dir(d.Path)+"/")) == "" {
			out = append(out, name)
		}
	}
	for _, dest := range d.PM.Links() {
		if name := d.PM.Target(dest); d.isAttachment(name) && content.Unpublished(path.Base(name)) == "" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// isAttachment reports whether a file is one that documents may have beside them.
func (d *Document) isAttachment(name string) bool {
	if !d.SingleDocument {
		return d.Collection.HasFile(name)
	}
	info, err := fs.Stat(d.Collection.FS, name)
	return err == nil && info.Mode().IsRegular() && path.Ext(name) != ".md" && d.whyUnpublished(name) == ""
}

// linkTo returns the place of a link to a file, or that of the title.
func (d *Document) linkTo(name string) span {
	for _, l := range d.links() {
		if d.PM.Target(l.dest) == name {
			return l.at
		}
	}
	return d.key("title")
}
