package check_test

import (
	"slices"
	"testing"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

const ada = "Ada Lovelace <ada@lovelace.co.uk> alovelace"

// TestOwners checks who can own an action item if the config lists no roles.
func TestOwners(t *testing.T) {
	owner := func(name string) string { return items("| Test | Detective | " + name + " | C-1 | | |") }
	person := func(marked, why string) string {
		return "14 \"" + marked + "\" warning: the owner of the action item " + why + " | write the role, such as `on-call engineer`"
	}
	const looks = "looks like the name of a person"
	site{people: ada}.check(t, "owner-not-role", []ruling{
		{"a role is an owner", "", owner("platform team"), ""},
		{"a capitalised role is an owner", "", owner("Platform Team"), ""},
		{"a role word between hyphens and underscores makes an owner", "", owner("Harbour-SRE_North"), ""},
		{"two capitalised words look like a person and are masked", "", owner("Grace Hopper"), person("G•••••••••••", looks)},
		{"three capitalised words look like a person", "", owner("Grace Brewster Hopper"), person("G••••••••••••••••••••", looks)},
		{"four words do not look like a person", "", owner("Grace Brewster Murray Hopper"), ""},
		{"one word does not look like a person", "", owner("Grace"), ""},
		{"lower case does not look like a person", "", owner("grace hopper"), ""},
		{"an abbreviation does not look like a name", "", owner("XKCD Bremen"), ""},
		{"an initial is not an abbreviation", "", owner("J Hopper"), person("J•••••••", looks)},
		{"a name with a responsibility in brackets is a person", "", owner("Grace Hopper (payments)"), person("Grace Hopper (payments)", looks)},
		{"a role with brackets is an owner", "", owner("service owner (Grace Mill)"), ""},
		{"an owner with an @ is a person", "", owner("shop@sea"), person("shop@sea", "is a person")},
		{"a name that git knows is left to the rule on names", "", owner("Ada Lovelace"), ""},
		{"an address that git knows is left to the rule on names", "", owner("ada@lovelace.co.uk"), ""},
		{"an owner that contains a name known to git is a person", "", owner("with Ada Lovelace"), person("with A•••••••••••", "is a person")},
		{"an empty owner is not a person", "", owner(""), ""},
		{"the vendor is an owner", "vendor: Harbour Systems Bremen", owner("harbour systems bremen"), ""},
		{"the vendor is an owner even if its name looks like a person", "vendor: Grace Hopper", owner("Grace Hopper"), ""},
		{"each item is checked", "", owner("Grace Hopper") + "| Two | Detective | Alan Turing | C-2 | | |\n", person("G•••••••••••", looks) + "\n" + "15 \"A••••••••••\" warning: the owner of the action item looks like the name of a person | write the role, such as `on-call engineer`"},
		{"a draft is checked, too", "status: draft", owner("Grace Hopper"), person("G•••••••••••", looks)},
		{"authors are checked", "authors: [on-call engineer, Grace Hopper]", "", "8 \"G•••••••••••\" warning: one of the authors looks like the name of a person | write the role, such as `on-call engineer`"},
		{"an author who is listed twice is reported once", "authors: [Grace Hopper, Grace Hopper]", "", `8 "G•••••••••••" warning: one of the authors looks like the name of a person`},
		{"authors on their own lines are checked", "authors:\n  - Grace Hopper", "", `9 "G•••••••••••" warning: one of the authors looks like the name of a person`},
	})
	site{people: ada, config: "rules: {person-name: off}"}.check(t, "owner-not-role", []ruling{
		{"if person-name is off, this rule reports names that git knows", "", owner("Ada Lovelace"), person("A•••••••••••", "is a person")},
	})
	site{config: "people: {allow: [Grace Hopper]}"}.check(t, "owner-not-role", []ruling{{"a name that the config allows is an owner", "", owner("Grace Hopper"), ""}})
}

// TestListedRoles checks that, with roles in the config, only these and the owners of
// services are accepted.
func TestListedRoles(t *testing.T) {
	s := site{config: "roles: [On-call Engineer, platform team]\nservices: [{name: checkout, owner: shop keeper}, {name: x}]"}
	s.check(t, "owner-not-role", []ruling{
		{"the roles of the list are authors, in any case", "authors: [on-call engineer, Platform Team]", "", ""},
		{"the owner of a service is an author", "authors: [Shop Keeper]", "", ""},
		{"text in brackets does not make a different role", "authors: [platform team (payments)]", "", ""},
		{"any other role is not accepted", "authors: [release manager]", "", `8 "release manager" warning: one of the authors is not one of the roles in the config | use one of: On-call Engineer, platform team`},
	})
}

// TestRolesKeepsRoles checks which names Roles returns.
func TestRolesKeepsRoles(t *testing.T) {
	names := []string{"platform team", "Ada Lovelace", "Grace Hopper", "shop@sea", "keeper"}
	in := check.Input{Collection: &collection.Collection{}, Config: config.Default(), People: people(ada)}
	if got, want := check.Roles(in, names), []string{"platform team", "keeper"}; !slices.Equal(got, want) {
		t.Errorf("the roles among %q are %q, want %q", names, got, want)
	}
	if names[1] != "Ada Lovelace" {
		t.Error("Roles changed the caller's list")
	}
	in.Config.Roles = []string{"keeper"}
	if got := check.Roles(in, names); !slices.Equal(got, []string{"keeper"}) {
		t.Errorf("with one role in the config, the roles are %q", got)
	}
}
