package collection

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

// ofTheSite are the files and folders at the top of a site that no document can have. Among
// them are those of the preview and of hosts.
var ofTheSite = []string{
	"index.html", "404.html", "feed.xml", "feed.json", "sitemap.xml", "robots.txt", ".nojekyll", config.SiteMarker,
	"postmortems/index.html", "review", "dashboard", "action-items", "lessons", "controls", "digest", "recurrences", "tickets", "search", "data", "assets",
	"tags", "services", "severities", "impacts", "detections", "statuses", "vendors", "factors", "years",
	"-pmsite", "CNAME", "_headers", "_redirects",
}

// listPages are the further pages of the list of post mortems. They do not collide with a post
// mortem of that name, which is never claimed, but with what is below them.
const listPages = "postmortems/page"

// addresses records which document has each address of a site.
type addresses struct {
	taken    map[string]string // file, or folder with all that is in it -> path of the document; "" for the site itself
	above    map[string]string // folder -> a document that has something in it
	problems []content.Problem
}

// AddressProblems returns the problems of post mortems that have an address which another one
// or the site itself has: the address of the page, that of the id, or an alias. One of the two
// is a problem, with the path of the other in its message: a removed one rather than a living one, and a draft rather
// than both.
func AddressProblems(posts []*content.PostMortem) []content.Problem {
	posts = slices.SortedFunc(slices.Values(posts), byClaim)
	n := 4 * (len(posts) + len(ofTheSite))
	a := &addresses{taken: make(map[string]string, n), above: make(map[string]string, n)}
	for _, name := range ofTheSite {
		a.take(name, "")
	}
	a.take(listPages, "")
	for len(posts) > 0 {
		end := slices.IndexFunc(posts, func(pm *content.PostMortem) bool { return claimOf(pm) != claimOf(posts[0]) })
		if end < 0 {
			end = len(posts)
		}
		a.claimAll(posts[:end])
		posts = posts[end:]
	}
	return a.problems
}

// claimAll takes the addresses of post mortems with the same claim: those of their pages come first, aliases last.
func (a *addresses) claimAll(posts []*content.PostMortem) {
	for _, pm := range posts {
		for _, address := range []string{pm.Address(), pm.SourceAddress()} {
			if name := strings.TrimSuffix(address, "/"); content.FoldAddress(name) != listPages {
				a.claim(pm, content.Pos{}, name, "address /"+address, "rename one of the files, or remove the alias")
			}
		}
	}
	for _, pm := range posts {
		if pm.ID != "" {
			address := content.IDAddress(pm.ID)
			a.claim(pm, content.Pos{}, address+"index.html", fmt.Sprintf("address /%s of the id %s", address, pm.ID), "give one of them another id")
		}
	}
	for _, pm := range posts {
		for i, alias := range pm.Aliases {
			a.claim(pm, pm.AliasPos[i], content.AliasFile(alias), "alias /"+alias, "remove the alias, or write the former path in full")
		}
	}
}

// claim takes an address for a post mortem, or reports who has it.
func (a *addresses) claim(pm *content.PostMortem, pos content.Pos, address, what, hint string) {
	owner, taken := a.owner(address)
	if !taken {
		a.take(address, pm.Path)
		return
	}
	message := what + " is also used by " + owner
	switch owner {
	case "":
		message = what + " is reserved for the site's own pages"
	case pm.Path:
		message = what + " is an address of this post mortem anyway"
	}
	a.problems = append(a.problems, content.Problem{File: pm.Path, Pos: pos, Rule: "duplicate-address", Message: message, Hint: hint})
}

// owner returns who has an address, a folder above it, or something below it.
func (a *addresses) owner(address string) (owner string, taken bool) {
	address = content.FoldAddress(address)
	if owner, taken = a.above[address]; taken {
		return owner, true
	}
	for ; address != "."; address = path.Dir(address) {
		if owner, taken = a.taken[address]; taken {
			return owner, true
		}
	}
	return "", false
}

func (a *addresses) take(address, owner string) {
	address = content.FoldAddress(address)
	a.taken[address] = owner
	for folder := path.Dir(address); folder != "."; folder = path.Dir(folder) {
		if _, known := a.above[folder]; known {
			break
		}
		a.above[folder] = owner
	}
}
