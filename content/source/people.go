package source

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content/git"
)

// People returns the authors, committers and co-authors of s.Commit and all its ancestors, and the people listed in
// mailmaps, by all their names, sorted by address and name. The walk reads only commits, not their trees, and uses what [Source.History]
// has cached in CacheDir. Without a repository or a commit there are none.
func (s *Source) People(ctx context.Context) ([]git.Person, error) {
	if s.GitErr != nil {
		return nil, s.GitErr
	}
	if s.repo == nil || s.Commit == "" {
		return nil, nil
	}
	head, err := git.ParseOID(s.Commit)
	if err != nil {
		return nil, err
	}
	people, err := s.committers(ctx, head)
	if err != nil {
		return nil, err
	}
	mailmap, err := s.Mailmap()
	if err != nil {
		return nil, err
	}
	people = append(people, mailmap.People()...)
	if s.disk != nil { // and those of the commit
		committed, err := s.committedMailmap()
		if err != nil {
			return nil, err
		}
		mailmap.Add(committed)
		people = append(people, mailmap.People()...)
	}
	slices.SortFunc(people, func(a, b git.Person) int {
		return cmp.Or(strings.Compare(a.Email, b.Email), strings.Compare(a.Name, b.Name))
	})
	return slices.Compact(people), nil
}

// committers returns the people of all commits, and caches them in CacheDir for the next run at the same commit.
func (s *Source) committers(ctx context.Context, head git.OID) ([]git.Person, error) {
	cut, err := s.place.Shallow()
	if err != nil {
		return nil, err
	}
	cacheFile := s.peopleFile()
	state := fmt.Sprintf("pmsite people 2 %s %d\n", head, len(cut)) // deepening a shallow clone adds people
	if data, err := os.ReadFile(cacheFile); err == nil {
		var people []git.Person
		if sum, text, _ := strings.Cut(string(data), "\n"); sum == textSum(text) && strings.HasPrefix(text, state) &&
			json.Unmarshal([]byte(text[len(state):]), &people) == nil {
			return people, nil
		}
	}
	w := &walk{repo: s.repo, cut: cut, known: openCache(s.CacheDir, s.place).records}
	work := make(chan []*record, 4)
	done := make(chan struct{})
	go func() { // people do not depend on changes, so nothing is compared
		defer close(done)
		for range work {
		}
	}()
	_, err = w.list(ctx, head, work)
	close(work)
	<-done
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("walk the history of commit %s: %w", s.Commit, err)
	}
	people := w.people()
	if list, err := json.Marshal(people); err == nil && cacheFile != "" {
		text := state + string(list)
		s.reportCacheError(writeCacheBytes(cacheFile, []byte(textSum(text)+"\n"+text)))
	}
	return people, nil
}

// peopleFile returns the name of the file that caches the people of the last commit read, or "" without a cache.
func (s *Source) peopleFile() string {
	if s.CacheDir == "" {
		return ""
	}
	return filepath.Join(s.CacheDir, "people-"+textSum(s.place.Common)[:16])
}

func textSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
