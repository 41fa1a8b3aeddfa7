package site

import (
	"cmp"
	"slices"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/index"
	"github.com/pmsite/pmsite/site/feed"
	"github.com/pmsite/pmsite/site/render"
)

// A taxonomy groups post mortems by the values of a search facet. Its name is the
// plural, which is also its address; the name of the facet is the singular.
type taxonomy struct {
	name, singular, title string
	feeds                 bool // whether each of its terms has a feed
}

var taxonomies = []taxonomy{
	{"tags", "tag", "Tags", true},
	{"services", "service", "Services", true},
	{"severities", "severity", "Severities", true},
	{"impacts", "impact", "Impacts", false},
	{"detections", "detection", "Detection", false},
	{"statuses", "status", "Statuses", false},
	{"vendors", "vendor", "Vendors", true},
	{"factors", "factor", "Contributing factors", true},
	{"years", "year", "Years", false},
}

func (t taxonomy) facet() index.Facet {
	return index.Facets[slices.IndexFunc(index.Facets, func(f index.Facet) bool { return f.Name == t.singular })]
}

// A term is one value of a taxonomy. Spellings that lead to the same address are one
// term.
type term struct {
	value   string
	path    string
	records []metrics.Record
}

func (b *builder) addTaxonomies() {
	for _, t := range taxonomies {
		terms, several := b.terms[t.name](), b.withFactors(t)
		p := b.at("terms", t.name, t.name+"/", t.title, "Post mortems by "+t.singular)
		b.addPage(p, "terms.html", func(k *key) {
			k.add(len(b.posts), several)
			for _, term := range terms {
				k.add(term.value, term.path, len(term.records), term.records[0].PM.Date)
			}
		}, func(p render.Page) any {
			page := &render.TermsPage{Page: p, Taxonomy: t.name, Singular: t.singular, Several: several}
			for _, term := range terms {
				page.Terms = append(page.Terms, render.Term{
					Title: term.value, Path: term.path, Count: len(term.records), Newest: term.records[0].PM.Date,
					Means: b.meansOf(t, term),
				})
			}
			return page
		})
		for _, term := range terms {
			b.addTerm(t, term)
		}
		b.redirectTerms(t, terms)
		for from, term := range b.formerTerms(t, terms) {
			b.addRedirect(from+"index.html", term.path)
		}
	}
}

// redirectTerms adds a page for each address that says less of a value than its own, such as tags/c/ of the tag c++. The
// first of several values has it.
func (b *builder) redirectTerms(t taxonomy, terms []*term) {
	for _, term := range terms {
		short := t.name + "/" + content.Slug(term.value) + "/index.html"
		if _, taken := b.files[short]; !taken {
			b.addRedirect(short, term.path)
		}
	}
}

// formerTerms returns the terms by the addresses that they had under former names, where no other term has them now.
func (b *builder) formerTerms(t taxonomy, terms []*term) map[string]*term {
	r := b.in.Config.Renames
	out := map[string]*term{}
	for former, name := range map[string]map[string]string{"services": r.Services, "tags": r.Tags, "vendors": r.Vendors}[t.name] {
		from := render.TermPath(t.name, former)
		i := slices.IndexFunc(terms, func(term *term) bool { return content.SameName(term.value, name) })
		if i >= 0 && !slices.ContainsFunc(terms, func(term *term) bool { return term.path == from }) {
			out[from] = terms[i]
		}
	}
	return out
}

func (b *builder) addTerm(t taxonomy, term *term) {
	stats := sync.OnceValue(func() metrics.Stats { return b.stats(term.records) })
	facts := sync.OnceValues(func() (collection.Sum, bool) { return gathered(b.factsOf, fromRecords(term.records)) })
	panels := func(page *render.Page, pager render.Pager) ([]render.Panel, []render.Answer) {
		if pager.Number > 1 || !smallDashboards[t.name] {
			return nil, nil
		}
		services := slices.DeleteFunc(slices.Clone(b.in.Config.Services), func(s config.Service) bool {
			return t.name != "services" || !content.SameName(s.Name, term.value)
		})
		return render.TermPanels(page, t.name, b.dashboardOf(term.records, b.fit(term.records), services), render.Scope{{t.singular, term.value}})
	}
	b.paginate(term.path, len(term.records), PageSize, func(pager render.Pager, from, to int) {
		p := b.at("term", t.name, pager.PagePath(pager.Number), term.value, "Post mortems with "+t.singular+" "+term.value,
			render.Link{Title: t.title, Path: t.name + "/"})
		if t.feeds && !b.in.Portable {
			p.Feeds = append([]render.Link{{Title: term.value, Path: term.path + "feed.xml"}}, p.Feeds...)
		}
		b.addPage(p, "term.html", func(k *key) {
			k.add(b.bookOf(t, term))
			fromSum(facts)(k)
			k.add(pager)
			if pager.Number == 1 {
				k.add(b.lag())
			}
		}, func(p render.Page) any {
			page := &render.TermPage{
				Page: p, Taxonomy: t.name, Singular: t.singular, Term: term.value, Means: b.meansOf(t, term),
				Rows: b.rows(&p, term.records[from:to]), Pager: pager, Stats: stats(), Book: b.bookOf(t, term),
			}
			page.Panels, page.Answers = panels(&p, pager)
			if t.name == "services" && pager.Number == 1 {
				page.Service = b.serviceFacts(&p, term)
			}
			return page
		})
	})
}

// serviceFacts returns what the config says of a service, and what is to be done for it.
func (b *builder) serviceFacts(page *render.Page, term *term) *render.ServiceFacts {
	facts := &render.ServiceFacts{}
	services := b.in.Config.Services
	if i := slices.IndexFunc(services, func(s config.Service) bool { return content.SameName(s.Name, term.value) }); i >= 0 {
		s := services[i]
		facts.Title, facts.Owner, facts.Tier, facts.Hours = s.Title, s.Owner, s.Tier, s.Hours.String()
	}
	affected := map[*content.PostMortem]bool{}
	for _, r := range term.records {
		affected[r.PM] = true
	}
	var open []feed.RegisterItem
	for _, item := range b.items() {
		if state := item.Item.StateOn(b.in.AsOf); affected[item.PM] && state != content.Done && state != content.Cancelled {
			open = append(open, item)
		}
	}
	slices.SortStableFunc(open, byDue)
	for _, item := range open {
		if item.Item.Overdue(b.in.AsOf) {
			facts.Overdue++
		}
	}
	facts.Items, facts.Unfinished = b.shown(page, open[:min(homeRows, len(open))]), len(open)
	return facts
}

// byDue orders action items by their due dates, the earliest first and those without one last. So what is overdue longest
// comes first.
func byDue(x, y feed.RegisterItem) int {
	due, other := x.Item.Due, y.Item.Due
	switch {
	case due == other:
		return 0
	case due.IsZero():
		return 1
	case other.IsZero():
		return -1
	}
	return due.Time().Compare(other.Time())
}

// gatherTerms returns the values of a taxonomy: the values of a vocabulary in its order,
// years newest first, other values most frequent first.
func (b *builder) gatherTerms(t taxonomy) (out []*term) {
	values := t.facet().Values
	byPath := map[string]*term{}
	for _, r := range b.records {
		for _, value := range values(r.PM) {
			path := render.TermPath(t.name, value)
			found, ok := byPath[path]
			if !ok {
				found = &term{value: value, path: path}
				byPath[path] = found
				out = append(out, found)
			}
			if n := len(found.records); n == 0 || found.records[n-1].PM != r.PM {
				found.records = append(found.records, r)
			}
		}
	}
	v := b.in.Config.Vocabularies
	rank := map[string]*content.Vocabulary{"severities": v.Severity, "impacts": v.Impact, "detections": v.Detection, "statuses": v.Status}[t.name]
	slices.SortFunc(out, func(x, y *term) int {
		switch {
		case rank != nil:
			return cmp.Or(cmp.Compare(rank.Rank(x.value), rank.Rank(y.value)), cmp.Compare(x.value, y.value))
		case t.name == "years":
			return cmp.Compare(y.value, x.value)
		}
		return cmp.Or(cmp.Compare(len(y.records), len(x.records)), cmp.Compare(x.value, y.value))
	})
	return out
}
