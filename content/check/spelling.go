package check

import (
	"github.com/pmsite/pmsite/content"
)

var spellingRules = []*Rule{{
	Name: "name-spelling", Level: content.Warning, Group: formatGroup, Title: "a name that other places spell in another way",
	Reason: "Names of services, tags, vendors, owners and tickets that differ only in case, in how accents are encoded, or in a blank for a hyphen, are one name: the site shows its usual spelling, which most places have. " +
		"Names that differ in other punctuation, such as c and c++, are different names.",
	Bad:  "service: Checkout  (other post mortems have `checkout`)",
	Good: "service: checkout",
	Run:  nameSpelling, beyond: true,
}}

// nameSpelling reports each spelling once per document.
func nameSpelling(d *Document) {
	if len(d.spellings()) == 0 {
		return
	}
	seen := map[string]bool{}
	d.PM.Names(func(kind, name string) {
		usual := d.spellings().Usual(kind, name)
		if usual == name || seen[kind+name] || d.full() {
			return
		}
		seen[kind+name] = true
		usual = (&Mask{d.shared}).Text(usual) // it is another document's, which may name people
		d.report(d.nameAt(kind, name), "write “"+usual+"”", "this %s is usually spelt “%s”; the two are one name", kind, usual)
	})
}

// nameAt returns the place of a name: in its key, or in the row of an action item.
func (d *Document) nameAt(kind, name string) span {
	if kind == content.OwnerName || kind == content.TicketName {
		for _, item := range d.PM.ActionItems {
			if at, found := d.find(item.Pos.Line, item.Pos.Column, name); found {
				return at
			}
		}
	}
	return d.inKey(name, "service", "services", "tag", "tags", "vendor", "incident", "incidents", "change", "changes", "vendor_case", "vendor_cases")
}
