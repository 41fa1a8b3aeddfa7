//go:build browser

package browser

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "rewrite the golden pictures")

// TestGolden compares what readers see first of eight pages with pictures of an earlier day. They are
// small and grey, so that a point here and there makes no difference, but a part of the page that is
// missing, moved or broken does.
func TestGolden(t *testing.T) {
	base := serveSample(t)
	ctx := chromium(t)
	if err := chromedp.Do(ctx, chromedp.Navigate(base)); err != nil {
		t.Fatal(err)
	}
	if width, err := chromedp.Run(ctx, chromedp.Evaluate[int](letters)); err != nil {
		t.Fatal(err)
	} else if width != lettersWidth {
		t.Skipf("the pictures are of pages in DejaVu Sans, which this machine does not have, or not first: %d", width)
	}
	for _, shot := range []struct {
		name, path string
		view       view
	}{
		{"home", "", views[0]},
		{"home-phone-dark", "", views[3]},
		{"list", "postmortems/", views[0]},
		{"list-phone", "postmortems/", views[2]},
		{"postmortem", "postmortems/2025-02-10-payments-connection-pool/", views[0]},
		{"postmortem-phone", "postmortems/2025-02-10-payments-connection-pool/", views[2]},
		{"dashboard-dark", "dashboard/", views[1]},
		{"service", "services/booking/", views[0]},
	} {
		t.Run(shot.name, func(t *testing.T) {
			if err := chromedp.Do(ctx, shot.view.set(), chromedp.Navigate(base+shot.path), chromedp.Sleep(200*time.Millisecond)); err != nil {
				t.Fatal(err)
			}
			data, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
			if err != nil {
				t.Fatal(err)
			}
			seen := shrink(decode(t, data))
			name := filepath.Join("testdata", "golden", shot.name+".png")
			if *update {
				writePicture(t, name, seen)
				return
			}
			if share := differing(seen, readPicture(t, name)); share > tolerance {
				fresh := filepath.Join(os.TempDir(), "pmsite-"+shot.name+".png")
				writePicture(t, fresh, seen)
				t.Errorf("%.0f %% of the picture differ from %s; the new one is %s. If the page is meant to look so: go test -tags browser ./site/browser -run TestGolden -update", 100*share, name, fresh)
			}
		})
	}
}

// letters measures the font of pages, in thousandths of its size.
const letters = `(() => {
	const pen = document.createElement("canvas").getContext("2d");
	pen.font = "1000px " + getComputedStyle(document.body).fontFamily;
	return Math.round(pen.measureText("Post mortem").width);
})()`

const lettersWidth = 6389 // of DejaVu Sans

// tolerance is the share of a picture that may differ.
const tolerance = 0.03

// cell is the side in pixels of the square that becomes one grey pixel.
const cell = 10

// shrink returns the average brightness of each cell of a picture.
func shrink(from image.Image) *image.Gray {
	size := from.Bounds().Size()
	out := image.NewGray(image.Rect(0, 0, size.X/cell, size.Y/cell))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			sum := 0
			for i := range cell * cell {
				sum += int(color.GrayModel.Convert(from.At(x*cell+i%cell, y*cell+i/cell)).(color.Gray).Y)
			}
			out.SetGray(x, y, color.Gray{Y: uint8(sum / (cell * cell))})
		}
	}
	return out
}

// differing returns the share of pixels whose brightness differs clearly.
func differing(a, b *image.Gray) float64 {
	if a.Rect != b.Rect {
		return 1
	}
	const clearly = 24 // of 255
	n := 0
	for i := range a.Pix {
		if d := int(a.Pix[i]) - int(b.Pix[i]); d > clearly || d < -clearly {
			n++
		}
	}
	return float64(n) / float64(len(a.Pix))
}

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	out, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func readPicture(t *testing.T, name string) *image.Gray {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := decode(t, data).(*image.Gray)
	if !ok {
		t.Fatalf("%s is not grey", name)
	}
	return out
}

func writePicture(t *testing.T, name string, picture image.Image) {
	t.Helper()
	var data bytes.Buffer
	if err := png.Encode(&data, picture); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
