package check_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

// TestNamesAsGitHasThem tests that a name is found in a text however a company's directory writes it in git.
func TestNamesAsGitHasThem(t *testing.T) {
	for _, test := range []struct{ person, text string }{
		{"Grace Hopper <>", "Grace Hopper"},
		{"Grace Hopper <>", "HOPPER Grace"},
		{"Grace Hopper <>", "Hopper, Grace"},
		{"Hopper, Grace <>", "Grace Hopper"},
		{"Hopper, Grace <>", "Hopper, Grace"},
		{"Hopper, Grace (EXT) <>", "Grace Hopper"},
		{"Hopper, Grace (EXT) <>", "G. Hopper"},
		{"Hopper, Grace M. [ACME/IT] <ghopper@navy.mil>", "Grace Hopper"},
		{"Hopper, Dr. Grace <>", "Grace Hopper"},
		{"Hopper, Grace, Dr. <>", "Grace Hopper"},
		{"Hopper, Grace, ACME <>", "Grace Hopper"},
		{"Hopper, Grace EXT <>", "Grace Hopper"},
		{"HOPPER, GRACE <>", "Grace Hopper"},
		{"HOPPER Grace <>", "Grace Hopper"},
		{"HOPPER Grace <>", "Hopper Grace"},
		{"VAN DYKE Dick <>", "Dick van Dyke"},
		{"van der Berg, Jan <>", "Jan van der Berg"},
		{"Grace Hopper (ACME) <>", "Grace Hopper"},
		{"Grace Hopper, ACME <>", "Grace Hopper"},
		{"Grace Hopper, PhD <>", "Grace Hopper"},
		{"Grace Hopper | ACME <>", "Grace Hopper"},
		{"Grace Hopper - ACME Ltd. <>", "Grace Hopper"},
		{"Grace Hopper (she/her) <>", "Grace Hopper"},
		{"Grace Hopper (contractor) <grace.hopper@navy.mil>", "Grace Hopper"},
		{"Grace Hopper (Payments Team) <ghopper@navy.mil>", "Grace Hopper"},
		{"Dr. Grace Hopper <>", "Grace Hopper"},
		{"Prof. Dr.-Ing. Grace Hopper <>", "Grace Hopper"},
		{"Ing Chen <>", "Ing Chen"},
		{"AJ Hopper <>", "AJ Hopper"},
		{"Sinéad O'Connor <>", "Sinéad O’Connor"},
		{"Sinéad O’Connor <>", "Sinéad O'Connor"},
		{"Sinéad O'Connor <>", "SINEAD OCONNOR"},
		{"Sinead OConnor <>", "Sinéad O´Connor"},
		{"Jean-Luc Picard <>", "Jean‑Luc Picard"},
		{"Jörg Müller <>", "Joerg Mueller"},
		{"Joerg Mueller <>", "Jörg Müller"},
		{"Jo\u0308rg Mu\u0308ller <>", "Jörg Müller"},
		{"Jörg Müller <>", "Jo\u0308rg Mu\u0308ller"},
		{"Jo\u0308rg Mu\u0308ller <>", "Joerg Mueller"},
		{"Søren Ångström <>", "Soeren Aangstroem"},
		{"Müller, Jörg (EXT) <>", "Joerg Mueller"},
		{"Jörg Müller <jmueller@acme.dev>", "jmueller"},
		{"Grace Hopper <g.hopper@navy.mil>", "g.hopper"},
		{"Grace Hopper <g.hopper@navy.mil>", "@g.hopper"},
		{"Grace Hopper <ext-ghopper@navy.mil>", "ext-ghopper"},
		{"Grace Hopper <grace7.x@navy.mil>", "grace7.x"},
		{"Grace Hopper <>", "@grace.hopper"},
		{"Hopper, Grace <>", "grace.hopper"},
		{"山田 太郎 <>", "山田太郎"},
		{"山田太郎 <>", "山田 太郎"},
		{"山田太郎（開発部） <>", "山田　太郎"},
		{"太郎 山田 <>", "山田太郎"},
		{"ジョン・スミス <>", "ジョン スミス"},
		{"김 철수 <>", "김철수"},
		{"สมชาย ใจดี <>", "สมชายใจดี"},
	} {
		in := check.Input{Collection: &collection.Collection{}, Config: config.Default(), People: people(test.person)}
		for _, line := range []string{"Then " + test.text + " came.", "(" + test.text + ")", test.text} {
			if got := check.NewMask(in).Text(line); strings.Contains(got, test.text) {
				t.Errorf("of %s, the text %q is shown as %q", test.person, line, got)
			}
		}
	}
}

// TestTextsThatAreNobody tests that a name in git makes no other text a name.
func TestTextsThatAreNobody(t *testing.T) {
	const team = "Hopper, Grace (EXT) <g.hopper@navy.mil>\nPark, Will <will.park@park.io>\nMa Jun <123456+majun@users.noreply.github.com>\nNight Watch - Ops Team <night@acme.dev>\n" +
		"Harbour Watch (CI) <watch@acme.dev>\nRenovate (bot) <renovate@acme.dev>\nShop Keeper, SRE Team <team@acme.dev>\n山田 太郎 <>\n林 <>\n高 峰 <>\nDr. Jekyll <>"
	mask := check.NewMask(check.Input{Collection: &collection.Collection{}, Config: config.Default(), People: people(team)})
	for _, text := range []string{
		"Hopper and Grace. Hopper Grace", "The hopper lost its grace, Hopper", "GRACE HOPPERS", "Will parks", "Jun and Ma", "123456 orders",
		"Night Watch, Harbour Watch and Renovate", "Shop Keeper", "SRE Team", "EXT and ACME", "山田さんと太郎さん", "林道 and 高峰期", "g. hopper", "@types.node @app.route", "Dr. Hyde",
		"the platform team and @here", "checkout-api, payments.worker", "O'Reilly's", "the hopper's grace",
	} {
		if got := mask.Text(text); got != text {
			t.Errorf("%q names nobody, but is shown as %q", text, got)
		}
	}
}

// TestDenseNames tests where names in scripts without blanks are found.
func TestDenseNames(t *testing.T) {
	s := site{people: "山田 太郎 <>\n山田太郎丸 <>", config: "people: {names: [佐藤次郎, 鈴木 花子], allow: [山田太郎八]}"}
	name := func(line, marked, shown string) string { return named(line, marked, "the name of a person", shown) }
	s.check(t, "person-name", []ruling{
		{"a name amid a sentence is found", "", "その後、山田太郎が再起動した。\n", name("11", "山田太郎", "山…")},
		{"of two names in one place, the longer one is found", "", "次に山田太郎丸\n", name("11", "山田太郎丸", "山…")},
		{"names of the config are found", "", "佐藤 次郎と鈴木花子\n", name("11", "佐藤 次郎", "佐… 次…") + name("11", "鈴木花子", "鈴…")},
		{"a name over two lines is found", "", "その後、山田\n太郎が再起動した。\n", name("11", "山田", "山…")},
		{"a part of a name is not", "", "山田が太郎を\n", ""},
	})
}

// TestAllowedAsGitHasThem tests that the config allows a name in its usual form.
func TestAllowedAsGitHasThem(t *testing.T) {
	in := check.Input{Config: config.Default(), People: people("Hopper, Grace (EXT) <g.hopper@navy.mil>"), Collection: &collection.Collection{}}
	in.Config.People.Allow = []string{"Grace Hopper"}
	if got := check.NewMask(in).Text("Grace Hopper, g.hopper"); got != "Grace Hopper, g.hopper" {
		t.Errorf("an allowed name is shown as %q", got)
	}
}
