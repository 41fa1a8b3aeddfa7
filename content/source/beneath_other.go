//go:build !linux

package source

import (
	"errors"
	"os"
)

func openBeneath(*os.File, string) (*os.File, error) { return nil, errors.ErrUnsupported }
