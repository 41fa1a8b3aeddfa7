//go:build browser

package browser

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/review"
	"github.com/pmsite/pmsite/site"
)

// long is a word that no line of a phone holds: paths, names of exceptions and addresses are such words.
const long = "/Library/Frameworks/Python.framework/Versions/3.14/Resources/Python.app/Contents/MacOS/Python"

// longWords is a post mortem with such words wherever documents have text.
var longWords = strings.ReplaceAll(`---
title: LONG not found
service: [LONG, dns]
impact: latency
severity: low
detection: manual
date: 2026-03-05
vendor: LONG
authors: platform team
status: completed
tags: [LONG]
---
## Summary
It looked for LONG, which an upgrade had moved.

## Timeline
| Date | Time | Event | Notes |
| --- | --- | --- | --- |
| 2026-03-05 | 14:05 | Outage begins | LONG |
| | 14:10 | Outage detected | |
| | 15:00 | Outage ends | |

## What went well
- LONG was found.

## Action Items
- Look for LONG [#123456](https://github.com/example/LONG/issues/123456) (owner: platform team)
- Ask for it first:

  ~~~
  find / -name LONG
  ~~~
`, "LONG", long)

// TestLongWords opens pages with long words at several widths: nothing may be wider than the screen, and no column so
// narrow that words are written one letter below the other.
func TestLongWords(t *testing.T) {
	s := siteOf(t, fstest.MapFS{"content/a.md": {Data: []byte(longWords)}}, "content", func([]*content.PostMortem) []review.Branch { return nil }, func(*site.Input) {})
	base := serveSite(t, s)
	browser := chromium(t)
	for _, width := range []int64{320, 600, 820, 1200} {
		if err := chromedp.Do(browser, view{scheme: "light", width: width, height: 900}.set()); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"", "postmortems/", "postmortems/a/", "action-items/", "lessons/", "services/", "tags/", "dashboard/", "tickets/"} {
			ctx, cancel := context.WithTimeout(browser, 30*time.Second)
			defer cancel()
			if err := chromedp.Do(ctx, chromedp.Navigate(base+path)); err != nil {
				t.Fatal(err)
			}
			what := "/" + path + " at " + strconv.FormatInt(width, 10)
			check(t, ctx, what+" is too wide", tooWide)
			check(t, ctx, what+" is squeezed", squeezed)
		}
	}
}

// TestNarrow opens every kind of page on the narrowest screen: nothing is wider than it.
func TestNarrow(t *testing.T) {
	base := serveSample(t)
	browser := chromium(t)
	do(t, browser, view{scheme: "light", width: 320, height: 640}.set())
	for kind, path := range kinds {
		t.Run(kind, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(browser, 30*time.Second)
			defer cancel()
			do(t, ctx, chromedp.Navigate(base+path))
			check(t, ctx, "too wide", tooWide)
			check(t, ctx, "too small a target", small)
			check(t, ctx, "a broken word in the header", brokenTitle)
		})
	}
}

// small lists controls and links in navigation that are less than 24 pixels high or wide.
const small = `[...document.querySelectorAll("button, select, input:not([type=radio], [type=checkbox]), summary, nav li > a, .chip, .source > a, .chartbox .foot a, .neighbours a, .brand")]
	.filter(e => e.checkVisibility() && !e.closest(".unseen")).map(e => [e, e.getBoundingClientRect()])
	.filter(([, b]) => b.width > 1 && (b.width < 23.9 || b.height < 23.9))
	.map(([e, b]) => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 20) + " is " + Math.round(b.width) + " x " + Math.round(b.height)).slice(0, 6)`

// TestLongTitle gives the site a long title: no word of it is broken beside the navigation, at any width.
func TestLongTitle(t *testing.T) {
	base := serveSite(t, sampleWith(t, func(in *site.Input) { in.Config.Title = "Nordic Ferry Lines engineering post mortems" }))
	browser := chromium(t)
	for _, width := range []int64{390, 820, 900, 1000, 1030, 1220, 1440} {
		ctx, cancel := context.WithTimeout(browser, 30*time.Second)
		defer cancel()
		do(t, ctx, view{scheme: "light", width: width, height: 740}.set(), chromedp.Navigate(base))
		what := strconv.FormatInt(width, 10) + " pixels wide"
		check(t, ctx, what+" is too wide", tooWide)
		check(t, ctx, what+" has a broken word", brokenTitle)
	}
}

// brokenTitle lists the words of the site's title that are broken in the header.
const brokenTitle = `[...document.querySelector(".brand span").textContent.matchAll(/\S+/g)].filter((word) => {
	const text = document.querySelector(".brand span").firstChild, range = document.createRange();
	range.setStart(text, word.index);
	range.setEnd(text, word.index + word[0].length);
	return new Set([...range.getClientRects()].map((b) => b.top)).size > 1;
}).map(([word]) => word)`
