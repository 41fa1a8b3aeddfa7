//go:build browser

package browser

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
	"github.com/pmsite/pmsite/site"
	"github.com/pmsite/pmsite/site/render"
	"github.com/pmsite/pmsite/themes"
)

// payloads run or load something if a page takes more of a document's HTML, links and names than it should. RAN stands
// for a call that requests a path of the server.
var payloads = []string{
	`<img src=x onerror=RAN>`, `<img src="x" alt="a" width="1" onerror="RAN">`, `<img src=x width="1 onerror=RAN">`, `<img src=x width='1"onerror="RAN'>`, `<img src=x alt='"onerror="RAN'>`,
	`<img src='x"onerror="RAN'>`, `<img src="javascript:RAN" width=1>`, `<img width=1 src="//127.0.0.1:1/ran/x">`, `<img src=x alt="&quot; onerror=&quot;RAN">`, `<IMG SRC=x ONERROR=RAN>`,
	`<kbd onclick=RAN autofocus tabindex=0 onfocus=RAN>k</kbd>`, `<kbd><script>RAN</script></kbd>`, `<sub><img src=x onerror=RAN></sub>`, `<sup/onmouseover=RAN>s</sup>`, `<kbd style="background:url(/ran/x)">k</kbd>`,
	`<kbd><kbd></kbd><script>RAN</script>`, `</kbd><script>RAN</script>`, `<kbd><a href="javascript:RAN">k</a></kbd>`, `<br onload=RAN>`, `<br/onerror=RAN>`, "<kbd\nonclick=RAN>k</kbd>",
	`<details open ontoggle=RAN><summary>s</summary>t</details>`, `<details ontoggle=RAN open>`, `<details><summary onclick=RAN>s</summary></details>`, `<details><summary>s</summary><script>RAN</script></details>`,
	`<details open><summary><img src=x onerror=RAN></summary></details>`, `</details><script>RAN</script>`, `<details open="" open onToggle="RAN">`, `<details><summary>&lt;script&gt;RAN&lt;/script&gt;</summary>&lt;img src=x onerror=RAN&gt;</details>`,
	`<summary><script>RAN</script></summary>`, `<details open="x"onclick=RAN>`, `<svg onload=RAN>`, `<math><mi//xlink:href="data:x,<script>RAN</script>">`, `<template><script>RAN</script></template>`, `<style>@import '/ran/x';</style>`,
	`<iframe srcdoc="<script>RAN</script>"></iframe>`, `<object data="data:text/html,<script>RAN</script>"></object>`, `<base href="//127.0.0.1:1/">`, `<meta http-equiv=refresh content="0;url=/ran/x">`, `<link rel=stylesheet href=/ran/x>`,
	`:fire"><script>RAN</script>:`, `:<img src=x onerror=RAN>:`, `:fire:<script>RAN</script>`, `:"onload=RAN:`,
	`[a](javascript:RAN)`, `[a](JaVaScRiPt&colon;RAN)`, `[a](slack:"onclick="RAN)`, `[a](<slack://x" onfocus="RAN" autofocus="">)`, `<slack:"onclick="RAN>`, `[a](tel:+1'onclick='RAN)`, `[a](data:text/html,<script>RAN</script>)`, `[a](vbscript:RAN)`,
	`[a](view-source:javascript:RAN)`, `[a](feed:javascript:RAN)`, `[a](<java script:RAN>)`, `[a](slack:x "t\" onfocus=RAN")`, `![a](slack://x)`, `![a](javascript:RAN)`,
	`[a](../src/main.go"onclick="RAN)`, `[a](/src/<script>RAN</script>)`, `![a](../src/x.drawio"onerror="RAN)`, `[a](../src/main.go#"onclick="RAN)`, `[![a](../src/main.go)](javascript:RAN)`,
	`https://github.com/a/b/issues/1"onclick="RAN`, `[x](https://github.com/a/b/issues/1"onmouseover="RAN)`, `https://desk.example.org/<script>RAN</script>`, `[<script>RAN</script>](https://github.com/a/b/issues/2)`,
	`[CHG1](javascript:RAN)`, `javascript:RAN//https://github.com/a/b/issues/3`, `https://desk.example.org/'-RAN-'`, `c++"onclick="RAN`, `"><script>RAN</script>`, `'><img src=x onerror=RAN>`, `{{RAN}}`, "`<script>RAN</script>`", `x~"onload="RAN`,
	`[^1]: <script>RAN</script>`, `[^"><script>RAN</script>]`, `> [!NOTE]<script>RAN</script>`, `[a][<script>RAN</script>]`, `- [x](javascript:RAN)`, `<!--><script>RAN</script>-->`, `<kbd><!--</kbd>--><script>RAN</script>`,
	diagram("flowchart LR\n  A[\"<img src=x onerror=RAN>\"] --> B[<script>RAN</script>]"), diagram("flowchart LR\n  A --> B\n  click A \"javascript:RAN\"\n  click B call RAN"),
	diagram("%%{init: {\"securityLevel\": \"loose\", \"htmlLabels\": true, \"flowchart\": {\"htmlLabels\": true}}}%%\nflowchart LR\n  A[\"<img src=x onerror=RAN>\"] --> B[\"<iframe srcdoc='<script>RAN</script>'></iframe>\"]\n  click A href \"javascript:RAN\""),
	diagram("---\nconfig:\n  securityLevel: loose\n  htmlLabels: true\n  dompurifyConfig: {ADD_TAGS: [script, iframe], ADD_ATTR: [onerror, srcdoc]}\n---\nflowchart LR\n  A[\"<img src=x onerror=RAN>\"]\n  A@{ img: \"/ran/x\", label: \"<img src=/ran/x>\" }"),
	diagram("%%{init: {\"themeCSS\": \"@import '/ran/x'; * { background: url(/ran/x) }\", \"fontFamily\": \"x; } * { background: url(/ran/x) } a {\"}}%%\nflowchart LR\n  A --> B\n  style A fill:url(/ran/x),background:url(/ran/x)\n  classDef c background-image:url(/ran/x)\n  class B c"),
	diagram("sequenceDiagram\n  participant A as <img src=x onerror=RAN>\n  link A: x @ javascript:RAN\n  links A: {\"x\": \"javascript:RAN\"}\n  A->>A: <script>RAN</script> style=\" onload=RAN x=\""),
	diagram("classDiagram\n  class A[\"<img src=x onerror=RAN>\"]\n  click A href \"javascript:RAN\"\n  callback A \"RAN\""), diagram("gantt\n  dateFormat HH:mm\n  section <img src=x onerror=RAN>\n  A :a, 14:00, 5m\n  click a href \"javascript:RAN\""),
	diagram("C4Context\n  Person(a, \"A\", $sprite=\"/ran/x\", $link=\"javascript:RAN\")\n  UpdateElementStyle(a, $bgColor=\"url(/ran/x)\")"),
	diagram("</code></pre><script>RAN</script>"), diagram("stateDiagram-v2\n  [*] --> A: data-style=\" onload=RAN x=\"\n  note right of A\n    <svg><style><img src=x onerror=RAN></style></svg>\n  end note"),
}

// diagram returns a diagram with the source.
func diagram(source string) string { return "```mermaid\n" + source + "\n```" }

// hostile returns a document with a payload wherever it can be.
func hostile(payload string) string {
	line := strings.ReplaceAll(payload, "\n", " ")
	cell, quoted := strings.ReplaceAll(line, "|", `\|`), "'"+strings.ReplaceAll(line, "'", "''")+"'"
	return strings.NewReplacer("LINE", line, "CELL", cell, "QUOTED", quoted, "BLOCK", payload).Replace(`---
title: QUOTED
service: [QUOTED, booking]
tags: [QUOTED]
vendor: QUOTED
incident: [QUOTED]
vendor_case: QUOTED
date: 2026-03-05
status: completed
summary: QUOTED
impact: availability
severity: high
authors: [QUOTED]
---
## Summary

BLOCK

Words LINE words.

<details>
<summary>LINE</summary>

LINE

</details>

<details><summary><kbd>LINE</kbd></summary>LINE</details>

> LINE

> [!NOTE]
> LINE

A note.[^n] ![LINE](x.png) [LINE](https://example.org/)

[^n]: LINE

## Timeline

| Date | Time | Metadata | Notes |
| --- | --- | --- | --- |
| 2026-03-05 | 14:00 | Outage begins | CELL |
| | 14:45 | Outage ends | <kbd>CELL</kbd> |

## LINE

- Control: LINE

### Action Items

| Action Item | Type | Owner | Tracking information | Due | Status |
| --- | --- | --- | --- | --- | --- |
| CELL | Mitigation | CELL | CELL | 2026-07-01 | open |
| Two | Mitigation | platform team | [CELL](https://github.com/a/b/issues/9) | 2026-07-01 | open |

## Lessons Learned

### What went well

1. LINE

### Where we got lucky

1. LINE -> action-1

## References

- LINE
`)
}

// attacked returns the site of hostile documents.
func attacked(t *testing.T) *site.Site {
	t.Helper()
	files := fstest.MapFS{"src/main.go": {Data: []byte("x")}, "src/x.drawio": {Data: []byte("x")}}
	for i, payload := range payloads {
		payload = strings.ReplaceAll(payload, "RAN", fmt.Sprintf("fetch(`/ran/%d`)", i))
		files[fmt.Sprintf("content/p%d.md", i)] = &fstest.MapFile{Data: []byte(hostile(payload))}
	}
	cfg, problems := config.Parse("pmsite.yaml", []byte("link_schemes: [slack, tel]\nrepository: {url: 'https://github.com/a/b'}\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	c, err := collection.Load(context.Background(), files, collection.OptionsOf(cfg), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.PostMortems) != len(payloads) {
		t.Errorf("%d of %d hostile documents are read: %v", len(c.PostMortems), len(payloads), c.Problems)
	}
	theme, err := themes.Open("default")
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.New(site.Input{
		Collection: c, Config: cfg, Theme: theme, AsOf: content.Date{Year: 2026, Month: 11, Day: 23}, Drafts: true, Version: "test",
		FileURL: func(name string) string { return cfg.FileURL(name, "abc") },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// harmless lists what a page has that could run something.
const harmless = `(async () => {
	const out = [];
	document.querySelector("code.language-mermaid")?.scrollIntoView();
	while (document.querySelector("code.language-mermaid") && !document.querySelector(".diagram img, pre + .quiet, .codebox + .quiet")) await new Promise((r) => setTimeout(r, 20));
	for (const e of document.querySelectorAll("*")) {
		for (const { name, value } of e.attributes) {
			if (/^on/i.test(name) || name === "srcdoc" || /^(href|src|action|data|formaction|xlink:href)$/i.test(name) && /^[\s\0-\x1f]*(javascript|data|vbscript):/i.test(value) && !(e.localName === "link" && value.startsWith("data:,"))) out.push(e.localName + " " + name + "=" + value);
		}
		if (/^(iframe|object|embed|base|style|template)$/.test(e.localName) && !e.matches("template:is(#pm-badges, #pm-states)")) out.push(e.localName);
		if (e.localName === "script" && !e.src && e.type !== "application/ld+json" && e.type !== "application/json") out.push("script " + e.textContent);
		if (e.localName === "img" && new URL(e.src).origin !== location.origin) out.push("img " + e.src);
	}
	document.querySelectorAll("details").forEach((d) => { d.open = !d.open; });
	document.querySelectorAll("main *").forEach((e) => { for (const type of ["mouseover", "focus"]) e.dispatchEvent(new Event(type)); });
	document.querySelectorAll("main a:not([href]), kbd, sub, sup, summary").forEach((e) => e.closest("a[href]") || e.click());
	return out;
})()`

// TestPayloadsRunNothing opens the pages of hostile documents without any policy. None of them runs or loads anything.
func TestPayloadsRunNothing(t *testing.T) {
	s := attacked(t)
	var mu sync.Mutex
	var ran []string
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		name := strings.TrimPrefix(r.URL.Path, "/")
		if rest, found := strings.CutPrefix(name, "ran/"); found {
			ran = append(ran, rest)
		}
		if name == "raw" {
			w.Header().Set("Content-Type", "text/html")
			_, _ = fmt.Fprint(w, strings.ReplaceAll(strings.Join(payloads[:12], ""), "RAN", "fetch(`/ran/raw`)"))
			return
		}
		if strings.HasSuffix(name, "/") || name == "" {
			name += "index.html"
		}
		file, err := http.FS(s).Open(name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		defer file.Close()
		var b bytes.Buffer
		_, _ = b.ReadFrom(file)
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(bytes.ReplaceAll(b.Bytes(), []byte(render.Policy), nil)))
	}))
	t.Cleanup(web.CloseClientConnections)
	browser := chromium(t)
	visit := func(path string) {
		ctx, cancel := context.WithTimeout(browser, 30*time.Second)
		defer cancel()
		if err := chromedp.Do(ctx, chromedp.Navigate(web.URL+"/"+path)); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		check(t, ctx, "hostile "+path, harmless)
	}
	pages := []string{"", "postmortems/", "tags/", "services/", "vendors/", "tickets/", "action-items/", "lessons/", "controls/", "dashboard/"}
	for i, payload := range payloads {
		pages = append(pages, fmt.Sprintf("postmortems/p%d/", i), render.TermPath("tags", strings.ReplaceAll(strings.ReplaceAll(payload, "\n", " "), "RAN", fmt.Sprintf("fetch(`/ran/%d`)", i))))
	}
	for _, page := range pages {
		visit(page)
	}
	time.Sleep(200 * time.Millisecond)
	mu.Lock()
	if slices.Sort(ran); len(ran) > 0 {
		t.Errorf("of %d payloads on %d pages, these ran: %v", len(payloads), len(pages), slices.Compact(ran))
	}
	t.Logf("%d payloads, %d pages, %d executions", len(payloads), len(pages), len(ran))
	mu.Unlock()
	do(t, browser, chromedp.Navigate(web.URL+"/raw"))
	time.Sleep(200 * time.Millisecond)
	mu.Lock()
	defer mu.Unlock()
	if !slices.Contains(ran, "raw") {
		t.Error("the payloads as they are run nothing either, so the test shows nothing")
	}
}
