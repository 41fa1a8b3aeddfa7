package render_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/render"
)

// TestWhereThingsAreDrawn checks the positions of marks, dots and bars of the fleet
// on their logarithmic scales, in percent of the width, and the levels of the heat
// map.
//
// Durations have ten bins from 8 min to 128 h, each but the first twice as long as
// the previous one. The median, 62.5 min, is log2(62.5/60) of the way through the
// fourth bin, from 1 h to 2 h; 5000 min are log2(5000/3840) of the way through the
// last. 22 values are too few for p90, so figures reach to the longest: they
// are between 1 min and 4 days.
func TestWhereThingsAreDrawn(t *testing.T) {
	t.Parallel()
	records := fleet()
	f := frame(t, records, content.Date{Year: 2026, Month: 10, Day: 31}, metrics.Quarter)
	panels, _ := render.DashboardPanels(&render.Page{}, metrics.NewDashboard(records, f), nil)
	drawing := map[string]string{}
	for _, p := range panels {
		drawing[p.Key] = string(p.Drawing)
	}
	inBin := func(i int, from, minutes float64) float64 { return 10 * (float64(i) + math.Log2(minutes/from)) }
	onScale := func(minutes float64) float64 { return 100 * math.Log(minutes) / math.Log(4*24*60) }
	for _, test := range []struct {
		what, panel, form string
		want              []float64
	}{
		{"the median and p75 of durations", "durations", `<line class="mark" x1="([\d.]+)%`, []float64{inBin(3, 60, 62.5), inBin(3, 60, 104.75)}},
		{"the longest outages", "durations", `<circle class="dot sev-(?:low|critical)" cx="([\d.]+)%`, []float64{
			inBin(9, 3840, 5000), inBin(3, 60, 109), inBin(3, 60, 108), inBin(3, 60, 107), inBin(3, 60, 106), inBin(3, 60, 105),
		}},
		{"the first figure's middle half", "times", `<rect class="spread" x="([\d.]+)%" y="22"`, []float64{onScale(15.25)}},
		{"the first figure's p75", "times", `<line class="whisker tone-1" x1="([\d.]+)%" x2="[\d.]+%" y1="28"`, []float64{onScale(104.75)}},
		{"the first figure's longest", "times", `<line class="whisker tone-1" x1="[\d.]+%" x2="([\d.]+)%" y1="28"`, []float64{onScale(5000)}},
		{"the first figure's median", "times", `<circle class="dot tone-1" cx="([\d.]+)%" cy="28"`, []float64{onScale(62.5)}},
	} {
		var got []float64
		for _, m := range regexp.MustCompile(test.form).FindAllStringSubmatch(drawing[test.panel], -1) {
			x, err := strconv.ParseFloat(m[1], 64)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, x)
		}
		right := len(got) == len(test.want)
		for i := range test.want {
			right = right && math.Abs(got[i]-test.want[i]) < .1
		}
		if !right {
			t.Errorf("%s: drawn at %.2f %% of the width, want %.2f", test.what, got, test.want)
		}
	}
	// 10 to 14 minutes are in the first level, 15 to 25 in the second.
	levels := map[string]int{"level-1": 5, "level-2": 6}
	for level, want := range levels {
		if got := strings.Count(drawing["outages"], `<rect class="`+level+`"`); got != want {
			t.Errorf("the heat map has %d months of %s, want %d", got, level, want)
		}
	}
	// Within a period, the highest severity is on top.
	if i, j := strings.Index(drawing["severity"], `class="sev-low"`), strings.Index(drawing["severity"], `class="sev-critical"`); i < 0 || j < i {
		t.Error("columns do not begin with what is least grave")
	}
	for class, want := range map[string]int{"line tone-1": 1, "line tone-2": 1, "whisker tone-1": 2, "whisker tone-2": 2, "dot tone-1": 2, "dot tone-2": 2} {
		if got := strings.Count(drawing["trend"], `class="`+class+`"`); got != want {
			t.Errorf("the trend has %d of %q, want %d", got, class, want)
		}
	}
}

// TestLabelsOfBins checks that each edge of up to eight bins is labelled, and every
// second one of more. A star marks labels that narrow windows leave out.
func TestLabelsOfBins(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		shortest, longest int
		want              string
	}{
		{70, 70, "1 h, 2 h*"},
		{5000, 9000, "64 h, 128 h*"}, // the last bin is open
		{3, 300, "2 min, 4 min*, 8 min*, 15 min, 30 min*, 1 h*, 2 h, 4 h*, 8 h*"},
		{3, 500, "2 min, 8 min*, 30 min, 2 h*, 8 h"},
		{3, 5000, "2 min, 8 min*, 30 min, 2 h*, 8 h, 32 h*, 128 h"},
	} {
		day := content.Date{Year: 2026, Month: 1, Day: 1}
		records := metrics.Records([]*content.PostMortem{post("a", day, test.shortest), post("b", day, test.longest)})
		panels, _ := render.DashboardPanels(&render.Page{}, metrics.NewDashboard(records, metrics.Settings{AsOf: day, Vocabularies: content.BuiltinVocabularies()}), nil)
		for _, p := range panels {
			if p.Key != "durations" {
				continue
			}
			if openEnd.MatchString(string(p.Drawing)) {
				t.Errorf("the end of the open bin from %d minutes is named 0", test.longest)
			}
			if got := strings.Join(edges(string(p.Drawing)), ", "); got != test.want {
				t.Errorf("the bins of outages from %d to %d minutes are named %q, want %q", test.shortest, test.longest, got, test.want)
			}
			if p.Few != "Too few to show a median." {
				t.Errorf("with two outages the panel says %q", p.Few)
			}
		}
	}
}

// openEnd matches a label 0 at the right end of the axis.
var openEnd = regexp.MustCompile(`x="100%"[^>]*>0<`)

var edgeForm = regexp.MustCompile(`<text class="([^"]*)"[^>]*>(\d+ (?:min|h))<`)

// edges returns the labels below the bins.
func edges(svg string) (out []string) {
	for _, m := range edgeForm.FindAllStringSubmatch(svg, -1) {
		if strings.Contains(m[1], "minor") {
			m[2] += "*"
		}
		out = append(out, m[2])
	}
	return out
}
