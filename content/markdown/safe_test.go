package markdown

import (
	"strings"
	"testing"
)

func TestSafeHTML(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"script", "<script>alert(1)</script>", `<pre class="raw-html" tabindex="0"><code>&lt;script&gt;alert(1)&lt;/script&gt;</code></pre>`},
		{"iframe", "a <iframe src=x></iframe>", "<p>a &lt;iframe src=x&gt;&lt;/iframe&gt;</p>"},
		{"event handler", "a <img src=x onerror=alert(1)>", "<p>a &lt;img src=x onerror=alert(1)&gt;</p>"},
		{"style", "<style>\nbody{}\n</style>", "<pre class=\"raw-html\" tabindex=\"0\"><code>&lt;style&gt;\nbody{}\n&lt;/style&gt;</code></pre>"},
		{"comment", "a <!-- b --> c", "<p>a  c</p>"},
		{"comment block", "<!-- a\nb -->\n\nc", "<p>c</p>"},
		{"text after a comment", "<!-- a --> <b>c</b>", "&lt;b&gt;c&lt;/b&gt;"},
		{"comments around a text", "<!-- a --><!-- b --> c <!-- d -->", "c"},
		{"comment without an end after a text", "<!-- a --> b <!-- c", "b &lt;!-- c"},
		{"comment in a comment", "a <!-- --> <script> -->", "<p>a  &lt;script&gt; --&gt;</p>"},
		{"processing instruction", "a <?php x ?>", "<p>a &lt;?php x ?&gt;</p>"},
		{"cdata", "a <![CDATA[<b>]]>", "<p>a &lt;![CDATA[&lt;b&gt;]]&gt;</p>"},
		{"line break", "a<br>b<BR />c<br class=x>", "<p>a<br>b<br>c&lt;br class=x&gt;</p>"},
		{"hard break", "a  \nb", "<p>a<br>\nb</p>"},
		{"javascript", "[a](javascript:x)", "<p><a>a</a></p>"},
		{"javascript in capitals", "[a](JavaScript:x)", "<p><a>a</a></p>"},
		{"javascript after a blank", "[a](< javascript:x>)", "<p><a>a</a></p>"},
		{"javascript after a control character", "[a](\x01javascript:x)", "<p><a>a</a></p>"},
		{"javascript with a tab within", "[a](<java\tscript:x>)", "<p><a>a</a></p>"},
		{"javascript in references", "[a](&#106;avascript&colon;x)", "<p><a>a</a></p>"},
		{"javascript with an escape", `[a](javascript\:x)`, "<p><a>a</a></p>"},
		{"javascript autolink", "<javascript:x>", "<p><a>javascript:x</a></p>"},
		{"javascript by reference", "[a]\n\n[a]: javascript:x", "<p><a>a</a></p>"},
		{"data", "[a](data:text/html;base64,AA)", "<p><a>a</a></p>"},
		{"data image", "![a](data:image/png;base64,AA)", "<p>a</p>"},
		{"file", "[a](file:///etc/passwd)", "<p><a>a</a></p>"},
		{"vbscript", "[a](vbscript:x)", "<p><a>a</a></p>"},
		{"other host", "[a](//evil.example.org/)", "<p><a>a</a></p>"},
		{"other host with backslashes", `[a](/\\evil.example.org/)`, "<p><a>a</a></p>"},
		{"empty", "[a]()", "<p><a>a</a></p>"},
		{"https", "[a](https://example.org/?a=1&b=%22 \"a \\\"title\\\" &lt;\")", `<p><a href="https://example.org/?a=1&amp;b=%22" rel="noopener noreferrer" title="a &quot;title&quot; &lt;">a</a></p>`},
		{"quote in an address", `[a](<https://example.org/"onclick="x>)`, `<p><a href="https://example.org/%22onclick=%22x" rel="noopener noreferrer">a</a></p>`},
		{"mail", "<a@example.org>", `<p><a href="mailto:a@example.org" rel="noopener noreferrer">a@example.org</a></p>`},
		{"linkified", "www.example.org", `<p><a href="http://www.example.org" rel="noopener noreferrer">www.example.org</a></p>`},
		{"anchor", "[a](#b)", `<p><a href="#b">a</a></p>`},
		{"relative", "[a](../b.md#c)", `<p><a href="to(../b.md#c)">a</a></p>`},
		{"relative with references", `[a](b&amp;c\_d.md)`, `<p><a href="to(b&amp;c_d.md)">a</a></p>`},
		{"local image", `![a "b"](c.png "title")`, `<p><img src="to(c.png)" loading="lazy" alt="a &quot;b&quot;"></p>`},
		{"remote image", "![a](https://example.org/a.png)", `<p><a href="https://example.org/a.png" rel="noopener noreferrer">a</a></p>`},
		{"remote image without text", "![](https://example.org/a.png)", `<p><a href="https://example.org/a.png" rel="noopener noreferrer">https://example.org/a.png</a></p>`},
		{"remote image in a link", "[![a](https://example.org/a.png)](https://example.org/)", `<p><a href="https://example.org/" rel="noopener noreferrer">a</a></p>`},
		{"local image in a link", "[![a](a.png)](b.md)", `<p><a href="to(b.md)"><img src="to(a.png)" loading="lazy" alt="a"></a></p>`},
		{"markup in the text of an image", "![*a* <b> `c`](d.png)", `<p><img src="to(d.png)" loading="lazy" alt="a &lt;b&gt; c"></p>`},
		{"tasks", "- [ ] a\n- [x] b", "<ul>\n<li><span class=\"task\" role=\"img\" aria-label=\"not done\">☐</span> a</li>\n<li><span class=\"task done\" role=\"img\" aria-label=\"done\">☑</span> b</li>\n</ul>"},
		{"heading in a quote", "> # a", "<blockquote>\n<p class=\"heading\"><strong>a</strong></p>\n</blockquote>"},
		{"entity for NUL", "a &#0; b", "<p>a \ufffd b</p>"},
		{"code", "`<b>`", "<p><code>&lt;b&gt;</code></p>"},
		{"language with markup", "```\"><script>\na\n```", "<pre class=\"code\" tabindex=\"0\"><code class=\"language-&quot;&gt;&lt;script&gt;\">a\n</code></pre>"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.TrimSpace(shown(t, test.text)); got != strings.TrimSpace(test.want) {
				t.Errorf("%q gives\n%s\nwant\n%s", test.text, got, test.want)
			}
		})
	}
}

func TestTables(t *testing.T) {
	got := shown(t, "| a | b | |\n|:-:|--:|---|\n| 1 | [c](d.md) | |\n")
	for _, want := range []string{`<div class="scroll"`, `class="center"`, `class="right"`, `<a href="to(d.md)">c</a>`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Contains(got, "style=") || strings.Contains(got, "align=") {
		t.Errorf("a strict policy forbids styles: %s", got)
	}
}

func TestHighlight(t *testing.T) {
	got := shown(t, "```go\nvar x = \"<b>\"\n```\n")
	if !strings.Contains(got, `<span class="kd">var</span>`) || !strings.Contains(got, "&lt;b&gt;") {
		t.Errorf("highlighted %s", got)
	}
	for name, text := range map[string]string{
		"unknown language": "```klingon\n<b>\n```\n", "no language": "```\n<b>\n```\n", "indented": "    <b>\n", "no line at the end": "```text\n<b>",
	} {
		if got := shown(t, text); strings.Contains(got, "<span") || !strings.Contains(got, "&lt;b&gt;") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestHighlightBounds checks that large blocks, and small ones in a document with many, are shown
// without highlighting and in full.
func TestHighlightBounds(t *testing.T) {
	line := "var x = 1 // " + strings.Repeat("a", 50) + "\n"
	for n, want := range map[int]int{10: 10, 100: 0} {
		if got := strings.Count(shown(t, "```go\n"+strings.Repeat(line, n)+"```\n"), `class="kd"`); got != want {
			t.Errorf("%d of %d lines have colours, want %d", got, n, want)
		}
	}
	got := shown(t, strings.Repeat("```go\n"+strings.Repeat(line, 10)+"```\n\n", 100))
	if n := strings.Count(got, `class="kd"`); n == 0 || n*len(line) > maxHighlightAll {
		t.Errorf("%d lines have colours", n)
	}
	if n := strings.Count(got, strings.Repeat("a", 50)); n != 1000 {
		t.Errorf("%d of 1000 lines are there", n)
	}
}
