package check

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

var addressRules = []*Rule{{
	Name: "address-gone", Level: content.Error, Group: linksGroup, Title: "an address that readers have leads nowhere",
	Reason: "Post mortems are linked from tickets, chats and other documents for years. If a file is renamed, or its id or an alias changes, an alias keeps the old address. Only `check --base` applies this rule.",
	Bad:    "title: Gates offline  (was 2026-03-05-gates.md on the main branch)",
	Good:   "title: Gates offline\naliases: [/postmortems/2026-03-05-gates/]",
	Run:    addressGone,
}}

// addressGone reports the addresses that a post mortem had on the base and that lead nowhere now.
func addressGone(d *Document) {
	if d.Base == nil {
		return
	}
	before := d.predecessor()
	if before == nil || before.IsDraft() && !d.Config.ShowDrafts {
		return
	}
	var lost []string
	for _, address := range addressesOf(before) {
		if !d.reachable()[content.FoldAddress(address)] {
			lost = append(lost, "/"+address)
		}
	}
	if len(lost) == 0 {
		return
	}
	verb := "lead"
	if len(lost) == 1 {
		verb = "leads"
	}
	list := strings.Join(lost, ", ")
	f := d.report(d.key("aliases", "title"), "add `aliases: ["+list+"]`", "%s %s nowhere now", list, verb)
	if _, given := d.keys["aliases"]; !given && d.front > 0 {
		f.Fix = &Fix{d.front, 1, d.front, 1, "aliases: [" + list + "]\n"}
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

// addressSet returns the addresses of all post mortems, as [content.FoldAddress] compares them.
func addressSet(posts []*content.PostMortem) map[string]bool {
	set := map[string]bool{}
	for _, pm := range posts {
		for _, address := range addressesOf(pm) {
			set[content.FoldAddress(address)] = true
		}
	}
	return set
}

// predecessor returns the post mortem as it was on the base: the one with the same path or id, or else one whose file
// and id the branch no longer has, and which has the same title, or is the only one of the same day. Without one it is nil.
func (d *Document) predecessor() *content.PostMortem {
	if pm := d.before[d.Path]; pm != nil {
		return pm
	}
	if pm := d.before[strings.ToLower(d.PM.ID)]; pm != nil && d.PM.ID != "" {
		return pm
	}
	removed := slices.DeleteFunc(slices.Clone(d.Base.PostMortems), func(pm *content.PostMortem) bool {
		return d.byPath[pm.Path] != nil || pm.ID != "" && d.byKey[strings.ToLower(pm.ID)] != nil
	})
	if i := slices.IndexFunc(removed, func(pm *content.PostMortem) bool { return pm.Title == d.PM.Title }); i >= 0 {
		return removed[i]
	}
	sameDay := slices.DeleteFunc(removed, func(pm *content.PostMortem) bool { return pm.Date != d.PM.Date })
	if len(sameDay) == 1 {
		return sameDay[0]
	}
	return nil
}
