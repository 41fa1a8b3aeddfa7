package markdown

import "testing"

// TestAlerts checks which quotes become alerts, as on GitHub.
func TestAlerts(t *testing.T) {
	alert := func(class, name, rest string) string {
		return `<div class="alert alert-` + class + `" role="note"><p class="alert-title"><strong>` + name + "</strong></p>\n" + rest + "</div>"
	}
	for text, want := range map[string]string{
		"> [!NOTE]\n> Text *a*.\n":                 alert("note", "Note", "<p>Text <em>a</em>.</p>\n"),
		"> [!tip]  \n> Text.\n":                    alert("tip", "Tip", "<p>Text.</p>\n"),
		"> [!IMPORTANT]\n>\n> Text.\n":             alert("important", "Important", "<p>Text.</p>\n"),
		"> [!WARNING]\n> - a\n":                    alert("warning", "Warning", "<ul>\n<li>a</li>\n</ul>\n"),
		">[!CAUTION]\n>a\n>\n>b\n":                 alert("caution", "Caution", "<p>a</p>\n<p>b</p>\n"),
		"> [!NOTE]\nlazy\n":                        alert("note", "Note", "<p>lazy</p>\n"),
		"> [!NOTE]\n":                              "<blockquote>\n<p>[!NOTE]</p>\n</blockquote>",
		"> [!NOTE] a\n> b\n":                       "<blockquote>\n<p>[!NOTE] a\nb</p>\n</blockquote>",
		"> [!DANGER]\n> b\n":                       "<blockquote>\n<p>[!DANGER]\nb</p>\n</blockquote>",
		"> a\n> [!NOTE]\n":                         "<blockquote>\n<p>a\n[!NOTE]</p>\n</blockquote>",
		"- > [!NOTE]\n  > b\n":                     "<ul>\n<li>\n<blockquote>\n<p>[!NOTE]\nb</p>\n</blockquote>\n</li>\n</ul>",
		"> [!NOTE]\n> [a](b.md) ![c](d.png)\n":     alert("note", "Note", "<p><a href=\"to(b.md)\">a</a> <img src=\"to(d.png)\" loading=\"lazy\" alt=\"c\"></p>\n"),
		"[!NOTE]: a.md\n\n> [!NOTE]\n> b\n":        alert("note", "Note", "<p>b</p>\n"),
		"> # [!NOTE]\n> b\n":                       "<blockquote>\n<p class=\"heading\"><strong>[!NOTE]</strong></p>\n<p>b</p>\n</blockquote>",
		"> <script>[!NOTE]</script>\n":             "<blockquote>\n<pre class=\"raw-html\" tabindex=\"0\"><code>&lt;script&gt;[!NOTE]&lt;/script&gt;\n</code></pre>\n</blockquote>",
		"> [!NOTE]\n> text\\\n> more  \n> & <b>\n": alert("note", "Note", "<p>text<br>\nmore<br>\n&amp; &lt;b&gt;</p>\n"),
	} {
		if got := shown(t, text); got != want {
			t.Errorf("%q is shown as\n%s\nwant\n%s", text, got, want)
		}
	}
	if got := parseText(t, "> [!NOTE]\n> Text.\n").Text(parseText(t, "> [!NOTE]\n> Text.\n").Blocks...); got != "Text." {
		t.Errorf("the plain text of an alert is %q", got)
	}
}
