package calibrate

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/metrics"
)

// Columns are those of a sheet.
var Columns = []string{"document", "severity"}

// A Sheet holds the ratings of one person: the rank on the scale by the code of the post mortem.
type Sheet map[string]int

// ReadSheet reads a sheet. It takes the words that documents may use for severities, and leaves out documents without one.
// Codes are those of the collection. Its errors begin with the line.
func ReadSheet(r io.Reader, scale []string, v *content.Vocabularies, codes map[string]*content.PostMortem) (Sheet, error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord, in.TrimLeadingSpace = -1, true
	out, seen := Sheet{}, map[string]bool{}
	for n := 0; ; n++ {
		row, err := in.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		line, _ := in.FieldPos(0)
		code := strings.TrimPrefix(strings.TrimSpace(row[0]), "\ufeff")
		switch {
		case n == 0 && strings.EqualFold(code, Columns[0]), code == "":
			continue
		case codes[code] == nil:
			return nil, fmt.Errorf("line %d: no post mortem of this collection has the code %q", line, code)
		case seen[code]:
			return nil, fmt.Errorf("line %d: %s was rated before", line, code)
		}
		seen[code] = true
		if len(row) < 2 || strings.TrimSpace(row[1]) == "" {
			continue
		}
		severity, _ := v.Severity.Match(strings.TrimSpace(row[1]))
		rank := slices.Index(scale, severity)
		if rank < 0 {
			return nil, fmt.Errorf("line %d: %q is none of the severities %s", line, row[1], strings.Join(scale, ", "))
		}
		out[code] = rank
	}
	return out, nil
}

// A Result compares two sheets.
type Result struct {
	metrics.Kappa
	Alike    int      // documents with the same rating
	Differ   []Differ // the furthest apart first
	LeftOut  int      // documents that only one of them rated
	Severest int      // of those that differ: how many the first rated graver
}

// A Differ is a post mortem that two people rated differently.
type Differ struct {
	PM            *content.PostMortem
	First, Second string
	Steps         int // between the two on the scale
}

// Score compares two sheets.
func Score(a, b Sheet, scale []string, codes map[string]*content.PostMortem) Result {
	table := make([][]int, len(scale))
	for i := range table {
		table[i] = make([]int, len(scale))
	}
	var r Result
	for code, i := range a {
		j, both := b[code]
		switch {
		case !both:
			r.LeftOut++
			continue
		case i == j:
			r.Alike++
		default:
			r.Differ = append(r.Differ, Differ{codes[code], scale[i], scale[j], max(i-j, j-i)})
			if i < j {
				r.Severest++
			}
		}
		table[i][j]++
	}
	for code := range b {
		if _, both := a[code]; !both {
			r.LeftOut++
		}
	}
	slices.SortFunc(r.Differ, func(x, y Differ) int {
		if x.Steps != y.Steps {
			return y.Steps - x.Steps
		}
		return strings.Compare(x.PM.Path, y.PM.Path)
	})
	r.Kappa = metrics.KappaOf(table)
	return r
}

// Codes returns post mortems by their codes.
func Codes(posts []*content.PostMortem) map[string]*content.PostMortem {
	out := make(map[string]*content.PostMortem, len(posts))
	for _, pm := range posts {
		out[Code(pm)] = pm
	}
	return out
}
