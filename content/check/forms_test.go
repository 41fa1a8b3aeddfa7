package check_test

import (
	"strconv"
	"testing"
)

// TestSynonyms checks in which keys and columns synonyms are reported, and how they are fixed.
func TestSynonyms(t *testing.T) {
	site{config: "vocabularies: {severity: {synonyms: {SEV1: critical}}, impact: {synonyms: {outage: availability}}}"}.check(t, "vocabulary", []ruling{
		{"a synonym is a note with the word to write, regardless of the rule's level", "severity: sev1", "", "5 \"sev1\" info: \"sev1\" stands for \"critical\" | write `critical` | 5:11-5:15 \"critical\""},
		{"the word itself is not a synonym", "severity: critical", "", ""},
		{"case and hyphens do not make a synonym", "severity: Near-Miss", "", ""},
		{"a synonym in quotes is fixed inside them", "severity: 'SEV1'", "", "5 \"SEV1\" info: \"SEV1\" stands for \"critical\" | write `critical` | 5:12-5:16 \"critical\""},
		{"the value of another key is not a synonym", "severity: critical\nteam: SEV1", "", ""},
		{"a synonym in a comment is ignored", "severity: critical # not, SEV1, or so", "", ""},
		{"a synonym in a comment on its own line is ignored", "impacts:\n - latency\n # as,outage,would", "", ""},
		{"every impact is checked", "impact: [latency, outage]", "", "4 \"outage\" info: \"outage\" stands for \"availability\" | write `availability` | 4:19-4:25 \"availability\""},
		{"the key impacts is checked, too", "impact: # below\nimpacts:\n  - latency\n  - outage", "", `11 "outage" info: "outage" stands for "availability"`},
		{"the detection is checked", "detection: alarm", "", `6 "alarm" info: "alarm" stands for "configured alarm"`},
		{"the status is checked", "status: complete", "", "9 \"complete\" info: \"complete\" stands for \"completed\" | write `completed` | 9:9-9:17 \"completed\""},
		{"the state and the type of an item are checked", "", items("| Test | Preventive | team | C-1 | | todo |"), "14 \"Preventive\" info: \"Preventive\" stands for \"Preventative\"\n14 \"todo\" info: \"todo\" stands for \"open\""},
		{"values of the vocabulary in an item are not reported", "", items("| Test | Preventative | team | C-1 | | open |"), ""},
		{"an event of the timeline is checked", "", "## Timeline\n| Time | Metadata |\n| - | - |\n| 14:00 | Outage started |\n", "14 \"Outage started\" info: \"Outage started\" stands for \"Outage begins\" | write `Outage begins` | 14:11-14:25 \"Outage begins\""},
	})
}

// TestDateForms checks which dates are reported because of their form.
func TestDateForms(t *testing.T) {
	table := "## Timeline\n| Date | Time | Metadata |\n| - | - | - |\n"
	site{}.check(t, "date", []ruling{
		{"a date with slashes is a note with the form to write", "date: 2026/03/05", "", `7 "2026/03/05" info: the date 2026/03/05 is not written as 2026-03-05 | write 2026-03-05 | 7:7-7:17 "2026-03-05"`},
		{"a date without leading zeros is reported", "date: 2026-3-5", "", `7 "2026-3-5" info: the date 2026-3-5 is not written as 2026-03-05 | write 2026-03-05 | 7:7-7:15 "2026-03-05"`},
		{"a date in the right form is not reported", "date: 2026-03-05", table + "| 2026-03-05 | 14:00 | a |\n", ""},
		{"a date in the timeline is reported at its place", "", table + "| 2026/03/05 | 14:00 | a |\n", `14 "2026/03/05" info: the date 2026/03/05 is not written as 2026-03-05 | write 2026-03-05 | 14:3-14:13 "2026-03-05"`},
		{"a date of an action item is reported", "", items("| Test | Detective | team | C-1 | 2026 / 7 / 1 | open |"), `14 "2026 / 7 / 1" info: the date 2026 / 7 / 1 is not written as 2026-03-05 | write 2026-07-01 | 14:35-14:47 "2026-07-01"`},
		{"a date in text or in another table is not checked", "", "On 2026/03/05.\n\n| When |\n| - |\n| 2026/03/05 |\n", ""},
		{"a date in any year is reported", "", table + "| 9026/03/05 | 14:00 | a |\n", `14 "9026/03/05" info: the date 9026/03/05 is not written as 2026-03-05`},
		{"a cell that only begins with a date is not checked", "", table + "| 2026-03-05 | 14:00 | 2026/03/05 it was |\n", ""},
	})
}

// TestHalfDays checks to which 24-hour time a time with AM or PM is fixed.
func TestHalfDays(t *testing.T) {
	const says = " is a time with AM or PM | write it in 24-hour form, 2:05 PM as 14:05"
	for time, fixed := range map[string]string{
		"2:05 PM": "14:05", "2:05 AM": "02:05", "12:10 AM": "00:10", "12:10 PM": "12:10", "11:59 p.m.": "23:59", "1:00am": "01:00", "02:05 PM": "14:05", "9:05 P": "21:05",
	} {
		row := "| 2026-03-05 | " + time + " | a |"
		want := `14 "` + time + `" error: time: "` + time + `"` + says + ` | 14:16-14:` + strconv.Itoa(16+len(time)) + ` "` + fixed + `"`
		site{}.check(t, "date", []ruling{{time + " is fixed to " + fixed, "", "## Timeline\n| Date | Time | Metadata |\n| - | - | - |\n" + row + "\n", want}})
	}
	for _, time := range []string{"13:05 PM", "2:65 PM"} {
		row := "| 2026-03-05 | " + time + " | a |"
		in := site{}.input(t, map[string]string{"a.md": documentOf("", "## Timeline\n| Date | Time | Metadata |\n| - | - | - |\n"+row+"\n")})
		found := of("date", runAll(in))
		if len(found) != 1 || found[0].Fix != nil {
			t.Errorf("%s is not a time, but the findings are %s, want one without a fix", time, written(found, true))
		}
	}
}

// TestServices checks which services are reported if the config lists some.
func TestServices(t *testing.T) {
	site{}.check(t, "vocabulary", []ruling{{"without a list, any service is accepted", "service: anything", "", ""}})
	listed := "services: [{name: checkout}, {name: booking engine}]"
	site{config: listed}.check(t, "vocabulary", []ruling{
		{"a listed service is accepted, ignoring case and hyphens", "service: [Checkout, booking-engine]", "", ""},
		{"a service similar to a listed one gets a suggestion", "service: chekout", "", "3 \"chekout\" warning: \"chekout\" is not one of the services in the config | did you mean `checkout`?"},
		{"two different letters in a short name are too many for a suggestion", "service: chckot", "", `3 "chckot" warning: "chckot" is not one of the services in the config | the config lists: checkout, booking engine; add ` + "`{name: chckot}` to its `services` if it is one"},
		{"two different letters in a long name still get a suggestion", "service: bookng engne", "", "3 \"bookng engne\" warning: \"bookng engne\" is not one of the services in the config | did you mean `booking engine`?"},
		{"for any other service, the hint lists all", "service: gate", "", `3 "gate" warning: "gate" is not one of the services in the config | the config lists: checkout, booking engine; add ` + "`{name: gate}` to its `services` if it is one"},
		{"each of several services is checked", "service: [gate, checkout, mail]", "", "3 \"gate\" warning: \"gate\" is not one of the services in the config\n3 \"mail\" warning: \"mail\" is not one of the services in the config"},
	})
	site{config: "services: [{name: checkout, was: [cart]}, {name: mail, was: [post]}]"}.check(t, "vocabulary", []ruling{
		{"a config that only says what services were called before does not list them", "service: [gate, cart]", "", ""},
	})
	site{config: "services: [{name: checkout, was: [cart]}, {name: mail}]"}.check(t, "vocabulary", []ruling{
		{"with a service that had no other name, it does", "service: [gate, cart]", "", `3 "gate" warning: "gate" is not one of the services in the config`},
	})
	site{config: "services: [{name: checkout, was: [cart], owner: shop team}]"}.check(t, "vocabulary", []ruling{
		{"and with one that says more", "service: [gate, cart]", "", `3 "gate" warning: "gate" is not one of the services in the config`},
	})
	site{config: listed + "\nlegacy: {before: 2027-01-01}"}.check(t, "vocabulary", []ruling{
		{"a post mortem from before the conventions names the services of its time", "service: gate", "", ""},
	})
	site{config: listed + "\nrules: {vocabulary: info}"}.check(t, "vocabulary", []ruling{
		{"a rule whose level is info reports notes", "service: gate", "", `3 "gate" info: "gate" is not one of the services in the config`},
	})
	site{config: listed + "\nrules: {vocabulary: off}"}.check(t, "vocabulary", []ruling{
		{"a rule that is off reports nothing", "service: gate", "", ""},
	})
}
