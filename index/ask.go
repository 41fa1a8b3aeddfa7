package index

import "context"

// Ask answers a query like [Index.Find]. If no post mortem has some of what it says, Ask answers the closest query for what
// they have, if that finds anything: mistyped words are corrected, and long names such as addresses are sought in pieces.
func (ix *Index) Ask(ctx context.Context, q *Query, opts SearchOptions) (*Result, error) {
	asked, lost, err := ix.find(ctx, q, opts)
	if err != nil {
		return nil, err
	}
	hints, best := q.Hints, asked
	for round := range maxRounds {
		next, corrected, err := ix.closest(ctx, q, best.Total == 0, lost)
		if err != nil {
			return nil, err
		}
		if next == q.Text {
			break
		}
		corrected = corrected && round == 0 || best.Corrected
		if q, err = Parse(next); err != nil { // it has too many words
			break
		}
		if best, lost, err = ix.find(ctx, q, opts); err != nil {
			return nil, err
		}
		best.Query, best.Instead, best.Corrected = asked.Query, q.Text, corrected
	}
	if best.Total == 0 {
		best = asked
	}
	best.Hints = hints
	return best, nil
}

// maxRounds is how often a query is rewritten, as a piece of a name may be mistyped, too.
const maxRounds = 3
