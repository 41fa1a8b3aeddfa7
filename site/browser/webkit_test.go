//go:build browser

package browser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// webkit drives WebKitGTK by WebDriver, https://www.w3.org/TR/webdriver2/.
type webkit struct {
	session string // its address
}

func startWebKit(t *testing.T) (engine, error) {
	driver, err := installed("WebKitWebDriver")
	if err != nil {
		return nil, err
	}
	browsers, _ := filepath.Glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")
	if len(browsers) == 0 {
		return nil, fmt.Errorf("MiniBrowser: %w", errNotInstalled)
	}
	display, err := startDisplay(t)
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(driver, "--port="+port)
	cmd.Env = append(os.Environ(), "DISPLAY="+display, "GDK_BACKEND=x11", "HOME="+t.TempDir(), "WEBKIT_DISABLE_COMPOSITING_MODE=1")
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	w := &webkit{session: "http://127.0.0.1:" + port + "/session"}
	capabilities := map[string]any{"alwaysMatch": map[string]any{"webkitgtk:browserOptions": map[string]any{"binary": browsers[len(browsers)-1], "args": []string{"--automation"}}}}
	var made struct{ SessionID string }
	for range 100 {
		if err = w.call(http.MethodPost, "", map[string]any{"capabilities": capabilities}, &made); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond) // until the driver listens
	}
	if err != nil {
		return nil, err
	}
	w.session += "/" + made.SessionID
	t.Cleanup(func() { _ = w.call(http.MethodDelete, "", nil, nil) })
	return w, nil
}

// startDisplay starts an X server without a screen and returns its name.
func startDisplay(t *testing.T) (string, error) {
	program, err := installed("Xvfb")
	if err != nil {
		return "", err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return "", err
	}
	defer read.Close()
	cmd := exec.Command(program, "-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{write}
	err = cmd.Start()
	write.Close()
	if err != nil {
		return "", err
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	var number int
	if _, err := fmt.Fscan(read, &number); err != nil {
		return "", fmt.Errorf("Xvfb: %w", err)
	}
	return fmt.Sprintf(":%d", number), nil
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// call sends a command and reads the value that it returns.
func (w *webkit) call(method, path string, body map[string]any, value any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequest(method, w.session+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var out struct{ Value json.RawMessage }
	if err := json.NewDecoder(answer.Body).Decode(&out); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, out.Value)
	}
	if value == nil {
		return nil
	}
	return json.Unmarshal(out.Value, value)
}

func (w *webkit) resize(width, height int) error {
	return w.call(http.MethodPost, "/window/rect", map[string]any{"width": width, "height": height}, nil)
}

func (w *webkit) open(address string) error {
	return w.call(http.MethodPost, "/url", map[string]any{"url": address}, nil)
}

func (w *webkit) evaluate(expression string) (text string, err error) {
	const failed = "failed: "
	err = w.call(http.MethodPost, "/execute/async", map[string]any{"args": []any{}, "script": `
		const done = arguments[arguments.length - 1];
		(async () => ` + expression + `)().then(done, e => done("` + failed + `" + e));`}, &text)
	if why, bad := strings.CutPrefix(text, failed); bad {
		return "", fmt.Errorf("%s", why)
	}
	return text, err
}

func (w *webkit) click(x, y int) error { return w.perform(pointer(x, y)) }

func (w *webkit) enter(text string) error { return w.perform(keyboard(text)) }

func (w *webkit) perform(actions []any) error {
	return w.call(http.MethodPost, "/actions", map[string]any{"actions": actions}, nil)
}
