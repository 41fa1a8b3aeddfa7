//go:build browser

package browser

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestTickets looks up numbers as readers do: an old address of a ticket, the box, and, without scripts, the list.
func TestTickets(t *testing.T) {
	base := serveSample(t)
	ctx, cancel := context.WithTimeout(chromium(t), 60*time.Second)
	defer cancel()
	do(t, ctx, views[0].set())
	const gates, unknown = "2024-06-28-ticket-gates-offline-twice", `document.querySelector(".ticketfinder .note")?.textContent === "No post mortem mentions NO-1."`
	at := func(path string) string {
		return `location.href === "` + base + path + `" && document.readyState === "complete"`
	}
	for _, step := range []struct{ from, act, met string }{
		{"tickets/VC-1065/", "", at("postmortems/" + gates + "/")},
		{"tickets/?q=mer-131", "", at("tickets/MER-131/")},
		{"tickets/#MER-131", "", at("tickets/MER-131/")},
		{"tickets/#mer-131", "", at("tickets/MER-131/")},
		{"tickets/NO-1/", "", unknown},
		{"tickets/#NO-1%", "", strings.Replace(unknown, "NO-1", "NO-1%", 1)},
		{"tickets/?q=..", "", strings.Replace(unknown, "NO-1", "..", 1)},
		{"tickets/#pm-1", "", strings.Replace(unknown, "NO-1", "pm-1", 1)},
		{"tickets/#pm-all", "", `document.querySelector(".ticketfinder").checkVisibility() && document.querySelector(".note").textContent === ""`},
		{"tickets/", `document.querySelector(".ticketfinder input").value = "MER-131"; document.querySelector(".ticketfinder button").click()`, at("tickets/MER-131/")},
	} {
		do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(base+step.from))
		if step.act != "" {
			do(t, ctx, run(step.act))
		}
		wait(t, ctx, step.met)
	}
	do(t, ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}), chromedp.Navigate(base+"tickets/"))
	check(t, ctx, "without scripts, the box is shown", `document.querySelector(".ticketfinder").checkVisibility() ? ["shown"] : []`)
	do(t, ctx, run(`document.querySelector(".numberlists a").click()`))
	wait(t, ctx, `!!document.querySelector("#VC-1065")`)
	do(t, ctx, run(`document.querySelector("#VC-1065").click()`))
	wait(t, ctx, at("postmortems/"+gates+"/"))
}
