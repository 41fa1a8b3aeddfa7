package project

// A hinted error carries advice, which the caller finds with [errors.As] and prints
// on a line of its own.
type hinted struct {
	error
	hint string
}

func hint(err error, text string) error { return &hinted{err, text} }

// Hint returns what to do about the error.
func (e *hinted) Hint() string { return e.hint }

func (e *hinted) Unwrap() error { return e.error }
