package project

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/pmsite/pmsite/content/collection"
)

// A State is everything from which a project's site is made: the config, the theme, the documents and what git knows of
// them. It does not hold their contents, so it takes much less time than [Project.Load].
type State struct {
	head   []byte               // of what does not depend on time
	stamps []*collection.Stamps // of the files of work trees
}

// State looks at the state of the project. It returns an error if the state is not fully known, such as without git's
// index.
func (p *Project) State() (*State, error) {
	s := &State{}
	s.head = fmt.Appendf(s.head, "%q %q %q %q\n", p.Root, p.configFile, p.ConfigText, p.Config.Repository.Folder)
	for i, h := range p.homes() {
		sum, err := h.source.State(h.folder)
		if err != nil {
			return nil, err
		}
		s.head = fmt.Appendf(s.head, "%q %x\n", h.at, sum)
		if h.source.Dir == "" {
			continue // the commit says it all
		}
		stamps, err := collection.StampsOf(h.source.FS, h.folder)
		if err != nil {
			return nil, err
		}
		s.stamps = append(s.stamps, stamps)
		if i > 0 {
			continue
		}
		// The theme's folder may not exist, or be named like a built-in theme.
		if stamps, err = collection.StampsOf(p.Beside(), "theme", p.Config.Theme); err != nil {
			return nil, err
		}
		s.stamps = append(s.stamps, stamps)
	}
	return s, nil
}

// Sum returns a sum that stays the same only if the state does. See [collection.Stamps.Sum] for the meaning of since and ok.
func (s *State) Sum(since time.Time) (sum collection.Sum, ok bool) {
	h := sha256.New()
	h.Write(s.head)
	for _, stamps := range s.stamps {
		files, ok := stamps.Sum(since)
		if !ok {
			return collection.Sum{}, false
		}
		h.Write(files[:])
	}
	return collection.Sum(h.Sum(nil)), true
}
