package metrics

import "math"

// A Kappa says how far two raters agree beyond what chance would give, on an ordinal scale: 1 if they always agree, 0 if they
// agree no more than chance, less if they agree less.
//
// It is Cohen's weighted kappa (J. Cohen, Weighted kappa, Psychological Bulletin 70, 1968) with linear weights: two steps apart count
// twice as much as one (D. V. Cicchetti and T. Allison, American Journal of EEG Technology 11, 1971).
type Kappa struct {
	N     int     // documents that both rated
	Value float64 // NaN if it is not defined: there is no document, or both gave all the same rating

	// Low and High are the ends of the interval at 95 %, from the standard error for large samples (J. L. Fleiss, J. Cohen and
	// B. S. Everitt, Psychological Bulletin 72, 1969). They say little if N is less than [EnoughRated].
	Low, High float64
}

// EnoughRated is the number of documents from which on the interval of a [Kappa] means something. It is a rule of thumb: the
// interval is for large samples.
const EnoughRated = 30

// Defined reports whether the kappa has a value.
func (k Kappa) Defined() bool { return !math.IsNaN(k.Value) }

// KappaOf compares two raters. Table[i][j] is the number of documents that the first rated i and the second j, by rank.
func KappaOf(table [][]int) Kappa {
	return weightedKappa(table, func(i, j int) float64 { return math.Abs(float64(i - j)) })
}

// weightedKappa is KappaOf for weights of disagreement, which are 0 for agreement.
func weightedKappa(table [][]int, weight func(i, j int) float64) Kappa {
	size, n, most := len(table), 0, 0.0
	rows, columns := make([]float64, size), make([]float64, size)
	for i := range size {
		for j := range size {
			n += table[i][j]
			rows[i], columns[j] = rows[i]+float64(table[i][j]), columns[j]+float64(table[i][j])
			most = max(most, weight(i, j))
		}
	}
	total := float64(n)
	for i := range size {
		rows[i], columns[i] = rows[i]/total, columns[i]/total
	}
	agree := func(i, j int) float64 { return 1 - weight(i, j)/most }
	var observed, expected float64
	ofRow, ofColumn := make([]float64, size), make([]float64, size) // the agreement that chance gives each rating
	for i := range size {
		for j := range size {
			observed += agree(i, j) * float64(table[i][j]) / total
			expected += agree(i, j) * rows[i] * columns[j]
			ofRow[i] += agree(i, j) * columns[j]
			ofColumn[j] += agree(i, j) * rows[i]
		}
	}
	if n == 0 || expected == 1 {
		return Kappa{N: n, Value: math.NaN()}
	}
	value := (observed - expected) / (1 - expected)
	var variance float64
	for i := range size {
		for j := range size {
			d := agree(i, j) - (ofRow[i]+ofColumn[j])*(1-value)
			variance += float64(table[i][j]) / total * d * d
		}
	}
	variance -= math.Pow(value-expected*(1-value), 2)
	half := 1.959964 * math.Sqrt(max(0, variance)/total) / (1 - expected)
	return Kappa{N: n, Value: value, Low: max(-1, value-half), High: min(1, value+half)}
}
