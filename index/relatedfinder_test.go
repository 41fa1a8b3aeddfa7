package index_test

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/corpus"
	"github.com/pmsite/pmsite/index"
)

// TestRelatedFinder passes a RelatedFinder from one collection to the next, and checks that
// its results are those of Relate.
func TestRelatedFinder(t *testing.T) {
	t.Parallel()
	c, err := collection.Load(context.Background(), corpus.FS(200, 3), collection.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	posts := slices.Clone(c.PostMortems)
	var relater *index.RelatedFinder
	for range 20 {
		for range 3 {
			i := random.IntN(len(posts))
			changed := *posts[i]
			if random.IntN(2) == 0 {
				posts[i] = &changed // another text, or the same
				continue
			}
			changed.Title += " " + posts[random.IntN(len(posts))].Title
			changed.Tags = posts[random.IntN(len(posts))].Tags
			changed.PreventedBy = []string{posts[random.IntN(len(posts))].Slug + "#action-1", "PM-2025-0001#action-2", "nothing"}
			posts[i] = &changed
		}
		if at := random.IntN(len(posts)); at%3 == 0 {
			posts = slices.Delete(slices.Clone(posts), at, at+1)
		}
		relater = index.NewRelatedFinder(posts, relater)
		want := index.Relate(posts)
		for _, pm := range posts {
			if got := relater.Related(pm); !reflect.DeepEqual(got, want[pm]) {
				t.Fatalf("%s:\n%v\nwant\n%v", pm.Slug, got, want[pm])
			}
		}
	}
}
