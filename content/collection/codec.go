package collection

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/markdown"
)

// A codec encodes values, or decodes them: a single description of each type serves both, so
// that they cannot differ. Encoding does not modify a value, so others may read it at the
// same time. Numbers are varints; the length of a text comes before it. Decoded texts share
// the memory of the input. After the first invalid value, bad is set and all values are zero.
type codec struct {
	reading bool
	in      string // left to read
	out     []byte // written so far
	bad     bool
	facts   bool // whether to write only facts, see Digest

	zones map[string]*time.Location // by name
}

func (c *codec) fail() { c.bad, c.in = true, "" }

func (c *codec) int64(n *int64) {
	if !c.reading {
		c.out = binary.AppendVarint(c.out, *n)
		return
	}
	*n = 0
	var u uint64
	for i := 0; i < len(c.in) && i < binary.MaxVarintLen64; i++ {
		b := c.in[i]
		u |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			c.in = c.in[i+1:]
			*n = int64(u>>1) ^ -int64(u&1)
			return
		}
	}
	c.fail()
}

func (c *codec) int(n *int) {
	wide := int64(*n)
	c.int64(&wide)
	if c.reading {
		*n = int(wide)
	}
}

func (c *codec) bool(b *bool) {
	n := 0
	if *b {
		n = 1
	}
	c.int(&n)
	if c.reading {
		*b = n == 1
	}
}

// count codes the number of values that take at least one byte each.
func (c *codec) count(n int) int {
	c.int(&n)
	if c.reading && (n < 0 || n > len(c.in)) {
		c.fail()
		return 0
	}
	return n
}

func (c *codec) str(s *string) {
	n := c.count(len(*s))
	if !c.reading {
		c.out = append(c.out, *s...)
		return
	}
	*s, c.in = c.in[:n], c.in[n:]
}

// list codes a list. It distinguishes nil from empty, like the JSON of a site.
func list[T any](c *codec, items *[]T, item func(*T)) {
	n := 0
	if *items != nil {
		n = len(*items) + 1
	}
	n = c.count(n)
	if c.reading {
		*items = nil
		if n > 0 {
			*items = make([]T, n-1)
		}
	}
	for i := range *items {
		if c.bad {
			return
		}
		item(&(*items)[i])
	}
}

func (c *codec) strs(items *[]string) { list(c, items, c.str) }

// fragment codes a fragment. It leaves out the HTML if it equals the text, which is coded
// before it.
func (c *codec) fragment(f *markdown.Fragment, text string) {
	html, dest := f.Raw()
	same := !c.reading && html == text
	c.bool(&same)
	if same {
		html = text
	} else {
		c.str(&html)
	}
	c.strs(&dest)
	if c.reading {
		var ok bool
		if *f, ok = markdown.FragmentOf(html, dest); !ok {
			c.fail()
		}
	}
}

func (c *codec) pos(p *content.Pos) {
	if !c.facts {
		c.int(&p.Line)
		c.int(&p.Column)
	}
}

func (c *codec) date(d *content.Date) {
	month := int(d.Month)
	c.int(&d.Year)
	c.int(&month)
	c.int(&d.Day)
	if c.reading {
		d.Month = time.Month(month)
	}
}

func (c *codec) time(t *time.Time, zone *time.Location) {
	known := !t.IsZero()
	c.bool(&known)
	if !known {
		return
	}
	seconds, nanoseconds := t.Unix(), int64(t.Nanosecond())
	c.int64(&seconds)
	c.int64(&nanoseconds)
	if c.reading {
		*t = time.Unix(seconds, nanoseconds).In(zone)
	}
}

func (c *codec) zone(z **time.Location) {
	var name string
	if !c.reading {
		name = (*z).String()
	}
	c.str(&name)
	if !c.reading {
		return
	}
	known := c.zones[name]
	if known == nil {
		var err error
		if known, err = content.LoadZone(name); err != nil {
			c.fail()
			known = time.UTC
		}
		c.zones[name] = known
	}
	*z = known
}

// The types of values that an unknown front-matter key may have.
const (
	nilParam = iota
	boolParam
	intParam
	int64Param
	uint64Param
	floatParam
	textParam
	listParam
	mapParam
)

// param codes the value of an unknown key. It fails for values of other types.
func (c *codec) param(value *any) {
	kind := -1
	if !c.reading {
		kind = kindOf(*value)
	}
	c.int(&kind)
	switch kind {
	case nilParam:
	case boolParam:
		through(c, value, c.bool)
	case intParam:
		through(c, value, c.int)
	case int64Param:
		through(c, value, c.int64)
	case uint64Param:
		through(c, value, c.uint64)
	case floatParam:
		through(c, value, func(f *float64) {
			bits := math.Float64bits(*f)
			c.uint64(&bits)
			*f = math.Float64frombits(bits)
		})
	case textParam:
		through(c, value, c.str)
	case listParam:
		through(c, value, func(items *[]any) { list(c, items, c.param) })
	case mapParam:
		through(c, value, c.params)
	default:
		c.fail()
	}
}

func kindOf(value any) int {
	switch value.(type) {
	case nil:
		return nilParam
	case bool:
		return boolParam
	case int:
		return intParam
	case int64:
		return int64Param
	case uint64:
		return uint64Param
	case float64:
		return floatParam
	case string:
		return textParam
	case []any:
		return listParam
	case map[string]any:
		return mapParam
	}
	return -1
}

// through codes a value that is known to be a T.
func through[T any](c *codec, value *any, do func(*T)) {
	var v T
	if !c.reading {
		v, _ = (*value).(T)
	}
	do(&v)
	if c.reading {
		*value = v
	}
}

func (c *codec) uint64(n *uint64) {
	signed := int64(*n) // the same bits
	c.int64(&signed)
	if c.reading {
		*n = uint64(signed) // the same bits
	}
}

// params codes the unknown keys. It distinguishes nil from empty.
func (c *codec) params(m *map[string]any) {
	keys := slices.Sorted(maps.Keys(*m))
	if *m != nil && keys == nil {
		keys = []string{}
	}
	c.strs(&keys)
	if c.reading && keys != nil {
		*m = make(map[string]any, len(keys))
	}
	for _, key := range keys {
		value := (*m)[key]
		c.param(&value)
		if c.reading {
			(*m)[key] = value
		}
	}
}
