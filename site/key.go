package site

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"reflect"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/pmsite/pmsite/content"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/metrics"
)

// A key gathers what a file is made from. Of two sites that one program makes, files with equal sums have equal bytes.
type key struct {
	data    []byte
	post    func(*content.PostMortem) (sum collection.Sum, ok bool) // of all that a site shows of a post mortem
	unknown bool                                                    // whether there was a value that cannot be compared
}

// keyRoom lends keys memory.
var keyRoom = sync.Pool{New: func() any { return new([]byte) }}

// gathered returns the sum of what gather adds to a key; see [key.sum]. post is as in a key.
func gathered(post func(*content.PostMortem) (collection.Sum, bool), gather func(*key)) (sum collection.Sum, ok bool) {
	room := keyRoom.Get().(*[]byte)
	defer keyRoom.Put(room)
	k := &key{data: (*room)[:0], post: post}
	gather(k)
	*room = k.data
	return k.sum()
}

// sum returns the sum of what was gathered. ok is false if some of it cannot be compared.
func (k *key) sum() (sum collection.Sum, ok bool) {
	full := sha256.Sum256(k.data)
	return collection.Sum(full[:]), !k.unknown
}

// add adds values: numbers, texts, and lists, maps, structs of and pointers to them. A post mortem stands for all that a
// site shows of it. Functions cannot be compared.
func (k *key) add(values ...any) {
	for _, v := range values {
		k.value(reflect.ValueOf(v))
	}
}

// postMortems adds all that a site shows of post mortems.
func (k *key) postMortems(posts ...*content.PostMortem) {
	k.number(len(posts))
	for _, pm := range posts {
		sum, ok := k.post(pm)
		k.unknown = k.unknown || !ok
		k.data = append(k.data, sum[:]...)
	}
}

func (k *key) number(n int) { k.data = binary.LittleEndian.AppendUint64(k.data, uint64(n)) } // the same bits

func (k *key) text(s string) {
	k.number(len(s))
	k.data = append(k.data, s...)
}

var (
	postMortemType = reflect.TypeFor[*content.PostMortem]()
	zoneType       = reflect.TypeFor[*time.Location]()
	patternType    = reflect.TypeFor[*regexp.Regexp]()
	timeType       = reflect.TypeFor[time.Time]()
	figureType     = reflect.TypeFor[metrics.Definition]()
)

func (k *key) value(v reflect.Value) {
	if !v.IsValid() {
		k.text("nil")
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		k.data = append(k.data, map[bool]byte{true: 1}[v.Bool()])
	case reflect.String:
		k.text(v.String())
	case reflect.Float32, reflect.Float64:
		k.data = binary.LittleEndian.AppendUint64(k.data, math.Float64bits(v.Float()))
	case reflect.Slice, reflect.Array:
		k.number(v.Len())
		for i := range v.Len() {
			k.value(v.Index(i))
		}
	case reflect.Map:
		k.mapping(v)
	case reflect.Struct:
		k.structure(v)
	case reflect.Pointer:
		k.pointer(v)
	case reflect.Interface:
		if !v.IsNil() {
			k.text(v.Elem().Type().String())
		}
		k.value(v.Elem())
	default:
		switch {
		case v.CanInt():
			k.number(int(v.Int()))
		case v.CanUint():
			k.number(int(v.Uint())) // the same bits
		default:
			k.unknown = true
		}
	}
}

// mapping adds the entries of a map in the order of the sums of their keys.
func (k *key) mapping(v reflect.Value) {
	type entry struct{ name, value string }
	var entries []entry
	for name, value := range v.Seq2() {
		of := [2]key{{post: k.post}, {post: k.post}}
		of[0].value(name)
		of[1].value(value)
		k.unknown = k.unknown || of[0].unknown || of[1].unknown
		entries = append(entries, entry{string(of[0].data), string(of[1].data)})
	}
	slices.SortFunc(entries, func(x, y entry) int { return cmp.Compare(x.name, y.name) })
	k.number(len(entries))
	for _, e := range entries {
		k.text(e.name)
		k.text(e.value)
	}
}

func (k *key) structure(v reflect.Value) {
	switch v.Type() {
	case timeType:
		k.time(v)
	case figureType: // the program has one of each key
		k.text(v.FieldByName("Key").String())
	default:
		for i := range v.NumField() {
			k.value(v.Field(i))
		}
	}
}

// time adds an instant with the offset of its zone.
func (k *key) time(v reflect.Value) {
	if !v.CanInterface() { // it is in a private field
		k.unknown = true
		return
	}
	t := v.Interface().(time.Time)
	name, offset := t.Zone()
	k.number(int(t.Unix()))
	k.number(t.Nanosecond())
	k.number(offset)
	k.text(name)
}

func (k *key) pointer(v reflect.Value) {
	special := v.Type() == postMortemType || v.Type() == zoneType || v.Type() == patternType
	switch {
	case v.IsNil():
		k.text("nil")
	case special && !v.CanInterface(): // it is in a private field
		k.unknown = true
	case special:
		switch p := v.Interface().(type) {
		case *content.PostMortem:
			k.postMortems(p)
		case *time.Location:
			k.text(p.String())
		case *regexp.Regexp:
			k.text(p.String())
		}
	default:
		k.data = append(k.data, '*')
		k.value(v.Elem())
	}
}
