package git

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
)

// A refusal is an error of the git program.
type refusal struct {
	*exec.ExitError
	command       string // such as push
	said, printed string
}

// refused makes an error of what git said on its standard error and printed, with a hint where git gives a good one.
func refused(exit *exec.ExitError, command, said, printed string) error {
	err := &refusal{exit, command, said, printed}
	for line := range strings.Lines(said) {
		if trust := strings.TrimSpace(line); strings.HasPrefix(trust, "git config --global --add safe.directory") {
			return Hint(err, "if you trust it: "+trust)
		}
	}
	return err
}

// Error is one line: what git said, and of a push what it printed of a ref that was refused.
func (e *refusal) Error() string {
	lines := words(e.said)
	for line := range strings.Lines(e.printed) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); len(fields) == 3 && fields[0] == "!" {
			lines = append(lines, fields[2])
		}
	}
	if len(lines) == 0 {
		lines = []string{e.ExitError.Error()}
	}
	return "git " + e.command + ": " + strings.Join(lines, "; ")
}

func (e *refusal) Unwrap() error { return e.ExitError }

// words are the first lines that git said, without its prefixes and hints.
func words(said string) (lines []string) {
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		for _, prefix := range []string{"fatal: ", "error: ", "remote: "} {
			line = strings.TrimPrefix(line, prefix)
		}
		if strings.HasPrefix(line, "To add an exception") { // which the hint says
			break
		}
		if line != "" && line != "remote:" && !strings.HasPrefix(line, "hint: ") && len(lines) < 6 {
			lines = append(lines, line)
		}
	}
	return lines
}

// isExit reports whether an error is that git ended with the status code.
func isExit(err error, code int) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit) && exit.ExitCode() == code
}

// A tail keeps the end of what git says on its standard error.
type tail struct{ bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	if t.Len() > 1<<14 {
		t.Next(1 << 13)
	}
	return t.Buffer.Write(p)
}
