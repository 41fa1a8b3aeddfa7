package chart

import (
	"encoding/xml"
	"errors"
	"flag"
	"html/template"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

func frame(name string) Frame {
	return Frame{ID: "pm-" + name, Title: "Title of " + name, Desc: `A <b>description</b> & "more"`}
}

var (
	quarters = []Label{{Text: "2025"}, {Text: "Q2", Minor: true}, {}, {}}
	drawings = map[string]interface{ SVG() template.HTML }{
		"columns": Columns{frame("columns"), quarters, []Layer{
			{"sev-critical", false, []float64{1, 0, 0, 2}, []Note{{"2025 Q1: 1 & more", "list/?a=1&b=2"}}}, {"late", true, []float64{4, 0, 1, 10}, []Note{{Text: "4 late"}, {"none", "list/"}}},
		}},
		"columns-none": Columns{Frame: frame("none")},
		"rows": Rows{frame("rows"), []string{"Mitigation", "R&D"}, []string{"3", "0"}, []Layer{
			{"done", false, []float64{2, 0}, nil}, {"late", true, []float64{1, 0}, []Note{{"Mitigation: 1 overdue", "list/?late"}}},
		}},
		"histogram": Histogram{
			frame("histogram"),
			[]Label{{Text: "1 h"}, {Text: "2 h"}, {Text: "4 h"}},
			[]float64{3, 12},
			[]Note{{"a", "list/?a"}, {"b", ""}},
			[]Mark{{At: .5, Text: "median 1 h 20 min"}, {At: 1.75, Text: "p90 3 h"}},
			"bin",
		},
		"strip": Strip{frame("strip"), 1, []Mark{{.25, "a < b", "sev-high", ""}, {.5, "c", "sev-low", "c/?a&b"}}},
		"lines": Lines{frame("lines"), quarters, []Tick{{60, "1 min"}, {3600, "1 h"}}, []Line{
			{"restore", "a", []Point{{Known: true, Mid: 600, Low: 60, High: 1200, Note: Note{"h", "p/?a&b"}}, {Known: true, Mid: 60, Low: 1, High: 9e9}, {}, {Known: true, Mid: 600, Low: 500, High: 700, Whisker: true, From: 400, To: 800}}},
			{"detect", "b", []Point{{}, {}, {}, {}}},
		}},
		"heat": Heat{frame("heat"), quarters, []float64{10, 100, 1000}, []HeatRow{
			{"booking", "2 h", []float64{0, 5, 10, 99999}, []Note{{"nothing", "list/"}, {"a", "list/?a"}, {"b", ""}, {"c", ""}}}, {"none", "", []float64{0, 0, 0, 0}, nil},
		}},
		"ranges": Ranges{frame("ranges"), []Tick{{60, "1 min"}, {600, "10 min"}, {3600, "1 h"}}, []Range{
			{"Time to detect", "5 min", true, 30, 300, 600, 7200, Note{"a & b", "list/?a&b"}}, {Name: "Tail", End: "too few (2)"}, {"Zero", "0 s", true, 0, 0, 0, 0, Note{}},
		}},
		"bar": Bar{frame("bar"), []Part{
			{Class: "tone-1", Hatched: true, Hint: "Began: not given"}, {Length: 1, Class: "tone-2", Hint: "a < b"}, {Length: 540, Class: "tone-3", Hatched: true}, {Length: 60, Class: "tone-4"},
		}, true},
		"lanes": Lanes{frame("lanes"), "06:00", "08:25", []Lane{
			{"Hypothesis", "tone-1", []Span{{From: .1, To: .2, Note: Note{"a < b", "#timeline-1"}}, {From: .9, To: 1, Open: true}}}, {"Joined", "tone-2", []Span{{From: 0}, {From: 1, Note: Note{Text: "late"}}}},
		}},
		"bar-unknown": Bar{frame("unknown"), []Part{{Class: "tone-1", Hatched: true, Hint: "nothing is known"}}, false},
		"spark":       Spark{frame("spark"), "bin", []float64{0, 1, 3}, []Note{{"none", "list/"}, {"one", "list/?one"}, {"three", ""}}},
	}
)

func TestGolden(t *testing.T) {
	for name, drawing := range drawings {
		got := strings.ReplaceAll(string(drawing.SVG()), "><", ">\n<") + "\n"
		file := filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: the drawing has changed; check it, then run go test -update:\n%s", name, got)
		}
	}
}

// TestAccessible checks that every drawing is well-formed and has a name and a description, without styles, scripts or
// invalid numbers. It is an image unless it has links, which an image hides from a screen reader.
func TestAccessible(t *testing.T) {
	for name, drawing := range drawings {
		svg := string(drawing.SVG())
		role := `role="img"`
		if strings.Contains(svg, "<a ") {
			role = `role="group"`
		}
		for _, want := range []string{role, `aria-label="Title of `, `aria-describedby="pm-`, "<desc id=", "&lt;b&gt;description"} {
			if !strings.Contains(svg, want) {
				t.Errorf("%s: no %s", name, want)
			}
		}
		for _, bad := range []string{"style=", "<script", "NaN", "Inf", `height="-`, `width="-`} {
			if strings.Contains(svg, bad) {
				t.Errorf("%s: holds %s: %s", name, bad, svg)
			}
		}
		decoder := xml.NewDecoder(strings.NewReader(svg))
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
	}
}

func TestCeiling(t *testing.T) {
	for most, want := range map[float64][2]float64{0: {1, 1}, 1: {1, 1}, 5: {5, 1}, 6: {6, 2}, 11: {15, 5}, 26: {30, 10}, 51: {60, 20}, 1234: {1500, 500}} {
		if end, step := ceiling(most); end != want[0] || step != want[1] {
			t.Errorf("%v: %v by %v, want %v", most, end, step, want)
		}
	}
	for most := 1.0; most < 1e7; most *= 1.37 {
		if end, step := ceiling(most); end < most || end/step > 5.001 || math.Mod(end, step) != 0 {
			t.Errorf("%v: %v by %v", most, end, step)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 123456: "123,456", 1234567: "1,234,567", -100: "-100", -1000: "-1,000"} {
		if got := Count(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}

// TestNumber checks that a number has no trailing zeros and no superfluous
// sign.
func TestNumber(t *testing.T) {
	for want, got := range map[string]string{"0": number(-.04, 1), "0.1": number(.05, 1), "-0.1": number(-.06, 1), "12": number(12, 2), "33.33": number(100/3., 2)} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestRangeOnItsScale checks positions on a scale from 1 to 100: a bar from 10
// to 31.6 begins in the middle and takes a quarter of the width, with the dot
// at 17.8 in its middle. The line continues to the end.
func TestRangeOnItsScale(t *testing.T) {
	svg := string(Ranges{frame("ranges"), []Tick{{1, "1"}, {100, "100"}}, []Range{{"a", "", true, 10, 17.783, 31.623, 1000, Note{}}}}.SVG())
	for _, want := range []string{`<rect class="spread" x="50%" y="22" width="25%"`, `<circle class="dot tone-1" cx="62.5%"`, `<line class="whisker tone-1" x1="75%" x2="100%"`} {
		if !strings.Contains(svg, want) {
			t.Errorf("the drawing has no %s: %s", want, svg)
		}
	}
}

// TestMarksHaveRoom checks that the text of a mark is at its right up to the
// middle, and at its left beyond, where there is more room.
func TestMarksHaveRoom(t *testing.T) {
	for at, want := range map[float64]string{0: "start", 2: "start", 2.1: "end", 4: "end"} {
		svg := string(Histogram{frame("h"), nil, []float64{1, 1, 1, 1}, nil, []Mark{{At: at, Text: "median"}}, "bin"}.SVG())
		if !strings.Contains(svg, `text-anchor="`+want+`">median<`) {
			t.Errorf("the text of a mark at %v of four bins is not at %s: %s", at, want, svg)
		}
	}
}

// TestWidthsOfABar checks that parts are to scale, that short ones can be seen, and that all of them fill the bar.
func TestWidthsOfABar(t *testing.T) {
	for _, test := range []struct{ lengths, want []float64 }{
		{[]float64{1, 3}, []float64{25, 75}},
		{[]float64{0, 47, 47}, []float64{6, 47, 47}},
		{[]float64{1, 1, 998}, []float64{1.5, 1.5, 97}},
		{[]float64{1.51, 0, 98.49}, []float64{1.5, 6, 92.5}},
		{[]float64{0}, []float64{100}},
		{nil, []float64{}},
	} {
		d := Bar{}
		for _, length := range test.lengths {
			d.Parts = append(d.Parts, Part{Length: length})
		}
		got := d.widths()
		for i := range got {
			if len(got) != len(test.want) || math.Abs(got[i]-test.want[i]) > 1e-9 {
				t.Errorf("parts of the lengths %v have the widths %v, want %v", test.lengths, got, test.want)
				break
			}
		}
	}
}

// TestBarsLead checks that a bar is a link with a name if it has an address, and that nothing is drawn, and nothing leads
// anywhere, where the number is 0.
func TestBarsLead(t *testing.T) {
	for name, want := range map[string][]string{
		"columns":   {`<a href="list/?a=1&amp;b=2"><title>2025 Q1: 1 &amp; more</title><rect class="sev-critical"`},
		"rows":      {`<a href="list/?late"><title>Mitigation: 1 overdue</title><rect fill="url(#pm-rows-hatch)"`},
		"histogram": {`<a href="list/?a"><title>a</title><rect class="bin"`},
		"heat":      {`<a href="list/?a"><title>a</title><rect class="level-1"`},
		"spark":     {`<a href="list/?one"><title>one</title><rect class="bin"`},
	} {
		svg := string(drawings[name].SVG())
		if strings.Count(svg, "<a ") != len(want) {
			t.Errorf("%s has %d links, want %d: %s", name, strings.Count(svg, "<a "), len(want), svg)
		}
		for _, link := range want {
			if !strings.Contains(svg, link) {
				t.Errorf("%s has no link %s: %s", name, link, svg)
			}
		}
	}
}
