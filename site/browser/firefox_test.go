//go:build browser

package browser

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"testing"

	"golang.org/x/net/websocket"
)

// firefox drives Firefox by WebDriver BiDi, https://www.w3.org/TR/webdriver-bidi/.
type firefox struct {
	conn    *websocket.Conn
	last    int    // id of the last command
	context string // the tab
}

var bidiAddress = regexp.MustCompile(`WebDriver BiDi listening on (ws://\S+)`)

func startFirefox(t *testing.T) (engine, error) {
	program, err := installed("firefox-esr", "firefox")
	if err != nil {
		return nil, err
	}
	profile := t.TempDir()
	cmd := exec.Command(program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0", "--remote-allow-origins=http://localhost", "about:blank")
	cmd.Env = append(os.Environ(), "HOME="+profile)
	said, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if address := bidiAddress.FindStringSubmatch(lines.Text()); address != nil {
			go func() { _, _ = io.Copy(io.Discard, said) }()
			return connectFirefox(t, address[1])
		}
	}
	return nil, errors.New("Firefox ended before it listened")
}

func connectFirefox(t *testing.T, address string) (engine, error) {
	conn, err := websocket.Dial(address+"/session", "", "http://localhost")
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = conn.Close() })
	f := &firefox{conn: conn}
	if _, err := f.call("session.new", map[string]any{"capabilities": map[string]any{}}); err != nil {
		return nil, err
	}
	made, err := f.call("browsingContext.create", map[string]any{"type": "tab"})
	if err != nil {
		return nil, err
	}
	var tab struct{ Context string }
	err = json.Unmarshal(made, &tab)
	f.context = tab.Context
	return f, err
}

// call sends a command and returns its result. Events in between are dropped.
func (f *firefox) call(method string, parameters map[string]any) (json.RawMessage, error) {
	f.last++
	if err := websocket.JSON.Send(f.conn, map[string]any{"id": f.last, "method": method, "params": parameters}); err != nil {
		return nil, err
	}
	for {
		var answer struct {
			ID             int
			Type           string
			Result         json.RawMessage
			Error, Message string
		}
		if err := websocket.JSON.Receive(f.conn, &answer); err != nil {
			return nil, err
		}
		switch {
		case answer.ID != f.last:
		case answer.Type != "success":
			return nil, fmt.Errorf("%s: %s: %s", method, answer.Error, answer.Message)
		default:
			return answer.Result, nil
		}
	}
}

func (f *firefox) resize(width, height int) error {
	_, err := f.call("browsingContext.setViewport", map[string]any{"context": f.context, "viewport": map[string]any{"width": width, "height": height}})
	return err
}

func (f *firefox) open(address string) error {
	_, err := f.call("browsingContext.navigate", map[string]any{"context": f.context, "url": address, "wait": "complete"})
	return err
}

func (f *firefox) evaluate(expression string) (string, error) {
	found, err := f.call("script.evaluate", map[string]any{"expression": expression, "target": map[string]any{"context": f.context}, "awaitPromise": true})
	if err != nil {
		return "", err
	}
	var value struct {
		Type   string
		Result struct {
			Type  string
			Value json.RawMessage
		}
		ExceptionDetails struct{ Text string }
	}
	if err := json.Unmarshal(found, &value); err != nil {
		return "", err
	}
	if value.Type != "success" || value.Result.Type != "string" {
		return "", fmt.Errorf("%s %s", value.Result.Type, value.ExceptionDetails.Text)
	}
	var text string
	err = json.Unmarshal(value.Result.Value, &text)
	return text, err
}

func (f *firefox) click(x, y int) error { return f.perform(pointer(x, y)) }

func (f *firefox) enter(text string) error { return f.perform(keyboard(text)) }

func (f *firefox) perform(actions []any) error {
	_, err := f.call("input.performActions", map[string]any{"context": f.context, "actions": actions})
	return err
}
