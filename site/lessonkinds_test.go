package site_test

import "testing"

// TestLessonsOfOtherKinds checks that the kinds of lessons that the template does not have are columns of their own, and only
// where there are any.
func TestLessonsOfOtherKinds(t *testing.T) {
	t.Parallel()
	s := newSite(t, collected(t, `
-- content/a.md --
---
title: A
date: 2026-03-03
service: mail
---
### What surprised us
1. The **pool** -> action-1

### What made it hard
1. Restarts -> action-7

### Action Items
- One
-- content/b.md --
---
title: B
date: 2025-02-02
service: web
---
### What went well
1. The alarm
`), nil)
	says(t, "all lessons", render(t, s, "lessons/index.html"), []string{
		`<h3>What surprised us</h3>`, `<ol class="lessons of-surprise">`,
		`<li><a class="go" href="../postmortems/a/#surprise-1">The pool</a> <a class="hedge" href="../postmortems/a/#action-1">action item 1</a></li>`,
		`<li><a class="go" href="../postmortems/a/#difficulty-1">Restarts</a></li>`, `<h3>What went well</h3>`, `<a href="../search/?q=kind%3Asurprise">What surprised us</a>`,
	}, []string{"What helped", "What went wrong</h3>", "not hedged"})
	says(t, "lessons of a service without other kinds", render(t, s, "lessons/services/web/index.html"), nil, []string{"<h3>What surprised us</h3>"})
	says(t, "the post mortem", render(t, s, "postmortems/a/index.html"), []string{
		`<ol class="lessons of-surprise">`, `<li id="surprise-1">The <strong>pool</strong> <a class="hedge" href="#action-1">action item 1</a></li>`,
	}, nil)
	none := newSite(t, collected(t, "-- content/b.md --\n---\ntitle: B\n---\n### What went well\n1. The alarm\n"), nil)
	says(t, "a site without other kinds", render(t, none, "lessons/index.html"), nil, []string{"Lessons of other kinds"})
}
