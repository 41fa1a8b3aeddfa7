package check_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

// ordinary are typical sentences of post mortems, full of words that are also names.
var ordinary = strings.Split(strings.TrimSpace(`
Will the cache survive the night? It will, if the replicas mark their pages in time.
Mark the row as done, and will the change to the next release.
The grace period ended at midnight; Grace is not what a kernel gives.
May was quiet. In June and April the queue grew, in August it was drained.
Bill the customer once; a bill sent twice is a refund.
The load balancer kept scaling, and alias records were scaling with it.
Rob Peter to pay Paul is what a shared pool does.
Art and craft of capacity: a rate times a time.
Frank words in the review helped; the tone stayed frank.
A rose by any other name still resolves to the old address.
Rich clients retry twice, poor networks drop both attempts.
Jack in, jack out: the cable of rack seven was loose.
Dean and Chase are streets in the edge region's old naming scheme.
The guy wire of the mast at the west terminal broke in the storm.
Hope is no plan; faith in the backup is none either.
Sue over a broken agreement? The vendor manager declined.
The sandy ground around the cabinet let water in.
Pat answers such as "it was the network" were avoided.
Nick in the fibre, found by the reflectometer at 412 m.
Drew the wrong conclusion from a graph with two axes.
A long lane of queued vehicles stood at Park Street, and the park filled.
Ray tracing is not what the GPU hosts are for.
Miles of log, none of it indexed; the max age was seven days.
Ivy Bridge hosts were slower; Amber Lake ones were not affected.
The victor of the election was the node with the longest log.
Gene expression jobs starved the shared pool of the research tenant.
Pearl, Ruby and Crystal are languages; the runbook has a script in each.
The jewel of the design was a queue; the queue was the problem.
Carter, Fisher and Cook are the names of racks in the north hall.
Young replicas catch up faster than old ones; King was the primary's alias.
The price of a page at night is high; the page rate fell.
Hall sensors, wall clocks and field gateways all use the same time source.
Baker's dozen: thirteen pods, twelve of them ready.
The stone in the shoe was the retry without jitter.
Lake Street and Hill Road have one gateway each, and Mill Lane none.
Cliff edges in latency come from timeouts, not from load.
The west hall lost power; the north wing did not.
Day one was calm. Day two, at dawn, the certificate expired.
A stark warning was printed, and scrolled away with the noise.
The singer of the alarm, a siren, was tested on Wednesday.
`), "\n")

// team returns people whose names consist of such words.
func team() (out []check.Person) {
	given := strings.Fields("Will Mark Grace May June April Bill Ali Rob Peter Paul Art Frank Rose Rich Jack Dean Chase Guy Hope Faith Sue Sandy Pat Nick Drew Ray Miles Max Ivy Amber Victor Gene Pearl Ruby Crystal Jewel Dawn Cliff Day")
	family := strings.Fields("Park Marks Page Hill Lane Lake Young King Hall Wall Field Baker Stone Carter Fisher Cook Price West North Stark Singer Long Mills Street Bridge Rivers Storm Bishop Graves Banks")
	for i, name := range given {
		last := family[i%len(family)]
		login := strings.ToLower(name)
		out = append(out, check.Person{Name: name + " " + last, Email: login + "@shop.dev", Login: login}, check.Person{Name: name, Email: login + "@home.dev"})
	}
	return out
}

// paragraphs returns 200 paragraphs of three ordinary sentences each.
func paragraphs() (out []string) {
	for i := range 200 {
		n := len(ordinary)
		out = append(out, ordinary[i%n]+"\n"+ordinary[(i*7+3)%n]+" "+ordinary[(i*11+5+i/n)%n])
	}
	return out
}

func personFindings(t *testing.T, body string) (out []check.Finding) {
	t.Helper()
	text := "---\ntitle: T\ndate: 2026-03-05\nstatus: draft\n---\n" + body
	cfg := config.Default()
	c := load(t, fstest.MapFS{"content/a.md": {Data: []byte(text)}}, cfg)
	for _, f := range check.Run(context.Background(), check.Input{Collection: c, Config: cfg, People: team()}) {
		if f.Rule == "person-name" {
			out = append(out, f)
		}
	}
	return out
}

// TestNoFalseAlarms checks that words that are also names are not reported.
func TestNoFalseAlarms(t *testing.T) {
	for _, f := range personFindings(t, strings.Join(paragraphs(), "\n\n")) {
		t.Errorf("%d:%d: %s\n%s", f.Line, f.Column, f.Message, f.Source)
	}
}

// TestFullNames checks that a full name or an address among such words is reported.
func TestFullNames(t *testing.T) {
	people := team()
	for kind, write := range map[string]func(p check.Person, first, last string) string{
		"full name":         func(p check.Person, _, _ string) string { return p.Name },
		"family name first": func(_ check.Person, first, last string) string { return last + ", " + first },
		"initial":           func(_ check.Person, first, last string) string { return first[:1] + ". " + last },
		"address":           func(p check.Person, _, _ string) string { return p.Email },
		"handle":            func(p check.Person, _, _ string) string { return "@" + p.Login },
		"capitals":          func(p check.Person, _, _ string) string { return strings.ToUpper(p.Name) },
	} {
		var body strings.Builder
		var names []string
		for i, paragraph := range paragraphs() {
			p := people[2*(i%(len(people)/2))]
			first, last, _ := strings.Cut(p.Name, " ")
			names = append(names, write(p, first, last))
			body.WriteString(paragraph + "\nThen " + names[i] + " came.\n\n")
		}
		found := personFindings(t, body.String())
		if len(found) != len(names) {
			t.Fatalf("%s: found %d of %d", kind, len(found), len(names))
		}
		for i, f := range found {
			if f.Line != 6+4*i+2 || f.Column != 6 || strings.Contains(fmt.Sprint(f), names[i]) {
				t.Errorf("%s: %q: %+v", kind, names[i], f)
			}
		}
	}
}

// TestSampleNamesNobody checks the sample for the names of the same people.
func TestSampleNamesNobody(t *testing.T) {
	cfg := config.Default()
	c, err := collection.Load(context.Background(), content.Sample, collection.Options{Root: "."}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range check.Run(context.Background(), check.Input{Collection: c, Config: cfg, People: team(), AsOf: asOf}) {
		if f.Level <= content.Warning {
			t.Errorf("%s:%d:%d: %s [%s]", f.File, f.Line, f.Column, f.Message, f.Rule)
		}
	}
}
