package index_test

import (
	"context"
	"fmt"
	"os"
	"testing/fstest"

	"github.com/pmsite/pmsite/index"
)

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "index-*")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	files := fstest.MapFS{"content/zone.md": {Data: []byte(`---
title: DNS zone expired
service: dns
impact: availability
severity: high
detection: manual
date: 2026-01-10
status: completed
---
## Summary
The secondaries lost the zone.
`)}}
	ix, err := index.Open(context.Background(), index.Options{Dir: dir, FS: files})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer ix.Close()
	result, err := ix.Search(context.Background(), "severity:high secondar*", index.SearchOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, hit := range result.Hits {
		fmt.Println(hit.Slug, hit.Date, hit.Fragments[0])
	}
	// Output: zone 2026-01-10 The secondaries lost the zone.
}
