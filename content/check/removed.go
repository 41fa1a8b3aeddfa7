package check

import (
	"path"
	"strings"

	"github.com/pmsite/pmsite/content"
)

var removedRules = []*Rule{{
	Name: "removed-reference", Level: content.Info, Group: linksGroup, Title: "a reference to a post mortem that was removed",
	Reason: "The page of a removed post mortem says only when and why it was removed. Links still lead there, so nothing is broken, but readers learn nothing else, " +
		"and pages do not show an action item that it had. The message names the post mortem that replaces it, if there is one.",
	Bad:  "prevented_by: PM-2025-0012#action-2  (PM-2025-0012 was removed)",
	Good: "prevented_by: PM-2025-0014#action-1",
	Run:  removedReferences, beyond: true, removed: true,
}}

func removedReferences(d *Document) {
	if len(d.removed) == 0 {
		return
	}
	for _, l := range d.links() {
		name := d.PM.Target(l.dest)
		if pm := d.removed[name]; pm != nil {
			d.reportRemoved(l.at, pm)
		} else if pm := d.removed[path.Join(name, "index.md")]; pm != nil {
			d.reportRemoved(l.at, pm)
		}
	}
	if removal := d.PM.Removal; removal != nil {
		if pm := d.citesRemoved(removal.ReplacedBy); pm != nil && pm != d.PM {
			d.reportRemoved(d.inKey(removal.ReplacedBy, "replaced_by"), pm)
		}
	}
	for _, reference := range d.PM.PreventedBy {
		if pm := d.citesRemoved(reference); pm != nil {
			d.reportRemoved(d.inKey(reference, "prevented_by"), pm)
		}
	}
}

// citesRemoved returns the removed post mortem that a reference such as PM-2025-0012#action-2 cites; nil if it cites none.
func (s *shared) citesRemoved(reference string) *content.PostMortem {
	key, _, _ := strings.Cut(reference, "#")
	return s.removed[strings.ToLower(strings.TrimSpace(key))]
}

func (d *Document) reportRemoved(at span, pm *content.PostMortem) {
	hint := "leave it, or remove the reference"
	if by := pm.Removal.ReplacedBy; by != "" {
		hint = "cite " + by + " instead"
	}
	d.report(at, hint, "%s was removed on %s", pm.Key(), pm.Removal.Date)
}
