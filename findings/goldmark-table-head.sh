#!/usr/bin/env bash
# The Table extension of goldmark 1.8.7 reads a table whose row of dashes has more cells than its head,
# and adds empty heads; GitHub shows a paragraph with pipes.
# Expected (GitHub Flavored Markdown, section 4.10, "Tables (extension)"): "The header row must match the
# delimiter row in the number of cells. If not, a table will not be recognized." micromark's GFM table
# extension, like cmark-gfm, makes a paragraph of it.
# Who meets it: whoever reviews a document on GitHub that a site made with goldmark, such as Hugo, shows.
set -euo pipefail
work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT; cd "$work"
cat >main.go <<'GO'
package main

import (
	"os"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

func main() {
	text := []byte("| a | b |\n|---|---|---|\n| 1 | 2 | 3 |\n")
	if err := goldmark.New(goldmark.WithExtensions(extension.Table)).Convert(text, os.Stdout); err != nil {
		panic(err)
	}
}
GO
cat >go.mod <<'GO'
module finding
go 1.26
require github.com/yuin/goldmark v1.8.7
GO
go mod tidy 2>/dev/null
go run . | tee goldmark.html
npm init -y >/dev/null
npm install --silent --no-audit --no-fund micromark@4.0.2 micromark-extension-gfm-table@2.1.1
cat >gfm.mjs <<'JS'
import { micromark } from "micromark";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
console.log(micromark("| a | b |\n|---|---|---|\n| 1 | 2 | 3 |\n", { extensions: [gfmTable()], htmlExtensions: [gfmTableHtml()] }));
JS
node gfm.mjs | tee gfm.html
grep -q '<table>' goldmark.html && ! grep -q '<table>' gfm.html || { echo "changed"; exit 1; }
