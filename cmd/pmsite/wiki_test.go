package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// wiki writes old documents of a team, "wiki DIR N", in the shapes in which wikis and their exports have
// them: a table of metadata, lines with bold keys, other front matter, headings with a line below, or only text. No
// two are the same; they are the same in each run.
func wiki(ts *testscript.TestScript, _ bool, args []string) {
	var n int
	if _, err := fmt.Sscan(args[1], &n); err != nil {
		ts.Fatalf("wiki: %v", err)
	}
	for i := range n {
		year := 2021 + i*5/n
		dir := filepath.Join(ts.MkAbs(args[0]), fmt.Sprint(year))
		ts.Check(os.MkdirAll(dir, 0o755))
		random := rand.New(rand.NewPCG(24, uint64(i)))
		doc := incident{
			thing: pick(random, "card payments", "the sign-up form", "order export", "the stock feed", "label printing", "night settlement", "address search", "refunds"),
			fault: pick(random, "timed out", "were refused", "came twice", "stood still", "lost every tenth message", "returned stale prices"),
			cause: pick(random, "a certificate that expired", "a full disk", "a lock that was never released", "a retry without a limit", "a rollout on all machines at once"),
			sev:   1 + random.IntN(4), month: 1 + i%12, day: 1 + random.IntN(28), year: year, hour: random.IntN(20), minute: random.IntN(60), lasts: 7 + random.IntN(170),
			service: pick(random, "orders", "checkout", "stock", "labels"),
		}
		name := fmt.Sprintf("%d-%02d-%02d-%s-%d.md", year, doc.month, doc.day, strings.ReplaceAll(doc.thing, " ", "-"), i)
		ts.Check(os.WriteFile(filepath.Join(dir, name), []byte(shapes[i%len(shapes)](doc)), 0o600))
	}
}

func pick(random *rand.Rand, of ...string) string { return of[random.IntN(len(of))] }

// An incident is what an old document tells of.
type incident struct {
	thing, fault, cause, service               string
	sev, year, month, day, hour, minute, lasts int
}

func (d incident) date() string { return fmt.Sprintf("%d-%02d-%02d", d.year, d.month, d.day) }

// at returns the time some minutes after the incident began, which is on the same day.
func (d incident) at(minutes int) string {
	all := d.hour*60 + d.minute + minutes
	return fmt.Sprintf("%02d:%02d", all/60, all%60)
}

// shapes write the same facts as different teams did.
var shapes = []func(incident) string{
	func(d incident) string { // a table of metadata, and a list as timeline
		return fmt.Sprintf("# %s %s\n\n| Metadata | Information |\n|---|---|\n| Date | %s |\n| Severity | SEV%d |\n| Service | %s |\n\n## Summary\n\n%s %s because of %s.\n\n"+
			"## Timeline (UTC)\n\n- %s Outage begins: the first errors\n- %s Outage detected by the alarm\n- %s Outage ends\n\n## Action Items\n\n- [x] Alarm on %s (OPS-%d)\n",
			title(d.thing), d.fault, d.date(), d.sev, d.service, title(d.thing), d.fault, d.cause, d.at(0), d.at(5), d.at(d.lasts), d.cause, 100+d.lasts)
	},
	func(d incident) string { // bold keys, and a table as timeline
		return fmt.Sprintf("# Post mortem: %s %s\n\n**Date:** %d/%02d/%02d\n**Severity:** Sev %d\n**Status:** Complete\n\n## What happened\n\nDuring the day, %s %s.\n\n## Timeline\n\n| Time | Event |\n|---|---|\n| %s | Start of impact |\n| %s | Detected |\n| %s | Resolved |\n\n## Root cause\n\nIt was %s.\n",
			d.thing, d.fault, d.year, d.month, d.day, d.sev, d.thing, d.fault, d.at(0), d.at(9), d.at(d.lasts), d.cause)
	},
	func(d incident) string { // front matter of another program
		return fmt.Sprintf("---\nname: %s %s\nstart_time: %sT%s:00Z\nsystems: [%s]\nseverity: SEV%d\n---\n\nFor %d minutes %s %s.\n\n## Follow-ups\n\n| Action | Owner | Due |\n|---|---|---|\n| End %s | platform team | %d-12-24 |\n",
			d.thing, d.fault, d.date(), d.at(0), d.service, d.sev, d.lasts, d.thing, d.fault, d.cause, d.year)
	},
	func(d incident) string { // headings with a line below
		return fmt.Sprintf("%s %s\n===\n\n## Date\n\n%s\n\n## Duration\n\n%d minutes\n\n## Priority\n\nP%d\n\n## Causes\n\nWe found %s in %s.\n\n## What went well\n\n- The rollback took %d minutes.\n",
			title(d.thing), d.fault, d.date(), d.lasts, d.sev, d.cause, d.service, 1+d.lasts/10)
	},
	func(d incident) string { // only text
		return fmt.Sprintf("# %s: %s %s\n\nAt %s %s %s. At %s it was over. The cause was %s; nobody had an alarm for it.\n", d.date(), d.thing, d.fault, d.at(0), d.thing, d.fault, d.at(d.lasts), d.cause)
	},
}

func title(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
