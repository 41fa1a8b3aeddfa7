package check

import (
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/config"
)

// roleWords occur in the names of roles, teams, mailboxes and machines.
var roleWords = wordSet(`abuse account accounts actions admin administration administrator admins alarm alarms alerts analyst analysts
	api app apps architect architects automation board bot build building business captain centre center change chief ci cloud commander
	commerce committee communications compliance contact contractor coordinator crew customer cto cio ciso data database deploy dependabot
	design desk dev developer developers devops department dba director division driver duty editor engineer engineering engineers
	executive expert experts facilities finance git github gitlab group guild head help helpdesk hello hosting hr incident info infra
	infrastructure internal it lead leader leaders leads legal logistics maintainer maintainers manager management managers marketing media
	monitoring network networking noc noreply office officer on-call oncall operations operator operators ops organisation organization
	owner owners partner payments pipeline platform policy postmaster press principal procurement product production program programme
	project provider purchasing qa quality release reply representative responder response robot root sales scheduler secretary security
	service services shift site software specialist squad sre staff supervisor supplier support sysadmin system systems
	team teams tech technical technician technology tester testers testing tier training trainer treasury tribe unit user users username
	vendor vendors warehouse web webmaster working writer www mysql postgres`)

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(list) {
		out[word] = true
	}
	return out
}

// isRole reports whether a name contains a word that is typical of roles.
func isRole(name string) bool {
	lower := fold(name)
	for _, part := range strings.FieldsFunc(lower, func(r rune) bool { return strings.ContainsRune(" -_.()[]/,+&:", r) }) {
		if roleWords[part] {
			return true
		}
	}
	return roleWords[lower]
}

// roles returns the roles that the config allows, folded.
func roles(cfg *config.Config) map[string]bool {
	out := map[string]bool{}
	for _, role := range cfg.Roles {
		out[fold(role)] = true
	}
	for _, service := range cfg.Services {
		if service.Owner != "" {
			out[fold(service.Owner)] = true
		}
	}
	return out
}

// ownersNotRoles reports owners and authors that are not roles, except those that
// person-name reports in the same place.
func ownersNotRoles(d *Document) {
	for _, author := range d.PM.Authors {
		if d.full() {
			return
		}
		if why := d.notRole(author); why != "" && !d.named(author) {
			d.hideName(author)
			d.report(d.inKey(author, "authors"), d.rolesHint(), "one of the authors %s", why)
		}
	}
	for _, item := range d.PM.ActionItems {
		why := d.notRole(item.Owner)
		if why == "" || d.full() || d.named(item.Owner) {
			continue
		}
		d.hideName(item.Owner)
		at, found := d.find(item.Pos.Line, item.Pos.Column, item.Owner)
		if !found {
			at = d.token(item.Pos.Line, item.Pos.Column)
		}
		d.report(at, d.rolesHint(), "the owner of the action item %s", why)
	}
}

// named reports whether person-name reports the owner.
func (d *Document) named(owner string) bool {
	if d.levels["person-name"] == content.Off {
		return false
	}
	found := d.names.match(owner)
	return len(found) == 1 && found[0] == [2]int{0, len(owner)} || d.names.emails[strings.ToLower(owner)]
}

// Roles returns the names that may be owners and authors: those that owner-not-role does
// not report.
func Roles(in Input, names []string) []string {
	s := newShared(in)
	d := &Document{PM: &content.PostMortem{}, shared: s, standard: s.current}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return d.notRole(name) != "" })
}

// notRole returns the reason why an owner is not a role, or "" if it may be one. It ignores
// text in brackets, which tells several apart, as in "service owner (payments)".
func (d *Document) notRole(owner string) string {
	name, _, _ := strings.Cut(owner, "(")
	name = strings.TrimSpace(name)
	switch {
	case name == "", d.roles[fold(owner)], d.roles[fold(name)], d.names.allow[fold(owner)]:
		return ""
	case len(d.Config.Roles) > 0:
		return "is not one of the roles in the config"
	case strings.Contains(owner, "@"), len(d.names.match(owner)) > 0:
		return "is a person"
	case isRole(name), d.PM != nil && strings.EqualFold(name, d.PM.Vendor), !looksLikeName(name):
		return ""
	}
	return "looks like the name of a person"
}

// hideName masks a text that may be a person's name.
func (d *Document) hideName(owner string) {
	if looksLikeName(owner) {
		d.hide(owner, initials(owner))
	}
}

// looksLikeName reports whether a text is two or three capitalised words.
func looksLikeName(text string) bool {
	words := wordsOf(text)
	if len(words) < 2 || len(words) > 3 {
		return false
	}
	for _, w := range words {
		// SRE Ops and the like are abbreviations.
		if part := text[w.from:w.to]; !w.capital || len(part) > 1 && part == strings.ToUpper(part) {
			return false
		}
	}
	return true
}

func (d *Document) rolesHint() string {
	if len(d.Config.Roles) == 0 {
		return roleHint
	}
	return "use one of: " + strings.Join(d.Config.Roles, ", ")
}
