package check

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
)

var addressRules = []*Rule{{
	Name: "address-gone", Level: content.Error, Group: linksGroup, Title: "an address that readers have leads nowhere or elsewhere",
	Reason: "Post mortems are linked from tickets, chats and other documents for years. If a file is renamed, or its id or an alias changes, an alias keeps the old address. It must not lead to another post mortem either. `pmsite remove` leaves a page at the addresses of one that is deleted; hiding its file leaves none. Only `check --base` applies this rule.",
	Bad:    "title: Gates offline  (was 2026-03-05-gates.md on the main branch)",
	Good:   "title: Gates offline\naliases: [/postmortems/2026-03-05-gates/]",
	Run:    addressGone, beyond: true,
}}

// addressGone reports the addresses that a post mortem had on the base and that lead nowhere or to another one now.
// Servers tell addresses apart by case. An alias cannot keep the other one, because on some file systems a site cannot have
// both.
func addressGone(d *Document) {
	if d.Base == nil {
		return
	}
	before := d.predecessor(d.PM)
	if before == nil || before.IsDraft() && !d.Config.ShowDrafts {
		return
	}
	var lost []string
	own := addressSet([]*content.PostMortem{d.PM})
	for _, address := range addressesOf(before) {
		folded := content.FoldAddress(address)
		switch other := d.reachable()[folded]; {
		case own[folded] != nil && !slices.Contains(addressesOf(d.PM), address):
			of := "aliases"
			if address == before.Address() {
				of = "title"
			}
			d.report(d.key(of, "title"), "give the file or the alias its name of before: a site cannot have two addresses that differ only in case", "/%s leads nowhere now, because the case of letters counts", address)
		case own[folded] != nil:
		case other != nil && other.Removal != nil: // it says what became of the post mortem
		case other == nil:
			lost = append(lost, "/"+address)
		case d.hasTaken(other, folded):
			d.report(d.key("id", "title"), "an address stays with its post mortem: give this one its id, file name and aliases again", "/%s leads to %s now", address, other.Path)
		}
	}
	if len(lost) > 0 {
		d.reportLost(lost)
	}
}

// reportDeleted reports the post mortems of the base whose file was deleted or hidden without a tombstone, so that their
// addresses lead nowhere.
func (s *shared) reportDeleted() {
	level := s.current.levels["address-gone"]
	if _, set := s.current.set["address-gone"]; !set {
		level = content.Warning // nobody deletes a file by mistake
	}
	for _, before := range s.Base.PostMortems {
		if before.IsDraft() && !s.Config.ShowDrafts || level == content.Off || s.isThere(before) {
			continue
		}
		lost := slices.DeleteFunc(addressesOf(before), func(address string) bool { return s.reachable()[content.FoldAddress(address)] != nil })
		if len(lost) == 0 {
			continue
		}
		what, hint := s.whatBecameOf(before)
		s.problems[before.Path] = append(s.problems[before.Path], content.Problem{
			File: before.Path, Level: level, Rule: "address-gone",
			Message: fmt.Sprintf("%s, and /%s nowhere now", what, strings.Join(lost, ", /")+leads(lost)),
			Hint:    hint + ", and type: pmsite remove " + before.Path + " --reason 'TEXT'",
		})
	}
}

// whatBecameOf says how a post mortem of the base left the collection, and how it comes back.
func (s *shared) whatBecameOf(before *content.PostMortem) (what, hint string) {
	if _, err := fs.Stat(s.Collection.FS, before.Path); err == nil {
		return "`exclude:` in the config hides the post mortem", "take it out of `exclude:`"
	}
	for _, name := range slices.Sorted(maps.Keys(s.Touched)) {
		if path.Ext(name) != ".md" || collection.IsDocument(name, s.Config.Content, s.Config.Exclude) {
			continue
		}
		src, err := fs.ReadFile(s.Collection.FS, name)
		if err != nil {
			continue
		}
		if pm, _ := content.Parse(name, src, s.Config.Options()); pm != nil && pm.Date == before.Date && pm.Title == before.Title {
			return "the post mortem is hidden as " + name, "bring " + before.Path + " back with git, beside it"
		}
	}
	return "the post mortem was deleted", "bring the file back with git"
}

// isThere reports whether a post mortem of the base has a file now, perhaps as a tombstone or under another name.
func (s *shared) isThere(before *content.PostMortem) bool {
	if s.byPath[before.Path] != nil || s.removed[before.Path] != nil || len(s.problems[before.Path]) > 0 {
		return true
	}
	return slices.ContainsFunc(s.Collection.PostMortems, func(pm *content.PostMortem) bool {
		return s.checks(pm.Path) && s.predecessor(pm) == before
	})
}

// leads returns the verb for some addresses.
func leads(addresses []string) string {
	if len(addresses) == 1 {
		return " leads"
	}
	return " lead"
}

// hasTaken reports whether another post mortem did not have an address on the base. One that the branch does not touch
// had it there, too.
func (d *Document) hasTaken(other *content.PostMortem, folded string) bool {
	if d.Touched != nil && !d.Touched[other.Path] {
		return false
	}
	before := d.predecessor(other)
	return before == nil || addressSet([]*content.PostMortem{before})[folded] == nil
}

// reportLost reports addresses that lead nowhere, with the fix that adds them to the aliases if these are a list in
// brackets or missing.
func (d *Document) reportLost(lost []string) {
	list := strings.Join(lost, ", ")
	line, given := d.keys["aliases"]
	hint := "add `aliases: [" + list + "]`"
	if given {
		hint = "add " + list + " to `aliases`"
	}
	f := d.report(d.key("aliases", "title"), hint, "%s%s nowhere now", list, leads(lost))
	switch {
	case d.front == 0:
	case !given:
		f.Fix = &Fix{d.front, 1, d.front, 1, "aliases: [" + list + "]\n"}
	default:
		text := d.lines[line-1]
		if at, separator, ok := content.FlowListEnd(text); ok {
			end := utf8.RuneCountInString(text[:at]) + 1
			f.Fix = &Fix{line, end, line, end, separator + list}
		}
	}
}

// addressesOf returns the addresses that lead to a post mortem.
func addressesOf(pm *content.PostMortem) []string {
	out := []string{pm.Address()}
	if pm.ID != "" {
		out = append(out, content.IDAddress(pm.ID))
	}
	for _, alias := range pm.Aliases {
		out = append(out, alias+"/")
	}
	return out
}

// addressSet returns the post mortems by their addresses, as [content.FoldAddress] compares them.
func addressSet(posts []*content.PostMortem) map[string]*content.PostMortem {
	set := map[string]*content.PostMortem{}
	for _, pm := range posts {
		for _, address := range addressesOf(pm) {
			set[content.FoldAddress(address)] = pm
		}
	}
	return set
}

// predecessor returns a post mortem as it was on the base: the one with the same path, unless one of them
// went to or came from another file, as their titles tell, or else the one with the same id; or else one whose file and id the branch no longer
// has, and whose page leads to no other, if it is the only one of the same day. Without one it is nil.
func (s *shared) predecessor(now *content.PostMortem) *content.PostMortem {
	samePath, moved := s.before[now.Path], s.moved(now)
	if samePath != nil && (samePath.Title == now.Title || moved == nil && !s.left(samePath)) {
		return samePath
	}
	if pm := s.before[strings.ToLower(now.ID)]; pm != nil && now.ID != "" && samePath == nil {
		return pm
	}
	if moved != nil {
		return moved
	}
	var sameDay []*content.PostMortem
	for _, pm := range s.Base.PostMortems {
		owner := s.reachable()[content.FoldAddress(pm.Address())]
		if pm.Date == now.Date && s.byPath[pm.Path] == nil && s.mayHave(now, pm.ID) && (owner == nil || owner == now) {
			sameDay = append(sameDay, pm)
		}
	}
	if len(sameDay) == 1 {
		return sameDay[0]
	}
	return nil
}

// moved returns the post mortem of the base with the same title whose file has another one now or is gone, and whose id no
// other one has; nil if there is none.
func (s *shared) moved(now *content.PostMortem) *content.PostMortem {
	for _, pm := range s.Base.PostMortems {
		if file := s.byPath[pm.Path]; pm.Title == now.Title && (file == nil || file.Title != pm.Title) && s.mayHave(now, pm.ID) {
			return pm
		}
	}
	return nil
}

// left reports whether the title of a post mortem of the base is now that of another file, which had another one.
func (s *shared) left(before *content.PostMortem) bool {
	return slices.ContainsFunc(s.Collection.PostMortems, func(pm *content.PostMortem) bool {
		return pm.Title == before.Title && pm.Path != before.Path && s.checks(pm.Path) && (s.before[pm.Path] == nil || s.before[pm.Path].Title != pm.Title)
	})
}

// mayHave reports whether no other post mortem has an id now.
func (s *shared) mayHave(now *content.PostMortem, id string) bool {
	other := s.byKey[strings.ToLower(id)]
	return id == "" || other == nil || other == now
}
