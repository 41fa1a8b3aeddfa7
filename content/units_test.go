package content

import "testing"

func TestKeepUnits(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "95 %": "95~%", "(95 %: 0.45 to 3.52)": "(95~%: 0.45 to 3.52)", "3 h 33 min": "3~h 33~min", "2.7 years late": "2.7~years late",
		"1 day, 300 days": "1~day, 300~days", "0–29 days": "0–29~days", "at 5 Sunday": "at 5 Sunday", "3 hosts": "3 hosts", "5 s": "5~s", "5 s's": "5 s's",
		"7 d3": "7 d3", "7 dé": "7 dé", "7 ": "7 ", " 7": " 7", "a %": "a %", "4 post mortems": "4 post mortems", "500 ms.": "500~ms.", "2 days-off": "2 days-off", "0.6 to 8.5 seconds": "0.6 to 8.5~seconds",
	} {
		if got := KeepUnits(text); got != visible(want) {
			t.Errorf("KeepUnits(%q) = %q, want %q", text, got, visible(want))
		}
	}
}

func TestChangeTexts(t *testing.T) {
	for html, want := range map[string]string{
		`<p title="5 min">in 5 min</p>`: `<p title="5 min">in 5~min</p>`, `<code>sleep 5 s</code> 5 s`: `<code>sleep 5 s</code> 5~s`,
		`<pre class="x"><span>wait 5 s</span></pre><p>5 s</p>`: `<pre class="x"><span>wait 5 s</span></pre><p>5~s</p>`,
		`<codex>5 s</codex>`: `<codex>5~s</codex>`, "5 h": "5~h", "<b": "<b", "<code>5 s": "<code>5~s",
	} {
		if got := ChangeTexts(html, KeepUnits); got != visible(want) {
			t.Errorf("ChangeTexts(%q) = %q, want %q", html, got, visible(want))
		}
	}
}

// visible returns a text with no-break spaces for its tildes.
func visible(text string) string {
	out := []rune(text)
	for i, r := range out {
		if r == '~' {
			out[i] = '\u00a0'
		}
	}
	return string(out)
}
