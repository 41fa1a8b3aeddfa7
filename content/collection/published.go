package collection

import "github.com/pmsite/pmsite/content"

// Published returns the collection that readers may see, without drafts unless drafts is
// set. Everything written, counted or linked is based on it, so that a hidden post mortem
// leaves no trace. Names that are the same, see [content.FoldName], have their usual spelling
// everywhere.
func (c *Collection) Published(drafts bool) *Collection {
	if drafts {
		out := *c
		out.PostMortems = c.speller.spell(c.PostMortems, c.opts.Names, true)
		return &out
	}
	out := &Collection{FS: c.FS, Removed: c.Removed, Verdicts: c.Verdicts, Judged: c.Judged, files: c.files}
	for _, pm := range c.PostMortems {
		if pm.IsDraft() {
			out.Hidden = append(out.Hidden, pm)
		} else {
			out.PostMortems = append(out.PostMortems, pm)
		}
	}
	out.PostMortems = c.speller.spell(out.PostMortems, c.opts.Names, false)
	return out
}

// HiddenFiles returns the files that hidden post mortems keep from being published: those of
// their bundles, and those that they link to but no other post mortem does. LinksOf returns
// the destinations of the links of a post mortem, as [content.PostMortem.Links] does.
func (c *Collection) HiddenFiles(linksOf func(*content.PostMortem) []string) map[string]bool {
	if len(c.Hidden) == 0 {
		return nil
	}
	out := map[string]bool{}
	for _, pm := range c.Hidden {
		for _, dest := range linksOf(pm) {
			out[pm.Target(dest)] = true
		}
	}
	for _, pm := range c.PostMortems {
		for _, dest := range linksOf(pm) {
			delete(out, pm.Target(dest))
		}
	}
	for _, pm := range c.Hidden {
		for _, name := range pm.Attachments {
			out[name] = true
		}
	}
	return out
}
