package site_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pmsite/pmsite/content/collection"
	"golang.org/x/tools/txtar"
)

// usual are the keys of documents that do not matter to a test.
var usual = []string{
	"service: shop", "impact: latency", "severity: low", "detection: manual", "date: 2026-01-02", "status: completed", "authors: [on-call engineer]",
}

// archive returns the files of a txtar archive. Documents get the usual keys
// unless they set their own, and their name as title.
func archive(text string) fstest.MapFS {
	files := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(text)).Files {
		data := strings.TrimSuffix(string(f.Data), "\n")
		if path.Ext(f.Name) == ".md" {
			data = document(f.Name, string(f.Data))
		}
		files[f.Name] = &fstest.MapFile{Data: []byte(data)}
	}
	return files
}

func document(name, text string) string {
	front, body := "", text
	if rest, ok := strings.CutPrefix(text, "---\n"); ok {
		front, body, _ = strings.Cut(rest, "---\n")
	}
	for _, line := range append(slices.Clone(usual), "title: "+strings.TrimSuffix(path.Base(name), ".md")) {
		if key, _, _ := strings.Cut(line, " "); !strings.Contains("\n"+front, "\n"+key) {
			front += line + "\n"
		}
	}
	return "---\n" + front + "---\n" + body
}

func collected(t testing.TB, text string) *collection.Collection {
	t.Helper()
	return load(t, archive(text), "content")
}

// numbered returns a collection of n post mortems; p01 is the oldest. All are in
// review and share a service and a tag. Each has an incident and a change that its
// neighbour mentions too, a failed control of its own, an overdue action item, and
// a lesson.
func numbered(t testing.TB, n int) *collection.Collection {
	t.Helper()
	files := fstest.MapFS{"content/README.md": {Data: []byte("# Nothing yet")}}
	for i := 1; i <= n; i++ {
		name := fmt.Sprintf("p%02d", i)
		files["content/"+name+".md"] = &fstest.MapFile{Data: []byte(document(name, fmt.Sprintf(`---
title: Post mortem %[1]d
date: 2026-%02[2]d-%02[3]d
service: gates
tags: [all]
status: review
vendor: Acme
change: [CHG%03[1]d, CHG%03[4]d]
---
## Summary
What happened in number %[1]d.

## Proximal and Root Causes
- Control: guard %03[1]d

### Action Items
| Action Item | Type | Owner | Tracking information | Due | Status |
| --- | --- | --- | --- | --- | --- |
| Item %[1]d | Mitigation | platform team | | 2026-%02[5]d-%02[3]d | open |

### What went well
1. Lesson %[1]d
`, i, 1+i/28, 1+i%28, i+1, 4+i/28)))}
	}
	return load(t, files, "content")
}
