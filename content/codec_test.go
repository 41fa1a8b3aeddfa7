package content

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pmsite/pmsite/content/markdown"
)

// kept gives a post mortem as the next run would have it.
func kept(t *testing.T, pm *PostMortem) *PostMortem {
	t.Helper()
	w := &codec{}
	w.postMortem(pm)
	out := &PostMortem{}
	r := &codec{reading: true, in: string(w.out), zones: map[string]*time.Location{}}
	if r.postMortem(out); w.bad || r.bad || r.in != "" {
		t.Fatalf("written: bad %v; read: bad %v, %d bytes left", w.bad, r.bad, len(r.in))
	}
	return out
}

// TestCodec fills every field of a post mortem, so that a new one is not
// forgotten: all are kept but for what comes from elsewhere.
func TestCodec(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	zone, err := LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for range 200 {
		pm := &PostMortem{}
		fill(random, zone, reflect.ValueOf(pm).Elem())
		pm.Attachments, pm.History = nil, nil
		if got := kept(t, pm); !reflect.DeepEqual(got, pm) {
			t.Fatalf("kept as\n%+v\nof\n%+v", got, pm)
		}
		var group sync.WaitGroup // a site shows them meanwhile: the race detector watches
		for range 2 {
			group.Go(func() { (&codec{}).postMortem(pm) })
		}
		group.Wait()
		e := &entry{path: "content/a.md", kind: documentEntry, document: &document{pm: pm}}
		fill(random, zone, reflect.ValueOf(&e.document.problems).Elem())
		w := &codec{}
		w.document(e)
		got := &entry{kind: documentEntry, document: &document{}}
		r := &codec{reading: true, in: string(w.out), zones: map[string]*time.Location{}}
		if r.document(got); r.bad || !reflect.DeepEqual(got, e) {
			t.Fatalf("kept as\n%+v\nof\n%+v", got.document, e.document)
		}
	}
}

// TestCodecCutShort reads what ends too early, at every place, and numbers that
// cannot be: nothing is made of it, and nothing panics.
func TestCodecCutShort(t *testing.T) {
	pm, _ := Parse("content/a.md", []byte(`---
title: A
date: 2026-03-05
status: draft
x: {y: [1, a, true, 1.5, ~]}
---
B [c](d.md).
## Timeline
- 10:00 Outage begins: *e*
## Action Items
- f (Mitigation; g; CHG1; due 2026-03-06)
## What went well
- h
## Root Cause
- Control: i
`), Options{})
	w := &codec{}
	w.postMortem(pm)
	for i := range w.out {
		r := &codec{reading: true, in: string(w.out[:i]), zones: map[string]*time.Location{}}
		if r.postMortem(&PostMortem{}); !r.bad {
			t.Fatalf("the first %d of %d bytes are taken for a post mortem", i, len(w.out))
		}
	}
	for name, in := range map[string]string{
		"nothing": "", "a number that goes on": "\x80", "a number of eleven bytes": strings.Repeat("\xff", 10) + "\x01", "a length below zero": "\x01", "a length beyond the end": "\x06ab",
	} {
		r, text := &codec{reading: true, in: in}, "x"
		if r.str(&text); !r.bad || text != "" {
			t.Errorf("%s: read as %q", name, text)
		}
	}
	for _, n := range []int64{0, 1, -1, 63, 64, -64, -65, 1<<62 - 1, -1 << 63, 1<<63 - 1} {
		w, got := &codec{}, int64(7)
		w.int64(&n)
		r := &codec{reading: true, in: string(w.out)}
		if r.int64(&got); r.bad || r.in != "" || got != n {
			t.Errorf("%d is read back as %d", n, got)
		}
	}
}

// TestCodecProblems keeps problems of every level, and believes no other.
func TestCodecProblems(t *testing.T) {
	for level, known := range map[int]bool{int(Error): true, int(Warning): true, int(Info): true, int(Off): true, -1: false, len(levelNames): false} {
		w := &codec{}
		w.problem(&Problem{File: "a.md", Pos: Pos{Line: 1, Column: 2}, Level: Level(level), Rule: "r", Message: "m", Hint: "h"})
		if w.bad == known {
			t.Errorf("a problem of level %d is kept: %v, want %v", level, !w.bad, known)
		}
		var got Problem
		r := &codec{reading: true, in: string(w.out)}
		if r.problem(&got); r.bad == known || known && got != (Problem{"a.md", Pos{Line: 1, Column: 2}, Level(level), "r", "m", "h"}) {
			t.Errorf("a problem of level %d is read as %+v, believed: %v, want %v", level, got, !r.bad, known)
		}
	}
}

// fill gives a value and all within it random contents, none of them zero.
func fill(random *rand.Rand, zone *time.Location, v reflect.Value) {
	switch of := v.Addr().Interface().(type) {
	case *time.Time:
		*of = time.Unix(random.Int64N(4e9), random.Int64N(1e9)).In(zone)
		return
	case **time.Location:
		*of = zone
		return
	case *markdown.Fragment:
		*of, _ = markdown.FragmentOf("<a\x00h0\x00>"+word(random)+"</a>", []string{word(random)})
		return
	case *Level:
		*of = Level(1 + random.IntN(3))
		return
	case *map[string]any:
		*of = map[string]any{
			word(random): 1, "int64": int64(-1) << 62, "uint64": ^uint64(0), "float": random.Float64(), "nil": nil, "bool": true,
			"list": []any{"a", []any{}, 2}, "map": map[string]any{"x": map[string]any{}},
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(word(random))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1 + random.Int64N(1e6))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+random.IntN(2), 2))
		for i := range v.Len() {
			fill(random, zone, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(random, zone, v.Field(i))
		}
	case reflect.Pointer:
	default:
		panic("what of " + v.Type().String() + "?")
	}
}

func word(random *rand.Rand) string {
	return strings.Repeat(string(rune('a'+random.IntN(26))), 1+random.IntN(80))
}

// FuzzUnpack reads what nothing wrote, sealed as if it had been.
func FuzzUnpack(f *testing.F) {
	for _, src := range seeds(f) {
		if pm, problems := Parse("content/a.md", []byte(src), Options{}); pm != nil {
			w := &codec{}
			w.document(&entry{path: "content/a.md", document: &document{pm: pm, problems: problems}})
			f.Add(string(w.out))
		}
	}
	f.Fuzz(func(_ *testing.T, chunk string) {
		w := &codec{}
		w.str(&chunk)
		for _, e := range unpackBlock(string(w.out)) {
			if e.document.pm == nil {
				continue
			}
			for _, s := range e.document.pm.Sections { // what is shown of it
				_ = s.Head.HTML(func(dest string) (string, bool) { return dest, true })
				for _, part := range s.Parts {
					_ = part.Prose.Paragraphs()
				}
			}
		}
	})
}
