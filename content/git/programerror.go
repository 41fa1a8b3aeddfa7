package git

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
)

// A programError is a failed run of the git program.
type programError struct {
	*exec.ExitError
	command        string // such as push
	stderr, stdout string
}

// newProgramError returns an error for a failed git command with the given output, and a hint if git gives a useful
// one.
func newProgramError(exit *exec.ExitError, command, stderr, stdout string) error {
	err := &programError{exit, command, stderr, stdout}
	for line := range strings.Lines(stderr) {
		if trust := strings.TrimSpace(line); strings.HasPrefix(trust, "git config --global --add safe.directory") {
			return Hint(err, "if you trust it: "+trust)
		}
	}
	return err
}

// Error returns one line: git's standard error and, for a push, the reason why a ref was rejected.
func (e *programError) Error() string {
	lines := messageLines(e.stderr)
	for line := range strings.Lines(e.stdout) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); len(fields) == 3 && fields[0] == "!" {
			lines = append(lines, fields[2])
		}
	}
	if len(lines) == 0 {
		lines = []string{e.ExitError.Error()}
	}
	return "git " + e.command + ": " + strings.Join(lines, "; ")
}

func (e *programError) Unwrap() error { return e.ExitError }

// messageLines returns the first lines of git's standard error, without prefixes and hints.
func messageLines(stderr string) (lines []string) {
	for line := range strings.Lines(stderr) {
		line = strings.TrimSpace(line)
		for _, prefix := range []string{"fatal: ", "error: ", "remote: "} {
			line = strings.TrimPrefix(line, prefix)
		}
		if strings.HasPrefix(line, "To add an exception") { // it is in our hint
			break
		}
		if line != "" && line != "remote:" && !strings.HasPrefix(line, "hint: ") && len(lines) < 6 {
			lines = append(lines, line)
		}
	}
	return lines
}

// isExit reports whether err means that git exited with the given status.
func isExit(err error, code int) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit) && exit.ExitCode() == code
}

// A tail is a writer that keeps only the end of git's standard error.
type tail struct{ bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	if t.Len() > 1<<14 {
		t.Next(1 << 13)
	}
	return t.Buffer.Write(p)
}
