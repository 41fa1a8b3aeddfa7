package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

const head = `pmsite contains the software and data listed below. Their licences and notices follow
the list, each text once. The list covers all operating systems; the program for one of
them may contain less. To get the source of a module: go mod download NAME@VERSION
`

var line = strings.Repeat("=", 80) + "\n"

// document returns the list of parts with the kinds of their licences, followed by each text once,
// under the names of the parts that it belongs to.
func document(parts []part) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s\n", head)
	var bodies []string
	titles := map[string][]string{}
	for _, p := range parts {
		var kinds []string
		for _, t := range p.texts {
			kinds = append(kinds, t.kinds...)
			if titles[t.body] == nil {
				bodies = append(bodies, t.body)
			}
			titles[t.body] = append(titles[t.body], fmt.Sprintf("%s: %s", &p, t.name))
		}
		slices.Sort(kinds)
		fmt.Fprintf(&out, "%s: %s\n", &p, strings.Join(slices.Compact(kinds), ", "))
	}
	for _, body := range bodies {
		fmt.Fprintf(&out, "\n%s%s\n%s\n%s\n", line, strings.Join(titles[body], "\n"), line, body)
	}
	return out.Bytes()
}
