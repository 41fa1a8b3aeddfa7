package git

import (
	"errors"
	"io"
	"runtime"
	"sync"
)

// A pool lends what serves one goroutine at a time, the last used first. It opens as many as there are processors,
// when they are needed.
type pool[T io.Closer] struct {
	open func() (T, error)
	lent chan struct{} // has room for as many as may be lent

	mu   sync.Mutex
	free []T
}

func newPool[T io.Closer](open func() (T, error)) *pool[T] {
	return &pool[T]{open: open, lent: make(chan struct{}, Readers())}
}

// Readers returns how many goroutines read a repository at a time.
func Readers() int { return max(1, min(4, runtime.GOMAXPROCS(0))) }

func (p *pool[T]) get() (T, error) {
	p.lent <- struct{}{}
	p.mu.Lock()
	defer p.mu.Unlock()
	if last := len(p.free) - 1; last >= 0 {
		v := p.free[last]
		p.free = p.free[:last]
		return v, nil
	}
	v, err := p.open()
	if err != nil {
		<-p.lent
	}
	return v, err
}

func (p *pool[T]) put(v T) {
	p.mu.Lock()
	p.free = append(p.free, v)
	p.mu.Unlock()
	<-p.lent
}

// drop is put for what is of no more use.
func (p *pool[T]) drop(v T) error {
	<-p.lent
	return v.Close()
}

// close closes all that is not lent.
func (p *pool[T]) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var err error
	for _, v := range p.free {
		err = errors.Join(err, v.Close())
	}
	p.free = nil
	return err
}
