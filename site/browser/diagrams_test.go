//go:build browser

package browser

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// shown returns an expression that is true when the diagram of a page is drawn.
const shown = `(image => image?.complete && image.naturalWidth > 300 && image.alt.startsWith("A payment holds"))(document.querySelector(".diagram img"))`

// TestDiagramsAreDrawn opens a post mortem with a diagram on a static server, in the preview and in a folder. The diagram
// is drawn in the colours of the page, nothing is loaded from elsewhere, and the policy refuses nothing.
func TestDiagramsAreDrawn(t *testing.T) {
	browser, bases := guarded(t)
	for how, base := range bases {
		t.Run(how, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(browser, 30*time.Second)
			defer cancel()
			do(t, ctx, chromedp.Navigate(base+kinds["critical"]+"index.html"))
			check(t, ctx, "not drawn yet", `document.querySelector("script[src*='mermaid.min']") ? ["mermaid is loaded before a diagram is near"] : []`)
			check(t, ctx, "near", `(document.querySelector("code.language-mermaid").scrollIntoView(), [])`)
			wait(t, ctx, shown)
			check(t, ctx, "drawn", `(async () => {
				const image = document.querySelector(".diagram img"), light = image.src;
				document.documentElement.dataset.theme = "dark";
				while (image.src === light || !image.complete) await new Promise((r) => setTimeout(r, 20));
				const out = [...new Set(refused)];
				for (const { name } of performance.getEntriesByType("resource")) if (!name.startsWith(location.origin) && !name.startsWith("file:") && !name.startsWith("blob:")) out.push("loads " + name);
				if (!document.querySelector(".diagram details code").textContent.includes("participant A as App")) out.push("the source is missing");
				if (document.querySelector("body > style, body > svg, body > [id^=dpm-diagram]")) out.push("what mermaid measured is still on the page");
				return out;
			})()`)
		})
	}
}
