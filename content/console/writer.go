package console

import (
	"bytes"
	"io"
	"strings"
	"sync"
)

// A Style is the number of an ANSI style; "" means none.
type Style string

// Styles of text.
const (
	Bold   Style = "1"
	Faint  Style = "2"
	Red    Style = "31"
	Green  Style = "32"
	Yellow Style = "33"
)

// A Span is text in one style.
type Span struct {
	Style Style
	Text  string
}

// Plain returns text without a style.
func Plain(text string) Span { return Span{Text: text} }

// A Writer writes harmless text; see the package. Several goroutines may use it at the same time.
type Writer struct {
	Color bool // show styles

	mu   sync.Mutex
	w    io.Writer
	rest []byte // the beginning of a line that is not complete yet
	err  error  // the first error of w
}

// NewWriter returns a Writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write writes the complete lines of the text. The rest is written once its line is complete, or by Flush. Line feeds
// and tabs stay as they are.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rest = append(w.rest, p...)
	n := bytes.LastIndexByte(w.rest, '\n') + 1
	w.write(withoutControls(string(w.rest[:n]), "\n\t"))
	w.rest = bytes.Clone(w.rest[n:])
	return len(p), w.err
}

// Flush writes the rest of a line that is not complete. It returns the first error of all writes.
func (w *Writer) Flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.write(withoutControls(string(w.rest), "\t"))
	w.rest = nil
	return w.err
}

// write writes text without control characters. It requires the lock.
func (w *Writer) write(text string) {
	if text == "" {
		return
	}
	if _, err := io.WriteString(w.w, withoutCommands(text)); w.err == nil {
		w.err = err
	}
}

// Line writes the spans as one line. Flush returns its errors.
func (w *Writer) Line(spans ...Span) {
	var b strings.Builder
	for _, s := range spans {
		text := withoutControls(s.Text, "")
		if w.Color && s.Style != "" {
			text = "\x1b[" + string(s.Style) + "m" + text + "\x1b[0m"
		}
		b.WriteString(text)
	}
	b.WriteByte('\n')
	w.mu.Lock()
	defer w.mu.Unlock()
	w.write(b.String())
}
