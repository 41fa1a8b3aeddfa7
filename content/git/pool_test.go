package git

import (
	"errors"
	"testing"
)

// A lendable is a resource in the pools of these tests.
type lendable struct {
	number int
	closed *[]int
	err    error
}

func (l *lendable) Close() error {
	*l.closed = append(*l.closed, l.number)
	return l.err
}

// TestPool checks that the most recently used resource is lent first, and that another one is opened only when all are
// lent.
func TestPool(t *testing.T) {
	t.Parallel()
	opened, closed := 0, []int(nil)
	refuse := error(nil)
	p := newPool(func() (*lendable, error) {
		if refuse != nil {
			return nil, refuse
		}
		opened++
		return &lendable{number: opened, closed: &closed}, nil
	})
	p.lent = make(chan struct{}, 2) // regardless of the number of processors
	get := func(want int) *lendable {
		t.Helper()
		v, err := p.get()
		if err != nil || v.number != want {
			t.Fatalf("get: %+v, %v; want number %d", v, err, want)
		}
		return v
	}
	one := get(1)
	two := get(2)
	p.put(one)
	p.put(two)
	if two = get(2); opened != 2 {
		t.Errorf("%d resources were opened, want 2", opened)
	}
	if err := p.drop(two); err != nil || len(closed) != 1 || closed[0] != 2 {
		t.Errorf("drop closed %v, %v; want 2", closed, err)
	}
	one = get(1)
	refuse = errors.New("refused")
	for range 3 { // more often than the limit
		if _, err := p.get(); !errors.Is(err, refuse) {
			t.Fatalf("get with a failing open: %v", err)
		}
	}
	refuse = nil
	three := get(3)
	p.put(one)
	if err := p.close(); err != nil || len(closed) != 2 || closed[1] != 1 {
		t.Errorf("closed are %v, %v; want 2 and then 1, and not the lent one", closed, err)
	}
	three.err = errors.New("broken")
	p.put(three)
	if err := p.close(); !errors.Is(err, three.err) {
		t.Errorf("close: %v, want the error of the resource", err)
	}
	get(4)
	if len(closed) != 3 {
		t.Errorf("closed are %v, want each once", closed)
	}
}

// TestLRU checks that the cache holds the most recently used objects that fit.
func TestLRU(t *testing.T) {
	t.Parallel()
	c := newLRU(3 * (1000 + itemOverhead))
	of := func(n int) Object { return Object{Kind: KindBlob, Data: make([]byte, n)} }
	has := func(want string) {
		t.Helper()
		got := ""
		for _, id := range []OID{"a", "b", "c", "d", "e"} {
			if _, ok := c.items[id]; ok {
				got += string(id)
			}
		}
		if got != want || c.order.Len() != len(want) {
			t.Errorf("cached are %q in a list of %d, want %q", got, c.order.Len(), want)
		}
	}
	for _, id := range []OID{"a", "b", "c"} {
		c.put(id, of(1000))
	}
	has("abc")
	if o, ok := c.get("a"); !ok || len(o.Data) != 1000 || o.Kind != KindBlob {
		t.Errorf("cached is a %s of %d bytes, %v", o.Kind, len(o.Data), ok)
	}
	c.put("c", of(1000)) // already cached, so it needs no more room
	has("abc")
	c.put("d", of(1000))
	has("acd") // b is the least recently used
	c.put("e", of(2000))
	has("de")
	if _, ok := c.get("a"); ok {
		t.Error("an evicted object is still cached")
	}
	c.put("a", of(9000)) // larger than the limit
	has("")
	for _, id := range []OID{"a", "b", "c"} {
		c.put(id, of(1000))
	}
	has("abc")
	c.clear()
	has("")
	for _, id := range []OID{"a", "b", "c"} {
		c.put(id, of(1000))
	}
	has("abc")
	small := newLRU(2 * itemOverhead)
	small.put("a", Object{Data: make([]byte, 0, 300)})
	small.put("b", Object{})
	if _, ok := small.get("a"); ok {
		t.Error("the size of an object is counted by length, want capacity")
	}
}
