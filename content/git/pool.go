package git

import (
	"errors"
	"io"
	"runtime"
	"sync"
)

// A pool lends resources that only one goroutine may use at a time, the most recently used first. It opens at most
// [Readers] of them, on demand.
type pool[T io.Closer] struct {
	open func() (T, error)
	lent chan struct{} // a semaphore: one element for each resource that is lent

	mu   sync.Mutex
	free []T
}

func newPool[T io.Closer](open func() (T, error)) *pool[T] {
	return &pool[T]{open: open, lent: make(chan struct{}, Readers())}
}

// Readers returns how many goroutines can read a repository at the same time.
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

// drop closes a resource instead of putting it back.
func (p *pool[T]) drop(v T) error {
	<-p.lent
	return v.Close()
}

// close closes all resources that are not lent.
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
