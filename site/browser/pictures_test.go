//go:build browser

package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/pmsite/pmsite/content/svg"
)

// beacons are parts of a picture that run or load something: each requests a path of the server.
var beacons = map[string]string{
	"script": `<script>fetch("/ran/script")</script>`, "handler": `<rect width="1" height="1" onload="1"/><image href="/none" onerror="fetch('/ran/handler')"/>`,
	"frame": `<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="/ran/frame"/></foreignObject>`,
	"image": `<image href="/ran/image" width="1" height="1"/>`, "use": `<use href="/ran/use#a"/>`, "import": `<style>@import "/ran/import";</style>`,
	"style": `<rect width="9" height="9" style="fill:red;mask-image:url(/ran/style)"/>`, "set": `<style>rect{mask-image:image-set("/ran/set" 1x)}</style><rect width="9" height="9"/>`,
	"font":   `<style>@font-face{font-family:F;src:url(/ran/font)}text{font-family:F}</style><text y="9">x</text>`,
	"filter": `<filter id="f"><feImage href="/ran/filter"/></filter><rect width="9" height="9" filter="url(#f)"/>`, "animated": `<image width="1" height="1"><set attributeName="href" to="/ran/animated"/></image>`,
	"sheet": `<?xml-stylesheet href="/ran/sheet" type="text/css"?>`, "html": `<x:script xmlns:x="http://www.w3.org/1999/xhtml">fetch("/ran/html")</x:script>`,
}

// TestPicturesRunNothing opens hostile pictures by their address, from a server without any
// policy. As they are, they run or load something, or the test would show nothing; as they are
// published, they do not.
func TestPicturesRunNothing(t *testing.T) {
	var mu sync.Mutex
	ran := map[string]bool{}
	pictures := map[string][]byte{}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if rest, found := strings.CutPrefix(r.URL.Path, "/ran/"); found {
			ran[rest] = true
		}
		if data := pictures[r.URL.Path]; data != nil {
			w.Header().Set("Content-Type", "image/svg+xml")
			_, _ = w.Write(data)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(web.CloseClientConnections)
	for name, part := range beacons {
		picture := `<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99">` + part + `</svg>`
		if name == "sheet" {
			picture = part + `<svg xmlns="http://www.w3.org/2000/svg"/>`
		}
		clean, _, err := svg.Clean([]byte(picture))
		if err != nil {
			t.Fatal(err)
		}
		pictures["/raw/"+name+".svg"], pictures["/clean/"+name+".svg"] = []byte(picture), clean
	}
	ctx := chromium(t)
	open := func(folder string) (out map[string]bool) {
		for name := range beacons {
			if err := chromedp.Do(ctx, chromedp.Navigate(web.URL+path.Join("/", folder, name+".svg"))); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(ctx, chromedp.Sleep(300*time.Millisecond)); err != nil {
				t.Fatal(err)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		out, ran = ran, map[string]bool{}
		return out
	}
	if got := open("raw"); len(got) < len(beacons)-2 { // browsers no longer load all that they once did
		t.Errorf("of %d hostile pictures, only %v run or load something", len(beacons), fmt.Sprint(got))
	}
	if got := open("clean"); len(got) > 0 {
		t.Errorf("published pictures run or load %v", got)
	}
}
