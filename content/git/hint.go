package git

// A hinted error carries advice that a person could follow, which the caller finds with errors.As and prints on its
// own line.
type hinted struct {
	error
	hint string
}

// Hint returns the error with advice that a person could follow.
func Hint(err error, text string) error { return &hinted{err, text} }

// Hint returns what to do about the error.
func (e *hinted) Hint() string { return e.hint }

func (e *hinted) Unwrap() error { return e.error }
