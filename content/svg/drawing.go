package svg

import "fmt"

// maxDrawn is the maximum number of elements that a picture draws. A use element draws
// another one again, so that a few lines can keep a browser busy for hours.
const maxDrawn = 500_000

var errDrawn = fmt.Errorf("the picture draws more than %d elements", maxDrawn)

// A drawing holds the elements of a picture, as far as it takes to count what is drawn.
type drawing struct {
	elements []element
	path     []int // the open elements
	ids      map[string]int
}

type element struct {
	children []int
	uses     string // the id of the element that is drawn here, too
	drawn    int    // elements; 0 if it was not asked for
}

func (d *drawing) begun() bool { return len(d.elements) > 0 }

// open begins an element. The error says that there are too many.
func (d *drawing) open() error {
	n := len(d.elements)
	d.elements = append(d.elements, element{})
	if len(d.path) > 0 {
		above := &d.elements[d.path[len(d.path)-1]]
		above.children = append(above.children, n)
	}
	d.path = append(d.path, n)
	if n >= maxDrawn {
		return errDrawn
	}
	return nil
}

func (d *drawing) close() { d.path = d.path[:len(d.path)-1] }

// name gives the newest element an id.
func (d *drawing) name(id string) {
	if d.ids == nil {
		d.ids = map[string]int{}
	}
	if _, taken := d.ids[id]; !taken {
		d.ids[id] = len(d.elements) - 1
	}
}

// use makes the newest element draw another one.
func (d *drawing) use(id string) { d.elements[len(d.elements)-1].uses = id }

func (d *drawing) check() error {
	if d.count(0) > maxDrawn {
		return errDrawn
	}
	return nil
}

// count returns the number of elements that an element draws. For more than maxDrawn, and for
// an element that draws itself, it returns maxDrawn+1.
func (d *drawing) count(n int) int {
	e := &d.elements[n]
	if e.drawn > 0 {
		return e.drawn
	}
	e.drawn = maxDrawn + 1 // until it is known
	total := 1
	for _, child := range e.children {
		total += d.count(child)
	}
	if used, ok := d.ids[e.uses]; ok && e.uses != "" {
		total += d.count(used)
	}
	e.drawn = min(total, maxDrawn+1)
	return e.drawn
}
