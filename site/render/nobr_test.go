package render

import "testing"

func TestNobr(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Wi-Fi for 5 min":                 "<span class=\"nobr\">Wi-Fi</span> for 5\u00a0min",
		"":                                "",
		"Terminal Wi-Fi down":             `Terminal <span class="nobr">Wi-Fi</span> down`,
		"(e-mail), SEV-1: PM-2026-0001!":  `(<span class="nobr">e-mail</span>), <span class="nobr">SEV-1</span>: <span class="nobr">PM-2026-0001</span>!`,
		"crew-rostering <b> & a-<i>":      "crew-rostering &lt;b&gt; &amp; a-&lt;i&gt;",
		"a - b, --flag, x- and y-":        "a - b, --flag, x- and y-",
		"Ü-Wagen und Überlauf-Schutz":     `<span class="nobr">Ü-Wagen</span> und Überlauf-Schutz`,
		"PM-20260001-long, 2026-03-05":    "PM-20260001-long, 2026-03-05",
		"well-known Wi-Fi & \"T-1\" 'x-y": `well-known <span class="nobr">Wi-Fi</span> &amp; &#34;<span class="nobr">T-1</span>&#34; &#39;<span class="nobr">x-y</span>`,
	} {
		if got := string(nobr(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestNobrOfHTML(t *testing.T) {
	t.Parallel()
	const html = `<p title="Wi-Fi">Wi-Fi &amp; 5 min, <a href="x-y">e-mail</a> <code>T-1</code></p>`
	const want = `<p title="Wi-Fi"><span class="nobr">Wi-Fi</span> &amp; 5` + "\u00a0" + `min, <a href="x-y"><span class="nobr">e-mail</span></a> <code>T-1</code></p>`
	if got := string(Nobr(html)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
