package drift

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pmsite/pmsite/content"
)

// String returns a place as people write it: "github.com/acme/web" or "OPS".
func (p Place) String() string {
	if p.Host == "" || p.Kind == Project {
		return p.Name
	}
	return p.Host + "/" + p.Name
}

// A listed is a place with what the files have of it.
type listed struct {
	Place
	gitlab        bool
	list          bool // a file lists its tickets
	count, closed int
}

// placesOf returns the places that the exports are about, in the order of the files.
func placesOf(exports []*Export) (out []listed) {
	at := map[Place]int{}
	for _, e := range exports {
		for i := range e.Tickets {
			t := &e.Tickets[i]
			place, ok := placeAt(hostOf(t.URL), t.Key, t.URL)
			if !ok {
				continue
			}
			folded := place
			folded.Name = strings.ToLower(place.Name)
			if _, known := at[folded]; !known {
				at[folded] = len(out)
				out = append(out, listed{Place: place})
			}
			l := &out[at[folded]]
			l.list = l.list || e.List
			l.gitlab = l.gitlab || strings.Contains(t.URL, "/-/")
			l.count++
			if t.Outcome != Open {
				l.closed++
			}
		}
	}
	return out
}

// A Gap says why the files may lack tickets of a place, and how to get them.
type Gap struct {
	Place   Place
	Count   int    // tickets of the place that are in the files
	Closed  int    // those of them that are closed
	Missing int    // tickets that documents name and the files do not have
	Command string // that exports more of them; for Jira, the search
}

// gapsOf returns the gaps of the places, in the order of the files.
func gapsOf(differences []Difference, places []listed) (out []Gap) {
	for _, l := range places {
		var missing []Tracked
		for _, d := range differences {
			for _, t := range d.Tracked {
				if d.Finding == NotInFile && l.list && l.covers(t.place) {
					missing = append(missing, t)
				}
			}
		}
		if len(missing) > 0 {
			out = append(out, Gap{l.Place, l.count, l.closed, len(missing), l.command(missing)})
		}
	}
	return out
}

// command returns what to type to export the tickets of a place, some of which are missing.
func (l listed) command(missing []Tracked) string {
	if l.Kind == Project {
		return "key in (" + strings.Join(keysIn(missing), ", ") + ")"
	}
	command, words := ghIssues, "gh issue list"
	repository := l.Name
	switch {
	case l.gitlab:
		command, words = glabLists, "glab issue list"
		if l.Kind == Requests {
			command, words = strings.Replace(glabLists, words, "glab mr list", 1), "glab mr list"
		}
		const perPage = 100
		if l.closed > 0 && l.count >= perPage {
			command += fmt.Sprintf(" --page %d", l.count/perPage+1)
		}
		if l.Host != "gitlab.com" {
			repository = "https://" + l.Host + "/" + l.Name
		}
	case l.Kind == Requests:
		command, words = ghPulls, "gh pr list"
	}
	if !l.gitlab && l.Host != "github.com" {
		repository = l.Host + "/" + l.Name
	}
	const limit = 1000
	if !l.gitlab && l.count >= limit {
		command = strings.Replace(command, fmt.Sprint(limit), fmt.Sprint(l.count/limit*limit*10), 1)
	}
	return words + " -R " + repository + strings.TrimPrefix(command, words)
}

// keysIn returns the keys of Jira's issues, sorted, each once.
func keysIn(all []Tracked) (out []string) {
	for _, t := range all {
		number := t.Number
		if known := content.TicketNumber(t.URL); known != "" {
			number = known
		}
		out = append(out, strings.ToUpper(number))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
