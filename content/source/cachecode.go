package source

import (
	"encoding/binary"
	"time"

	"github.com/pmsite/pmsite/content/git"
)

// An encoder writes numbers as varints and strings with a length prefix. It writes a repeated string as the number of
// its first occurrence.
type encoder struct {
	buf  []byte
	seen map[string]uint64
}

func encodeRecords(buf []byte, records []*record) []byte {
	e := &encoder{buf: buf, seen: map[string]uint64{}}
	for _, r := range records {
		if !r.cut { // a deeper clone knows more about it
			e.record(r)
		}
	}
	return e.buf
}

func (e *encoder) num(n int)    { e.buf = binary.AppendVarint(e.buf, int64(n)) }
func (e *encoder) str(s string) { e.num(len(s)); e.buf = append(e.buf, s...) }

func (e *encoder) flag(set bool) {
	n := 0
	if set {
		n = 1
	}
	e.num(n)
}

func (e *encoder) shared(s string) {
	if n, ok := e.seen[s]; ok {
		e.num(int(n))
		return
	}
	e.num(-1)
	e.str(s)
	e.seen[s] = uint64(len(e.seen))
}

func (e *encoder) person(p git.Person) { e.shared(p.Name); e.shared(p.Email) }

func (e *encoder) changes(list []change) {
	e.num(len(list))
	for _, c := range list {
		e.shared(c.path)
		e.str(string(c.old))
		e.str(string(c.new))
	}
}

func (e *encoder) record(r *record) {
	e.str(string(r.id))
	_, zone := r.time.Zone()
	e.num(int(r.time.Unix()))
	e.num(zone)
	e.str(r.subject)
	e.person(r.author)
	e.num(len(r.others))
	for _, p := range r.others {
		e.person(p)
	}
	e.num(len(r.agreed))
	for _, a := range r.agreed {
		e.flag(a.Approved)
		e.person(a.By)
	}
	e.changes(r.changes)
	e.num(len(r.parents))
	for i, p := range r.parents {
		e.str(string(p))
		if len(r.parents) > 1 { // otherwise it follows from the changes
			e.changes(r.edges[i].moved)
		}
		e.num(len(r.edges[i].renames))
		for _, n := range r.edges[i].renames {
			e.shared(n.from)
			e.shared(n.to)
		}
		e.flag(r.edges[i].searched)
	}
}

// A decoder reads what an encoder wrote. After the first invalid byte, bad is set and everything read is zero.
type decoder struct {
	data string
	seen []string
	bad  bool

	records slab[record]
	ids     slab[git.OID]
	edges   slab[edge]
	list    slab[change]
}

// A slab allocates values from a few large slices, for values that are freed together.
type slab[T any] struct {
	rest []T
	size int // the length of the slice that rest is part of
}

func (s *slab[T]) take(n int) []T {
	if n == 0 {
		return nil
	}
	if n > len(s.rest) {
		s.size = max(n, min(2*s.size, 1024), 8)
		s.rest = make([]T, s.size)
	}
	taken := s.rest[:n:n]
	s.rest = s.rest[n:]
	return taken
}

// decodeRecords returns nil if the data is damaged.
func decodeRecords(data string) map[git.OID]*record {
	d := &decoder{data: data}
	records := make(map[git.OID]*record, len(data)/160) // the approximate length of a record
	for d.data != "" && !d.bad {
		r := d.record()
		records[r.id] = r
	}
	if d.bad {
		return nil
	}
	return records
}

func (d *decoder) num() int {
	var n uint64
	for i := 0; i < len(d.data) && i < binary.MaxVarintLen64; i++ {
		b := d.data[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			d.data = d.data[i+1:]
			return int(int64(n>>1) ^ -int64(n&1))
		}
	}
	d.bad, d.data = true, ""
	return 0
}

// count reads the length of a list whose elements take at least one byte each.
func (d *decoder) count() int {
	n := d.num()
	if n < 0 || n > len(d.data) {
		d.bad, d.data = true, ""
		return 0
	}
	return n
}

func (d *decoder) str() string {
	n := d.count()
	s := d.data[:n]
	d.data = d.data[n:]
	return s
}

func (d *decoder) shared() string {
	n := d.num()
	switch {
	case n == -1:
		d.seen = append(d.seen, d.str())
		return d.seen[len(d.seen)-1]
	case n < 0 || n >= len(d.seen):
		d.bad, d.data = true, ""
		return ""
	}
	return d.seen[n]
}

func (d *decoder) person() git.Person { return git.Person{Name: d.shared(), Email: d.shared()} }

func (d *decoder) changes() []change {
	list := d.list.take(d.count())
	for i := range list {
		list[i] = change{path: d.shared(), old: git.OID(d.str()), new: git.OID(d.str())}
	}
	return list
}

func (d *decoder) record() *record {
	r := &d.records.take(1)[0]
	r.id = git.OID(d.str())
	r.time = time.Unix(int64(d.num()), 0).UTC()
	if zone := d.num(); zone != 0 {
		r.time = r.time.In(time.FixedZone("", zone))
	}
	r.subject = d.str()
	r.author = d.person()
	for range d.count() {
		r.others = append(r.others, d.person())
	}
	for range d.count() {
		r.agreed = append(r.agreed, Agreement{d.num() == 1, d.person()})
	}
	r.changes = d.changes()
	parents := d.count()
	r.edges, r.parents = d.edges.take(parents), d.ids.take(parents)
	for i := range parents {
		r.parents[i] = git.OID(d.str())
		if parents > 1 {
			r.edges[i].moved = d.changes()
		} else {
			r.edges[i].moved = moved(r.changes)
		}
		for range d.count() {
			r.edges[i].renames = append(r.edges[i].renames, rename{d.shared(), d.shared()})
		}
		r.edges[i].searched = d.num() == 1
	}
	return r
}
