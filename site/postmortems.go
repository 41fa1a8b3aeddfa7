package site

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/metrics"
	"github.com/pmsite/pmsite/site/feed"
	"github.com/pmsite/pmsite/site/render"
)

var allPostMortems = render.Link{Title: "Post mortems", Path: "postmortems/"}

func (b *builder) addList() {
	list := &feed.List{Records: b.records, Columns: b.columns, Row: listRow, Name: content.NameSlug}
	sum := sync.OnceValue(list.Sum)
	b.paginate("postmortems/", len(b.posts), PageSize, func(pager render.Pager, from, to int) {
		p := b.at("list", "postmortems", pager.PagePath(pager.Number), "Post mortems", "All post mortems, newest first")
		b.addPage(p, "list.html", b.facts(func(k *key) {
			fromRecords(b.records[from:to])(k)
			k.add(pager)
			if from == 0 {
				k.add(sum())
			}
		}), func(p render.Page) any {
			page := &render.ListPage{
				Page: p, Rows: b.rows(&p, b.records[from:to]), Pager: pager, Severities: b.in.Config.Vocabularies.Severity.Values,
			}
			if from == 0 {
				page.Sum = sum()
			}
			return page
		})
	})
	b.addListData(list)
}

// listFolder is where the script of the list finds its data.
const listFolder = "data/list/"

func (b *builder) addListData(list *feed.List) {
	for name, write := range list.Files() {
		from := b.fromFigures(b.records)
		if records := list.MadeFrom(name); records != nil {
			from = b.facts(fromRecords(records))
		}
		b.add(listFolder+name, from, write)
	}
}

func listRow(r metrics.Record) feed.ListRow {
	shown := lasted(r)
	return feed.ListRow{Summary: render.Brief(r.PM.Summary), Stated: shown.Stated, Degraded: shown.Key == metrics.Degradation}
}

// paginate calls add for each page of a list of n entries. There is a first page even
// if the list is empty.
func (b *builder) paginate(base string, n, size int, add func(pager render.Pager, from, to int)) {
	if n > manyPages*size {
		size *= 2
	}
	total := max(1, (n+size-1)/size)
	for i := range total {
		add(render.Pager{Number: i + 1, Total: total, Base: base, Items: n}, i*size, min(n, (i+1)*size))
	}
}

func (b *builder) rows(p *render.Page, records []metrics.Record) []render.Row {
	rows := make([]render.Row, len(records))
	for i, r := range records {
		rows[i] = b.row(p, r)
	}
	return rows
}

func (b *builder) row(p *render.Page, r metrics.Record) render.Row {
	row := render.Row{
		PostMortem: r.PM, Page: p, Key: p.Root() + r.PM.Slug, Links: p.TermLinks("services", r.PM.Services...),
		Brief: render.Brief(r.PM.Summary), Duration: lasted(r),
	}
	for _, item := range r.PM.ActionItems {
		if item.Overdue(b.in.AsOf) {
			row.Overdue++
		}
	}
	return row
}

func (b *builder) addPostMortems() {
	if b.single { // each is found by its slug
		return
	}
	for i, r := range b.records {
		b.addPostMortem(i, r)
	}
}

func (b *builder) addPostMortem(i int, r metrics.Record) {
	pm := r.PM
	base := pm.Address()
	p := b.at("postmortem", "postmortems", base, pm.Title, render.Brief(pm.Summary), allPostMortems)
	p.NoIndex = p.NoIndex || pm.IsDraft()
	b.addPage(p, "postmortem.html", func(k *key) { b.fromPostMortem(k, i) }, func(p render.Page) any { return b.postMortemPage(p, i) })
	b.add(pm.SourceAddress(), func(k *key) {
		b.fromFile(pm.Path)(k)
		k.add(b.withheld(pm))
	}, func(w io.Writer) error { return b.source(w, pm) })
	b.add(base+"index.json", func(k *key) { k.postMortems(pm) }, func(w io.Writer) error { return feed.PostMortem(w, b.fullRecord(r), b.in.AsOf.String()) })
}

// fromPostMortem adds what the page of a post mortem is made from: besides itself, where its links lead, and the post
// mortems that it shows something of.
func (b *builder) fromPostMortem(k *key, i int) {
	pm := b.posts[i]
	k.postMortems(pm)
	b.facts(fromValues(b.posts[max(0, i-1):i], b.posts[i+1:min(len(b.posts), i+2)], b.related(pm)))(k)
	resolve := b.resolver(pm, pm.Address())
	for _, dest := range pm.Links() {
		to, ok := resolve(dest)
		k.add(dest, to, ok)
	}
	for _, back := range b.returns()[pm] {
		k.add(back.Item.Anchor, back.Later.Slug, back.Later.ID, back.Later.Title)
	}
	for _, control := range b.failedIn(pm) {
		k.add(control.Posts)
		for _, m := range control.Others {
			k.add(m.PM.Slug, m.PM.Title, m.PM.Date.String(), m.Anchor, m.Outcome)
		}
		for _, remedy := range control.Remedies {
			k.add(remedy.PM.Slug, remedy.Item.Anchor, remedy.Item.Title, remedy.Item.StateOn(b.in.AsOf))
		}
	}
	if pm.IsDraft() { // the lines of what is to be written
		b.fromFile(pm.Path)(k)
		k.add(b.lineURL(pm, 1))
	}
}

func (b *builder) postMortemPage(p render.Page, i int) *render.PostMortemPage {
	r := b.records[i]
	p.Commit = lastCommit(r)
	page := &render.PostMortemPage{
		Page: p, PM: r.PM, Row: b.row(&p, r), Timeline: timelineRows(r.PM), Prevents: b.prevented(r.PM), Diagrams: hasDiagram(r.PM),
	}
	b.fillBody(page)
	b.fillFacts(page, r)
	page.ToWrite = b.toWrite(r.PM)
	page.History, page.Corrections = b.history(r.PM), corrections(r.PM)
	for _, related := range b.related(r.PM) {
		page.Related = append(page.Related, render.Related{PM: related.PM, Page: &p, Key: p.Root() + related.PM.Slug, Reason: related.Reason})
	}
	if i > 0 {
		page.Newer = b.posts[i-1]
	}
	if i+1 < len(b.posts) {
		page.Older = b.posts[i+1]
	}
	return page
}

// hasDiagram reports whether a post mortem has a diagram that the theme draws.
func hasDiagram(pm *content.PostMortem) bool { return pm.HasCode("mermaid") }

// showsUTC reports whether the times of a timeline are the same in UTC.
func showsUTC(pm *content.PostMortem) bool {
	return !slices.ContainsFunc(pm.Timeline, func(e content.Entry) bool {
		_, offset := e.Time.Zone()
		return offset != 0
	})
}

// prevented looks up the action items that prevented_by cites. It leaves out those
// that are not on the site, which may belong to a hidden draft, or to a removed post mortem.
func (b *builder) prevented(pm *content.PostMortem) (out []render.Prevented) {
	for _, reference := range pm.PreventedBy {
		cited := b.cited(reference)
		if cited == nil {
			continue
		}
		_, anchor, _ := strings.Cut(reference, "#")
		p := render.Prevented{Reference: reference, PM: cited}
		for i := range cited.ActionItems {
			if cited.ActionItems[i].Anchor == anchor {
				p.Item = &cited.ActionItems[i]
			}
		}
		out = append(out, p)
	}
	return out
}

// source writes the document as it is in the repository, without references to
// documents that are not on the site and, unless the config shows them, without
// comments and unknown keys.
func (b *builder) source(w io.Writer, pm *content.PostMortem) error {
	src, changed := b.stored(pm.Path)
	if changed != nil && !errors.Is(changed, errChanged) {
		return changed
	}
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n")) // as in git, even if a checkout converts line ends
	if !b.in.Config.ShowComments {
		var err error
		if src, err = pm.PublicText(src); err != nil {
			return err
		}
	}
	for _, reference := range b.withheld(pm) {
		src = bytes.ReplaceAll(src, []byte(reference), []byte("withheld"))
	}
	if _, err := w.Write(src); err != nil {
		return err
	}
	return changed
}

// withheld lists the links and citations that lead to no page of the site, or to a file of
// a hidden draft, longest first: one may contain another.
func (b *builder) withheld(pm *content.PostMortem) (out []string) {
	resolve := b.resolver(pm, pm.Address())
	for _, dest := range pm.Links() {
		target := pm.Target(dest)
		if _, ok := resolve(dest); !ok && (strings.HasSuffix(target, ".md") || b.isBundle(target) || b.links().hidden[target]) {
			out = append(out, dest)
		}
	}
	for _, reference := range pm.PreventedBy {
		if b.cited(reference) == nil && !b.citesRemoved(reference) {
			out = append(out, reference)
		}
	}
	slices.SortStableFunc(out, func(x, y string) int { return len(y) - len(x) })
	return out
}

// isBundle reports whether a folder is the bundle of a post mortem, hidden or not.
func (b *builder) isBundle(folder string) bool {
	return slices.ContainsFunc(b.in.Collection.PostMortems, func(pm *content.PostMortem) bool {
		return pm.Path == folder+"/index.md"
	})
}

// cited returns the post mortem that a reference such as PM-2025-0012#action-2 names,
// or nil if it is not on the site.
func (b *builder) cited(reference string) *content.PostMortem {
	key, _, _ := strings.Cut(reference, "#")
	if i, ok := b.links().byKey[strings.ToLower(strings.TrimSpace(key))]; ok {
		return b.posts[i]
	}
	return nil
}

// copy writes a file of the repository as git stores it. After all of it, the error is [errChanged] if the key of the file
// is that of another version.
func (b *builder) copy(w io.Writer, name string) error {
	f, err := b.in.Collection.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err = io.Copy(io.MultiWriter(w, sum), f); err != nil {
		return err
	}
	return b.unlessChanged(name, collection.Sum(sum.Sum(nil)))
}

// stored is like copy, and returns the file. It reads a small file at once.
func (b *builder) stored(name string) ([]byte, error) {
	f, err := b.in.Collection.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var src bytes.Buffer
	if info, err := f.Stat(); err == nil {
		src.Grow(int(min(max(info.Size(), 0), 1<<20)) + bytes.MinRead)
	}
	if _, err := src.ReadFrom(f); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(src.Bytes())
	return src.Bytes(), b.unlessChanged(name, collection.Sum(sum[:]))
}
