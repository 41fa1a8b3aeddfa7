#!/usr/bin/env bash
# The Linkify extension of goldmark 1.8.7 ends the host of a bare address after its last letters
# that could be a top-level domain, and links the rest of the address as text: the link leads to
# another host. Hosts without a dot, numeric ones, and addresses after a quotation mark are no links.
# Expected (GitHub Flavored Markdown, section 6.9, "Autolinks (extension)": an address goes on to the
# next white space or <; a domain consists of alphanumeric characters, underscores, hyphens and
# periods): the whole address is a link, as on GitHub. cmark-gfm links hosts without a dot, too.
# Who meets it: texts with addresses of a Kubernetes service, an intranet or a server's IP address.
set -euo pipefail
work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT; cd "$work"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

func main() {
	changed := false
	for text, seen := range map[string]string{
		"https://grafana.svc.k8s/d/x": `<p><a href="https://grafana.svc.k">https://grafana.svc.k</a>8s/d/x</p>`,
		"https://intranet/page":       `<p>https://intranet/page</p>`,
		"http://10.0.0.1:9090/graph":  `<p>http://10.0.0.1:9090/graph</p>`,
		`see "https://example.org/x"`: `<p>see &quot;https://example.org/x&quot;</p>`,
	} {
		var b strings.Builder
		if err := goldmark.New(goldmark.WithExtensions(extension.Linkify)).Convert([]byte(text), &b); err != nil {
			panic(err)
		}
		fmt.Println("goldmark 1.8.7:", text, "->", strings.TrimSpace(b.String()))
		changed = changed || strings.TrimSpace(b.String()) != seen
	}
	if changed {
		fmt.Println("changed")
		os.Exit(1)
	}
}
GO
cat >go.mod <<'GO'
module finding
go 1.26
require github.com/yuin/goldmark v1.8.7
GO
go mod tidy 2>/dev/null
go run .
