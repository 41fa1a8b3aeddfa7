package git

import (
	"container/list"
	"sync"
)

// An lru is a cache of the most recently used objects, limited by their size in bytes.
type lru struct {
	limit int // bytes

	mu    sync.Mutex
	left  int // bytes
	order *list.List
	items map[OID]*list.Element
}

type lruItem struct {
	id OID
	Object
}

// itemOverhead is roughly what an object costs in addition to its data, in bytes.
const itemOverhead = 200

func newLRU(limit int) *lru {
	return &lru{limit: limit, left: limit, order: list.New(), items: map[OID]*list.Element{}}
}

func (c *lru) get(id OID) (Object, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.items[id]
	if !ok {
		return Object{}, false
	}
	c.order.MoveToFront(e)
	return e.Value.(lruItem).Object, true
}

func (c *lru) put(id OID, o Object) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.items[id]; ok {
		return
	}
	c.items[id] = c.order.PushFront(lruItem{id, o})
	c.left -= cap(o.Data) + itemOverhead
	for c.left < 0 {
		last := c.order.Remove(c.order.Back()).(lruItem)
		delete(c.items, last.id)
		c.left += cap(last.Data) + itemOverhead
	}
}

func (c *lru) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = c.limit
	c.order.Init()
	clear(c.items)
}
