package check_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/config"
)

func TestBranchMask(t *testing.T) {
	cfg := &config.Config{Roles: []string{"harbour watch"}}
	cfg.People.Allow = []string{"jo"}
	mask := check.BranchMask([]check.Person{
		{Name: "Robin Example", Email: "rexample7@example.org"},
		{Name: "platform team", Email: "platform@example.org"},
		{Name: "Jo Smith", Email: "jo@example.org"},
		{Name: "Łukasz O Żółć", Email: "admin@example.org", Login: "zolcl"},
		{Name: "Harbour Watch", Email: "watchers@example.org", Login: "tide"},
		{Name: "ops team", Email: "kelp@example.org", Login: "weed"},
	}, cfg)
	for branch, want := range map[string]string{
		"robin/dns":                 "r…/dns",
		"Example/dns":               "E…/dns",
		"rexample7/dns":             "r…/dns",
		"postmortem/rexample7-dns":  "postmortem/r…-dns",
		"fix-by-robin-example":      "fix-by-r…",
		"postmortem/robin.example/": "postmortem/r…/",
		"platform/dns":              "platform/dns",
		"postmortem/dns":            "postmortem/dns",
		"jo/dns":                    "jo/dns",
		"example":                   "example",
		"lukasz/dns":                "l…/dns",
		"ŻÓŁĆ/dns":                  "Ż…/dns",
		"zolcl/a/b":                 "z…/a/b",
		"o/dns":                     "o/dns",
		"admin/dns":                 "admin/dns",
		"tide/dns":                  "tide/dns",
		"watchers/dns":              "watchers/dns",
		"weed/dns":                  "weed/dns",
		"kelp/dns":                  "kelp/dns",
		"x/robin":                   "x/robin",
		"robin/robin-example/x":     "r…/r…/x",
		"":                          "",
	} {
		if got := mask(branch); got != want {
			t.Errorf("%s is shown as %s, want %s", branch, got, want)
		}
	}
}

// TestBranchMaskForms masks the folder of a person however the name is written.
func TestBranchMaskForms(t *testing.T) {
	cfg := &config.Config{
		Roles:  []string{"on-call engineer"},
		RoleOf: map[string]string{"k.johnson@example.org": "on-call engineer", "platform@example.org": "on-call engineer", "@seafox": "on-call engineer"},
	}
	cfg.People.Names = []string{"Ada Lovelace", "@otter", "m.curie@example.org"}
	mask := check.BranchMask([]check.Person{
		{Name: "Grace Brewster Hopper", Email: "grace.hopper@example.org"},
		{Name: "gh", Email: "mary_jackson+git@example.org"},
	}, cfg)
	for _, branch := range []string{
		"ghopper/dns", "g.hopper/y", "GraceHopper/x", "gracehopper/x", "grace_hopper/x", "hopperg/x", "hopper-grace/x", "HOPPER/x", "GraceBrewsterHopper/x",
		"adalovelace/w", "alovelace/x", "lovelace/z", "ada/x", "otter/x", "curie/x", "mcurie/x", "johnson/x", "k-johnson/x", "seafox/x", "mjackson/x", "maryjackson/x",
	} {
		folder, rest, _ := strings.Cut(branch, "/")
		for _, branch := range []string{branch, "team/" + branch, "team/fix/" + branch + "/more"} {
			if got := mask(branch); strings.Contains(got, folder) || !strings.Contains(got, "…/"+rest) {
				t.Errorf("%s is shown as %s", branch, got)
			}
		}
	}
	for _, branch := range []string{"postmortem/dns", "platform/dns", "on-call/x", "engineer/x", "example/x", "fix/x", "g/x", "feature/hop", "team/fix/hop", "//"} {
		if got := mask(branch); got != branch {
			t.Errorf("%s is shown as %s", branch, got)
		}
	}
}
