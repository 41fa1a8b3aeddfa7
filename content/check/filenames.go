package check

import (
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

var fileNameRules = []*Rule{{
	Name: "file-name", Level: content.Warning, Group: linksGroup, Title: "a name that not every system can have",
	Reason: "On Windows, git cannot check out a repository with such a name, and nobody can unpack the site. Windows refuses some characters, names of devices such as CON and NUL, " +
		"and a full stop at the end; there and on macOS, names that differ only in case, or in how accents are encoded, are one file. " +
		"The rule looks at post mortems, their attachments and aliases.",
	Bad:  "[The log of the queue](aux.log)",
	Good: "[The log of the queue](auxiliary.log)",
	Run:  fileNames, beyond: true,
}}

func fileNames(d *Document) {
	for part := range strings.SplitSeq(d.Path, "/") {
		if why := content.FileNameProblem(part); why != "" {
			d.report(d.key("title"), "rename it: "+content.PortableName(part), "%q: %s", part, why)
		}
	}
	for _, alias := range d.PM.Aliases {
		for part := range strings.SplitSeq(alias, "/") {
			if why := content.FileNameProblem(part); why != "" {
				d.report(d.inKey(alias, "aliases"), "remove the alias", "the alias has the part %q: %s", part, why)
			}
		}
	}
	for _, name := range d.attachments() {
		inside := strings.TrimPrefix(name, path.Dir(d.Path)+"/")
		for part := range strings.SplitSeq(inside, "/") {
			if why := content.FileNameProblem(part); why != "" {
				d.report(d.linkTo(name), "rename it: "+content.PortableName(part), "%q: %s", name, why)
			}
		}
		if d.SingleDocument {
			continue
		}
		for _, other := range d.foldedFiles()[content.FoldAddress(name)] {
			if other != name {
				d.report(d.linkTo(name), "rename one of the files", "%q and %q are one file on Windows and macOS", name, other)
			}
		}
	}
}

// foldFiles returns the paths of a collection's files by what file systems that ignore case compare.
func foldFiles(in Input) map[string][]string {
	out := map[string][]string{}
	for name := range in.Collection.Files() {
		folded := content.FoldAddress(name)
		out[folded] = append(out[folded], name)
	}
	for _, names := range out {
		slices.Sort(names)
	}
	return out
}
