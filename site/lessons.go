package site

import (
	"cmp"
	"slices"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/site/render"
)

// lessonsPageSize is the number of post mortems on a page of lessons. It is smaller
// than [PageSize], since an entry holds all lessons of a post mortem.
const lessonsPageSize = 20

// lessonsOfAll is the most post mortems in the list of all lessons. Those before the newest are in the lists by year.
const lessonsOfAll = 200

// lessonTaxonomies are the taxonomies by whose values lessons are listed.
var lessonTaxonomies = []string{"years", "services"}

func hasLessons(pm *content.PostMortem) bool { return len(pm.Lessons()) > 0 }

func (b *builder) addLessons() {
	var all []*content.PostMortem
	for _, pm := range b.posts {
		if hasLessons(pm) {
			all = append(all, pm)
		}
	}
	links, groups := map[string][]render.Link{}, map[string][]*content.PostMortem{}
	for _, t := range taxonomies {
		if !slices.Contains(lessonTaxonomies, t.name) {
			continue
		}
		for _, term := range b.terms[t.name]() {
			base := "lessons/" + term.path
			for _, r := range term.records {
				if hasLessons(r.PM) {
					groups[base] = append(groups[base], r.PM)
				}
			}
			if len(groups[base]) > 0 {
				links[t.name] = append(links[t.name], render.Link{Title: term.value, Path: base})
			}
		}
	}
	slices.SortFunc(links["services"], func(x, y render.Link) int { return cmp.Compare(x.Title, y.Title) })
	page := render.LessonsPage{Years: links["years"], Services: links["services"], Kinds: b.lessonKinds()}
	first := page
	if undated := slices.ContainsFunc(all, func(pm *content.PostMortem) bool { return pm.Date.IsZero() }); len(all) > lessonsOfAll && !undated {
		all, first.Before = all[:lessonsOfAll], len(all)-lessonsOfAll
	}
	b.addLessonPages("lessons/", "Lessons", first, all)
	home := render.Link{Title: "Lessons", Path: "lessons/"}
	for _, name := range lessonTaxonomies {
		for _, link := range links[name] {
			page.Of = link.Title
			b.addLessonPages(link.Path, "Lessons: "+link.Title, page, groups[link.Path], home)
		}
	}
}

// lessonKinds returns searches for the post mortems with lessons of each kind that the template does not have, and that one
// of them has.
func (b *builder) lessonKinds() (out []render.Link) {
	there := map[string]bool{}
	for _, pm := range b.posts {
		for _, list := range pm.OtherLessons {
			there[list.Kind] = true
		}
	}
	for _, kind := range b.in.Config.Vocabularies.Lessons {
		if there[kind.Name] {
			out = append(out, render.Link{Title: kind.Title(), Path: "search/?q=kind%3A" + kind.Name})
		}
	}
	return out
}

func (b *builder) addLessonPages(base, title string, page render.LessonsPage, groups []*content.PostMortem, crumbs ...render.Link) {
	b.paginate(base, len(groups), lessonsPageSize, func(pager render.Pager, from, to int) {
		p := b.at("lessons", "lessons", pager.PagePath(pager.Number), title, "What went well, what went wrong, and where we got lucky", crumbs...)
		b.addPage(p, "lessons.html", b.facts(fromValues(groups[from:to], pager, page.Years, page.Services, page.Kinds, page.Of)), func(p render.Page) any {
			out := page
			out.Page, out.Pager = p, pager
			for _, pm := range groups[from:to] {
				out.Groups = append(out.Groups, p.GroupLessons(pm))
			}
			if pager.Number > 1 {
				out.Services, out.Kinds = nil, nil
			}
			return &out
		})
	})
}
