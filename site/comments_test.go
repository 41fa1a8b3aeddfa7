package site_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/site"
)

// TestCommentsAreForAuthors tests that no file of a site has what authors write for each
// other, unless the config shows it.
func TestCommentsAreForAuthors(t *testing.T) {
	t.Parallel()
	const text = `---
title: Slow # NOTE
# NOTE
status: review
weather: {mood: NOTE}
---
# Slow

## Summary
<!-- pmsite: allow person-name: NOTE --> The cache<!-- NOTE --> was halved.

| Metadata | Information |
|---|---|
| Mood | NOTE |
| Vendor | Harbour <!-- NOTE --> |

<!--
NOTE -->

## Reminders
NOTE

## Timeline
| Date | Time | Metadata | Notes |
|---|---|---|---|
| 2026-01-02 | 14:00 <!-- NOTE --> | Outage begins | Seen. <!-- NOTE --> |

## Review
### Action Items
| Action Item | Type | Owner |
|---|---|---|
| Test it <!-- NOTE --> | Preventative | platform team <!-- NOTE --> |

## Lessons Learned
### What went well
1. It rang. <!-- NOTE -->

## References
- [a] <!-- NOTE -->

[a]: https://example.org/
[//]: # (NOTE)
`
	c := collected(t, "-- content/slow.md --\n"+text)
	hidden := newSite(t, c, nil)
	err := fs.WalkDir(hidden, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if file := render(t, hidden, name); strings.Contains(file, "NOTE") {
			t.Errorf("%s has what authors write for each other:\n%s", name, file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if md := render(t, hidden, "postmortems/slow.md"); !strings.Contains(md, "\nThe cache was halved.\n\n| Metadata | Information |\n|---|---|\n| Vendor | Harbour |\n\n## Timeline\n") {
		t.Errorf("the markdown without comments is\n%s", md)
	}
	if data := render(t, hidden, "postmortems/slow/index.json"); !strings.Contains(data, `"params":{}`) {
		t.Errorf("the data without comments is\n%s", data)
	}

	shown := newSite(t, c, func(in *site.Input) { in.Config.ShowComments = true })
	if md, want := render(t, shown, "postmortems/slow.md"), text[strings.Index(text, "# Slow"):]; !strings.HasSuffix(md, want) {
		t.Errorf("where comments are shown, the markdown is\n%s\nwant it as written,\n%s", md, want)
	}
	if data := render(t, shown, "data/postmortems.json"); !strings.Contains(data, `"params":{"Mood":"NOTE","weather":{"mood":"NOTE"}}`) {
		t.Errorf("where comments are shown, the data is\n%s", data)
	}
}
