//go:build browser && linux

package browser

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/pmsite/pmsite/content/corpus"
)

// BenchmarkSearch measures the time from a key press to the results of a word
// on the search page, with ten thousand post mortems, while the word is typed,
// on a page that has answered other queries. It runs the program as a user
// would.
func BenchmarkSearch(b *testing.B) {
	address, _ := startCollection(b)
	ctx := chromium(b)
	if err := chromedp.Do(ctx, chromedp.Navigate(address+"search/"), chromedp.WaitReady(".hits li")); err != nil {
		b.Fatal(err)
	}
	keys := func(word string) (took []float64) {
		took, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](fmt.Sprintf(`(async () => {
			const form = document.querySelector(".search"), input = form.elements.q, took = [];
			for (let n = 1; n <= %[1]q.length; n++) {
				const at = performance.now();
				input.value = %[1]q.slice(0, n);
				input.dispatchEvent(new Event("input"));
				while (form.dataset.answered !== input.value) await new Promise(requestAnimationFrame);
				took.push(performance.now() - at);
			}
			return took;
		})()`, word), chromedp.EvalAwaitPromise))
		if err != nil {
			b.Fatal(err)
		}
		return took
	}
	words := []string{"latency", "dns timeout", "certificate", "queue retry"}
	for _, word := range words {
		keys(word)
	}
	var took []float64
	for i := 0; b.Loop(); i++ {
		took = append(took, keys(words[i%len(words)])...)
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "p50-ms")
	b.ReportMetric(took[len(took)*95/100], "p95-ms")
}

// BenchmarkSave measures the time from saving a file until the browser shows
// its new text, with ten thousand post mortems: for edits of the text, and of
// the title, which other pages show too. It runs the program as a user would.
func BenchmarkSave(b *testing.B) {
	address, collection := startCollection(b)
	documents, err := filepath.Glob(filepath.Join(collection, "content/postmortems/2025/*.md"))
	if err != nil || len(documents) < 10 {
		b.Fatal("no documents", err)
	}
	ctx := chromium(b)
	for kind, edit := range map[string]func(text []byte, marker string) []byte{
		"text": func(text []byte, marker string) []byte { return append(text, "\nNew "+marker+".\n"...) },
		"title": func(text []byte, marker string) []byte {
			return title.ReplaceAll(text, []byte("title: "+marker+" and more"))
		},
	} {
		b.Run(kind, func(b *testing.B) {
			name := documents[len(documents)/2]
			text, err := os.ReadFile(name)
			if err != nil {
				b.Fatal(err)
			}
			slug := strings.TrimSuffix(filepath.Base(name), ".md")
			if err := chromedp.Do(ctx, chromedp.Navigate(address+"postmortems/"+slug+"/"), chromedp.WaitReady("main")); err != nil {
				b.Fatal(err)
			}
			time.Sleep(3 * time.Second)
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				marker := fmt.Sprintf("marker%s%d", kind, i)
				took = append(took, save(b, ctx, name, edit(slices.Clone(text), marker), marker))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

// save writes a file and returns the time until its text is shown.
func save(b *testing.B, ctx context.Context, name string, text []byte, marker string) time.Duration {
	b.Helper()
	seen := make(chan float64, 1)
	go func() {
		expression := fmt.Sprintf(`new Promise(found => {
			const look = () => document.querySelector("main")?.textContent.includes(%q + ".") || document.querySelector("h1")?.textContent.includes(%[1]q + " ");
			const at = () => look() && found(performance.timeOrigin + performance.now());
			new MutationObserver(at).observe(document, {subtree: true, childList: true, characterData: true});
			at();
		})`, marker)
		for ctx.Err() == nil {
			if at, err := chromedp.Run(ctx, chromedp.Evaluate[float64](expression, chromedp.EvalAwaitPromise)); err == nil {
				seen <- at
				return
			}
		}
	}()
	time.Sleep(200 * time.Millisecond) // a pause, as between two edits
	at := time.Now()
	if err := os.WriteFile(name, text, 0o600); err != nil {
		b.Fatal(err)
	}
	select {
	case ms := <-seen:
		return time.Duration((ms - float64(at.UnixMicro())/1000) * float64(time.Millisecond))
	case <-time.After(20 * time.Second):
		b.Fatalf("%s never appears", marker)
		return 0
	}
}

var title = regexp.MustCompile(`(?m)^title: .*$`)

var resident = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// startCollection makes ten thousand post mortems and starts a preview of them.
func startCollection(b *testing.B) (address, collection string) {
	b.Helper()
	dir := b.TempDir()
	program := filepath.Join(dir, "pmsite")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/pmsite").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	collection = filepath.Join(dir, "collection")
	if err := corpus.Write(collection, 10000, 1); err != nil {
		b.Fatal(err)
	}
	return start(b, program, collection), collection
}

// start starts the preview and returns its address once it has served a page.
// It logs the program's memory at the end.
func start(b *testing.B, program, collection string) string {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	addr := listener.Addr().String()
	_ = listener.Close()
	cmd := exec.Command(program, "serve", "-q", "-C", collection, "--addr", addr)
	began := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		if m := resident.FindSubmatch(status); m != nil {
			b.Logf("memory: %s KiB", m[1])
		}
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	for {
		r, err := http.Get("http://" + addr + "/") //nolint:gosec // our own address
		if err == nil {
			_ = r.Body.Close()
			b.Logf("first page after %v", time.Since(began).Round(time.Millisecond))
			return "http://" + addr + "/"
		}
		if time.Since(began) > 2*time.Minute {
			b.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
