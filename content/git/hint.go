package git

// A hinted error carries advice for the user. Callers find it with errors.As and print it on its own line.
type hinted struct {
	error
	hint string
}

// Hint returns err with advice for the user.
func Hint(err error, text string) error { return &hinted{err, text} }

// Hint returns the advice.
func (e *hinted) Hint() string { return e.hint }

func (e *hinted) Unwrap() error { return e.error }
