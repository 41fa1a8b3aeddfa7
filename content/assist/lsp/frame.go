package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxMessage is the maximum size of a message in bytes. It fits the largest document even
// if JSON escapes every character.
const maxMessage = 8 << 20

// malformed is the error for a message that is answered with a failure and skipped.
type malformed struct{ reason string }

func (m malformed) Error() string { return m.reason }

// readFrame reads the body of the next message. After a [malformed] error, reading can
// continue with the next message; after any other error, it cannot.
func readFrame(r *bufio.Reader) ([]byte, error) {
	length, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	if length > maxMessage {
		if _, err := io.CopyN(io.Discard, r, length); err != nil {
			return nil, err
		}
		return nil, malformed{fmt.Sprintf("the message is larger than %d MiB", maxMessage>>20)}
	}
	body := make([]byte, length)
	_, err = io.ReadFull(r, body)
	return body, err
}

// readHeader reads lines up to a blank one. It skips all fields but the length, and lines
// that are not fields.
func readHeader(r *bufio.Reader) (length int64, err error) {
	length = -1
	for {
		line, err := r.ReadSlice('\n')
		for errors.Is(err, bufio.ErrBufferFull) {
			line = nil // too long for a field
			_, err = r.ReadSlice('\n')
		}
		if err != nil {
			return 0, err
		}
		name, value, isField := strings.Cut(string(line), ":")
		switch {
		case len(bytes.TrimSpace(line)) == 0 && line != nil:
			if length < 0 {
				return 0, malformed{"a message without Content-Length"}
			}
			return length, nil
		case isField && strings.EqualFold(strings.TrimSpace(name), "Content-Length"):
			if length, err = strconv.ParseInt(strings.TrimSpace(value), 10, 64); err != nil || length < 0 {
				length = -1
			}
		}
	}
}

// A message is a JSON-RPC 2.0 request, notification (without ID) or response (without
// Method).
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
}

func parseMessage(body []byte) (m message, err error) {
	if err := json.Unmarshal(body, &m); err != nil {
		return message{}, malformed{"the message is not a JSON-RPC object"}
	}
	if len(m.ID) > 0 && !strings.ContainsRune(`"-0123456789`, rune(m.ID[0])) {
		return message{}, malformed{"the id of a message must be a number or a string"}
	}
	return m, nil
}

// A failure is the error of a response.
type failure struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// Codes of failures.
const (
	parseError     = -32700
	invalidRequest = -32600
	methodNotFound = -32601
	invalidParams  = -32602
	notInitialized = -32002
	cancelled      = -32800
)

func writeFrame(w io.Writer, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return err
}
