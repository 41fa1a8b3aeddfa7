package execute

import (
	"fmt"
	"reflect"
)

// predefined compiles a call of a function of text/template.
func predefined(name string, args []expression) expression {
	switch {
	case name == "and" && len(args) > 0:
		return either(args, false)
	case name == "or" && len(args) > 0:
		return either(args, true)
	}
	apply := map[string]func(args []reflect.Value) any{
		"eq": equal, "gt": greater, "len": length, "slice": cut, "printf": format,
		"ne":  func(args []reflect.Value) any { return len(args) == 2 && !equal(args).(bool) },
		"not": func(args []reflect.Value) any { return !isTrue(args[0]) },
	}[name]
	switch {
	case name == "index" && len(args) == 2:
		return func(f *frame) reflect.Value {
			list, i := indirect(args[0](f)), args[1](f)
			if list.Kind() != reflect.Slice || !isInt(i) {
				panic(unknown{})
			}
			return content(list.Index(int(i.Int())))
		}
	case name == "call" && len(args) > 0:
		return func(f *frame) reflect.Value {
			fn, rest := args[0](f), args[1:]
			if fn.Kind() != reflect.Func || fn.IsNil() {
				panic(unknown{})
			}
			base := len(f.args)
			result := reflectCall(fn, f.push(rest))
			f.args = f.args[:base]
			return result
		}
	case apply == nil || name == "ne" && len(args) != 2 || name == "not" && len(args) != 1:
		panic(unknown{})
	}
	return func(f *frame) reflect.Value {
		base := len(f.args)
		result := reflect.ValueOf(apply(f.push(args)))
		f.args = f.args[:base]
		return result
	}
}

// either returns the first argument that is as wanted, or else the last. It does not evaluate those after it.
func either(args []expression, want bool) expression {
	return func(f *frame) reflect.Value {
		var v reflect.Value
		for _, arg := range args {
			if v = arg(f); isTrue(v) == want {
				break
			}
		}
		return v
	}
}

// equal reports whether the first argument equals one of the others. All are texts, whole numbers or truth values.
func equal(args []reflect.Value) any {
	if len(args) < 2 {
		panic(unknown{})
	}
	found := false
	for _, other := range args[1:] {
		found = found || same(args[0], other)
	}
	return found
}

func same(x, y reflect.Value) bool {
	if x.Kind() != y.Kind() {
		panic(unknown{})
	}
	switch x.Kind() {
	case reflect.String:
		return x.String() == y.String()
	case reflect.Int:
		return x.Int() == y.Int()
	case reflect.Bool:
		return x.Bool() == y.Bool()
	}
	panic(unknown{})
}

func greater(args []reflect.Value) any {
	if len(args) != 2 || !isInt(args[0]) || !isInt(args[1]) {
		panic(unknown{})
	}
	return args[0].Int() > args[1].Int()
}

func length(args []reflect.Value) any {
	if len(args) != 1 {
		panic(unknown{})
	}
	v := indirect(args[0])
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len()
	}
	panic(unknown{})
}

// cut is slice of a text from a byte on.
func cut(args []reflect.Value) any {
	if len(args) != 2 || !isString(args[0]) || !isInt(args[1]) {
		panic(unknown{})
	}
	return args[0].String()[args[1].Int():]
}

func format(args []reflect.Value) any {
	if len(args) == 0 || !isString(args[0]) {
		panic(unknown{})
	}
	values := make([]any, len(args)-1)
	for i, arg := range args[1:] {
		values[i] = interfaceOf(arg)
	}
	return fmt.Sprintf(args[0].String(), values...)
}
