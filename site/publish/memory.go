package publish

import (
	"bytes"
	"io"

	"github.com/go-git/go-git/v5/plumbing"
)

// memory is an object whose bytes can be had without a copy. Its hash is not asked for.
type memory struct {
	kind plumbing.ObjectType
	data []byte
}

func (m *memory) Hash() plumbing.Hash              { return plumbing.ComputeHash(m.kind, m.data) }
func (m *memory) Type() plumbing.ObjectType        { return m.kind }
func (m *memory) SetType(kind plumbing.ObjectType) { m.kind = kind }
func (m *memory) Size() int64                      { return int64(len(m.data)) }
func (m *memory) SetSize(int64)                    {}
func (m *memory) Reader() (io.ReadCloser, error)   { return io.NopCloser(bytes.NewReader(m.data)), nil }
func (m *memory) Writer() (io.WriteCloser, error)  { return m, nil }
func (m *memory) Close() error                     { return nil }
func (m *memory) Write(p []byte) (int, error)      { m.data = append(m.data, p...); return len(p), nil }
