package execute

import (
	"reflect"
	"sync/atomic"
)

// isTrue reports whether a value is not empty, as text/template understands it.
func isTrue(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() > 0
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Float32, reflect.Float64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return !v.IsZero()
	case reflect.Func, reflect.Pointer, reflect.Interface:
		return !v.IsNil()
	case reflect.Struct:
		return true
	}
	panic(unknown{})
}

// content returns what is in an interface without methods, or else the value.
func content(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface && v.NumMethod() == 0 {
		return v.Elem()
	}
	return v
}

// indirect follows pointers and interfaces. It stops at those that are nil.
func indirect(v reflect.Value) reflect.Value {
	for (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && !v.IsNil() {
		v = v.Elem()
	}
	return v
}

// A member says where a type has a field or method. A type has one for values with an address, which have the methods
// of pointers, and one for others.
type member struct {
	in     memberKey
	method int // number of the method, or -1
	fast   Method
	index  []int // of a field
}

type memberKey struct {
	typ         reflect.Type
	addressable bool
	name        string
}

// A field looks up a field or method by its name. It remembers the type that it saw last.
type field struct {
	name string
	last atomic.Pointer[member]
}

// of returns a field of a receiver, or what its method returns with the arguments. A field that is a function has none.
func (n *field) of(f *frame, receiver reflect.Value, args []reflect.Value) reflect.Value {
	receiver = indirect(receiver)
	switch receiver.Kind() {
	case reflect.Invalid, reflect.Interface, reflect.Pointer:
		panic(unknown{}) // it is nil
	case reflect.Map:
		if all, ok := receiver.Interface().(map[string]any); ok && len(args) == 0 {
			if v, ok := all[n.name]; ok {
				return reflect.ValueOf(v)
			}
		}
		panic(unknown{})
	}
	m := n.last.Load()
	if m == nil || m.in.typ != receiver.Type() || m.in.addressable != receiver.CanAddr() {
		m = f.set.member(memberKey{receiver.Type(), receiver.CanAddr(), n.name})
		n.last.Store(m)
	}
	if m.method < 0 {
		if len(args) > 0 {
			panic(unknown{})
		}
		if len(m.index) == 1 {
			return content(receiver.Field(m.index[0]))
		}
		return content(receiver.FieldByIndex(m.index)) // it panics if there is a nil pointer on the way
	}
	if m.in.addressable {
		receiver = receiver.Addr()
	}
	if m.fast != nil {
		result, ok, err := m.fast(receiver.Interface(), args)
		if err != nil {
			panic(err)
		}
		if ok {
			return content(result)
		}
	}
	return reflectCall(receiver.Method(m.method), args)
}

func (s *Set) member(key memberKey) *member {
	if known, ok := s.members.Load(key); ok {
		return known.(*member)
	}
	m := &member{in: key, method: -1}
	receiver := key.typ
	if key.addressable {
		receiver = reflect.PointerTo(key.typ)
	}
	if method, ok := receiver.MethodByName(key.name); ok {
		m.method, m.fast = method.Index, s.Methods[key.name]
	} else {
		if key.typ.Kind() != reflect.Struct {
			panic(unknown{})
		}
		found, ok := key.typ.FieldByName(key.name)
		if !ok || !found.IsExported() {
			panic(unknown{})
		}
		m.index = found.Index
	}
	s.members.Store(key, m)
	return m
}

var errorType = reflect.TypeFor[error]()

// reflectCall calls a function or method with arguments that fit, or that fit when their address is taken or followed.
func reflectCall(fn reflect.Value, args []reflect.Value) reflect.Value {
	typ := fn.Type()
	if typ.IsVariadic() && len(args) < typ.NumIn()-1 || !typ.IsVariadic() && len(args) != typ.NumIn() || typ.NumOut() == 0 {
		panic(unknown{})
	}
	in := make([]reflect.Value, len(args))
	for i, arg := range args {
		want := typ.In(min(i, typ.NumIn()-1))
		if typ.IsVariadic() && i >= typ.NumIn()-1 {
			want = want.Elem()
		}
		in[i] = fit(arg, want)
	}
	out := fn.Call(in)
	if len(out) == 2 && (out[1].Type() != errorType || !out[1].IsNil()) || len(out) > 2 {
		panic(unknown{})
	}
	return content(out[0])
}

func fit(arg reflect.Value, want reflect.Type) reflect.Value {
	switch {
	case !arg.IsValid():
	case arg.Type().AssignableTo(want):
		return arg
	case arg.Kind() == reflect.Pointer && !arg.IsNil() && arg.Type().Elem().AssignableTo(want):
		return arg.Elem()
	case arg.CanAddr() && reflect.PointerTo(arg.Type()).AssignableTo(want):
		return arg.Addr()
	}
	panic(unknown{})
}
