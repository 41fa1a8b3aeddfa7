package execute

import (
	"bytes"
	"html/template"
	"io"
	"reflect"
	"sync"
	"sync/atomic"
)

// A Set executes templates. It is safe for concurrent use once its fields are set.
type Set struct {
	Templates *template.Template // required
	Funcs     template.FuncMap   // required; all functions that the templates call, besides the predefined ones

	// Methods call methods without package reflect, by name. They may be nil.
	Methods map[string]Method

	// Cached names a function of three arguments: the name of a template, a key and data. It calls Load instead of this
	// function, and Store with what the template makes of the data if Load finds nothing. "" if there is none.
	Cached string
	Load   func(name, key string) (template.HTML, bool)
	Store  func(name, key string, html template.HTML)

	programs sync.Map // name -> *program, of the templates that html/template has executed
	members  sync.Map // memberKey -> *member
}

// A Method calls a method of a receiver. ok is false if the receiver has no such method.
type Method func(receiver any, args []reflect.Value) (result reflect.Value, ok bool, err error)

// A program is a compiled template.
type program struct {
	body      step
	variables int         // that it needs
	unfit     atomic.Bool // html/template executes it
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Execute executes a template with data. It writes nothing if there is an error before the end of a compiled template.
func (s *Set) Execute(w io.Writer, name string, data any) error {
	known, ok := s.programs.Load(name)
	if ok && !known.(*program).unfit.Load() {
		buffer := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(buffer)
		buffer.Reset()
		if s.run(buffer, known.(*program), reflect.ValueOf(data)) {
			_, err := w.Write(buffer.Bytes())
			return err
		}
		known.(*program).unfit.Store(true)
	}
	err := s.Templates.ExecuteTemplate(w, name, data)
	if err == nil && !ok {
		s.programs.LoadOrStore(name, s.compile(name)) // its tree is escaped now
	}
	return err
}

// Slow returns the names of the templates that html/template executes, in no order, of those that were executed so far.
func (s *Set) Slow() (names []string) {
	s.programs.Range(func(name, p any) bool {
		if p.(*program).unfit.Load() {
			names = append(names, name.(string))
		}
		return true
	})
	return names
}

// unknown is the panic with which a compiled template stops where html/template has to do the work.
type unknown struct{}

// run reports whether a program executed to its end.
func (s *Set) run(out *bytes.Buffer, p *program, data reflect.Value) (ok bool) {
	defer func() {
		if recover() != nil { // html/template will say what is wrong
			ok = false
		}
	}()
	e := &execution{set: s, out: out}
	e.call(p, data)
	return true
}

// maxDepth is how deep templates may call each other here. It is less than in html/template.
const maxDepth = 1000

// An execution is one run of a program.
type execution struct {
	set   *Set
	out   *bytes.Buffer
	free  []*frame
	depth int
}

// A frame holds what one call of a template knows.
type frame struct {
	*execution
	dot       reflect.Value
	variables []reflect.Value // the first is $
	args      []reflect.Value // of functions that are being called
}

// call executes a program with its own variables.
func (e *execution) call(p *program, dot reflect.Value) {
	if e.depth++; e.depth > maxDepth {
		panic(unknown{})
	}
	var f *frame
	if n := len(e.free); n > 0 {
		f, e.free = e.free[n-1], e.free[:n-1]
	} else {
		f = &frame{execution: e}
	}
	for len(f.variables) < p.variables {
		f.variables = append(f.variables, reflect.Value{})
	}
	f.dot, f.variables[0] = dot, dot
	p.body(f)
	e.free = append(e.free, f)
	e.depth--
}
