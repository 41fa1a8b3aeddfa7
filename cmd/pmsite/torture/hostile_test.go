//go:build unix

package torture

import (
	"fmt"
	"strings"
)

// A hostile input has as many parts as somebody may put into a repository to make pmsite take all time or memory.
type hostile struct {
	name    string
	n       int // the number of parts at full size
	files   func(n int) map[string]string
	refused bool   // whether there is no site of an input of full size
	query   string // repeated as a search; "" means that the site is built
}

var hostiles = []hostile{
	{name: "rows of a table", n: 49_000, files: body("| a | b |\n|---|---|\n", "| 1 | 2 |\n", "")},
	{name: "rows of a timeline", n: 33_000, files: body("## Timeline\n\n| Time | Metadata | Notes |\n|---|---|---|\n", "| 10:00 | | x |\n", "")},
	{name: "action items", n: 19_000, files: body("## Action Items\n\n| Action Item | Type | Owner |\n|---|---|---|\n", "| a | prevent | operations |\n", "")},
	{name: "headings", n: 50_000, files: body("", "## a\n\n", "")},
	{name: "links to a missing file", n: 60_000, files: body("", "[a](none.md)\n\n", "")},
	{name: "links without a definition", n: 4_900, files: body("", "[a][b] ", "\n")},
	{name: "pictures that are missing", n: 4_900, files: body("", "![a](none.png) ", "\n")},
	{name: "lines of a log in a fence", n: 18_000, files: body("```log\n", "2026-01-02T10:00:00Z ERROR 10.0.0.1 timeout after 30s\n", "```\n")},
	{name: "fences", n: 45_000, files: body("", "```go\nx := 1\n```\n\n", "")},
	{name: "open brackets", n: 400_000, refused: true, files: body("", "[", "\n")},
	{name: "emphasis that does not end", n: 2_400, files: body("", "*a **b ", "\n")},
	{name: "levels of quotes", n: 32, files: body("", "> ", "a\n")},
	{name: "levels of lists", n: 32, files: body("", "- ", "a\n")},
	{name: "comments", n: 60_000, files: body("a ", "<!-- a --> b ", "\n")},
	{name: "comments that do not end", n: 200_000, files: body("a ", "<!-- ", "\n")},
	{name: "passwords", n: 20_000, files: body("", "password: hunter2hunter3\n\n", "")},
	{name: "names of people", n: 45_000, files: body("", "Ada Lovelace said no. ", "\n")},
	{name: "durations in a sentence", n: 50_000, files: body("", "for 10 minutes and ", "\n")},
	{name: "bytes of a line", n: 1_000_000, files: body("", "a", "\n")},
	{name: "rows of a table", n: 100_000, refused: true, files: body("| a | b |\n|---|---|\n", "| 1 | 2 |\n", "")},
	{name: "levels of quotes", n: 100_000, refused: true, files: body("", "> ", "a\n")},
	{name: "lines, 10 MB of them", n: 660_000, refused: true, files: body("", "a line of text\n", "")},
	{name: "tags", n: 5_000, refused: true, files: front("tags: [x", func(i int) string { return fmt.Sprint(", t", i) }, "]\n")},
	{name: "keys of front matter", n: 15_000, refused: true, files: front("", func(i int) string { return fmt.Sprintf("key%d: a\n", i) }, "")},
	{name: "levels of YAML", n: 400_000, refused: true, files: front("tags: ", func(int) string { return "[" }, "\n")},
	{name: "levels of YAML aliases", n: 30, refused: true, files: front("a0: &a0 [x, x]\n", aliases, "")},
	{name: "documents with one tag", n: 10_000, files: documents},
	{name: "words of a query", n: 128, files: few, query: "timeout "},
	{name: "misspelt words of a query", n: 20, files: few, query: "timeot~2 "},
	{name: "beginnings in a query", n: 20, files: few, query: "t* "},
}

// body returns the files of a document whose body contains a part n times.
func body(before, part, after string) func(n int) map[string]string {
	return func(n int) map[string]string { return document("", before+strings.Repeat(part, n)+after) }
}

// front returns the files of a document whose front matter contains n parts.
func front(before string, part func(i int) string, after string) func(n int) map[string]string {
	return func(n int) map[string]string {
		var b strings.Builder
		b.WriteString(before)
		for i := range n {
			b.WriteString(part(i))
		}
		return document(b.String()+after, "")
	}
}

// aliases returns a list with nine times as many values as the one before.
func aliases(i int) string {
	return fmt.Sprintf("a%d: &a%[1]d [%s]\n", i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), ", "))
}

func document(front, body string) map[string]string {
	return map[string]string{"content/a.md": "---\ntitle: A\ndate: 2026-01-02\nstatus: review\nservice: shop\nimpact: latency\nseverity: low\n" +
		"detection: manual\nauthors: [on-call engineer]\n" + front + "---\n\n" + body}
}

// few returns the documents that queries search.
func few(int) map[string]string { return documents(2000) }

// documents returns n documents with a tag that all have.
func documents(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("content/%d/%d.md", i%100, i)] = document("tags: [same]\n", "A timeout.\n")["content/a.md"]
	}
	return files
}
