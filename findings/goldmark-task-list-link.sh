#!/usr/bin/env bash
# The TaskList extension of goldmark 1.8.7 takes "[x]" at the beginning of a list item for a check box
# also if no white space follows: the link "[x](https://example.org)" becomes a ticked box and the address
# in brackets, which is no longer a link, and "[x]es" a ticked box and "es".
# Expected (GitHub Flavored Markdown, section 5.3, "Task list items (extension)"): the marker is followed by
# at least one white space character before any other content. micromark's GFM extension shows the link.
# Who meets it: whoever reviews on GitHub a list of links whose text begins with one letter x in brackets,
# that a site made with goldmark shows.
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
	text := []byte("- [x](https://example.org)\n- [x]es\n- [x] done\n")
	if err := goldmark.New(goldmark.WithExtensions(extension.TaskList)).Convert(text, os.Stdout); err != nil {
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
npm install --silent --no-audit --no-fund micromark@4.0.2 micromark-extension-gfm-task-list-item@2.1.0
cat >gfm.mjs <<'JS'
import { micromark } from "micromark";
import { gfmTaskListItem, gfmTaskListItemHtml } from "micromark-extension-gfm-task-list-item";
console.log(micromark("- [x](https://example.org)\n- [x]es\n- [x] done\n", { extensions: [gfmTaskListItem()], htmlExtensions: [gfmTaskListItemHtml()] }));
JS
node gfm.mjs | tee gfm.html
[ "$(grep -c '<input' goldmark.html)" = 3 ] && [ "$(grep -c '<input' gfm.html)" = 1 ] && grep -q '<a href="https://example.org">x</a>' gfm.html ||
	{ echo "changed"; exit 1; }
