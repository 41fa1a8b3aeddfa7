package execute

import (
	"html/template"
	"reflect"
	"strings"
	"text/template/parse"
)

// pipe compiles a pipeline, with the variables that it declares or assigns.
func (c *compiler) pipe(pipe *parse.PipeNode) expression {
	value := c.command(pipe.Cmds[0], nil)
	for _, command := range pipe.Cmds[1:] {
		value = c.command(command, value)
	}
	for _, variable := range pipe.Decl {
		inner := value
		var place int
		if pipe.IsAssign {
			place = c.place(variable.Ident[0])
		} else {
			place = c.declare(variable.Ident[0])
		}
		value = func(f *frame) reflect.Value {
			v := inner(f)
			f.variables[place] = v
			return v
		}
	}
	return value
}

// command compiles a command whose last argument is final, unless that is nil.
func (c *compiler) command(command *parse.CommandNode, final expression) expression {
	args := make([]expression, 0, len(command.Args))
	for _, arg := range command.Args[1:] {
		args = append(args, c.argument(arg))
	}
	if final != nil {
		args = append(args, final)
	}
	switch n := command.Args[0].(type) {
	case *parse.IdentifierNode:
		return c.function(n.Ident, args)
	case *parse.FieldNode:
		return chain(func(f *frame) reflect.Value { return f.dot }, n.Ident, args)
	case *parse.VariableNode:
		place := c.place(n.Ident[0])
		return chain(func(f *frame) reflect.Value { return f.variables[place] }, n.Ident[1:], args)
	case *parse.ChainNode:
		return chain(c.argument(n.Node), n.Field, args)
	}
	if len(args) > 0 {
		panic(unknown{})
	}
	return c.argument(command.Args[0])
}

// argument compiles an operand.
func (c *compiler) argument(node parse.Node) expression {
	switch n := node.(type) {
	case *parse.DotNode:
		return func(f *frame) reflect.Value { return f.dot }
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			panic(unknown{})
		}
		return c.pipe(n)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		if !n.IsInt || n.IsFloat && n.Text[len(n.Text)-1] == '.' || n.Text[0] == '\'' {
			panic(unknown{})
		}
		return constant(int(n.Int64))
	case *parse.FieldNode, *parse.VariableNode, *parse.ChainNode, *parse.IdentifierNode:
		return c.command(&parse.CommandNode{Args: []parse.Node{n}}, nil)
	}
	panic(unknown{})
}

func constant(value any) expression {
	v := reflect.ValueOf(value)
	return func(*frame) reflect.Value { return v }
}

// chain looks up one name after the other; the last may be a method with arguments.
func chain(receiver expression, names []string, args []expression) expression {
	for i, name := range names {
		inner, member := receiver, &field{name: name}
		if i == len(names)-1 && len(args) > 0 {
			return func(f *frame) reflect.Value {
				on, base := inner(f), len(f.args)
				result := member.of(f, on, f.push(args))
				f.args = f.args[:base]
				return result
			}
		}
		receiver = func(f *frame) reflect.Value { return member.of(f, inner(f), nil) }
	}
	if len(names) == 0 && len(args) > 0 {
		panic(unknown{})
	}
	return receiver
}

// push evaluates arguments, and returns them in a slice that is valid until the caller removes them from the frame.
func (f *frame) push(args []expression) []reflect.Value {
	base := len(f.args)
	for _, arg := range args {
		v := arg(f)
		f.args = append(f.args, v)
	}
	return f.args[base:]
}

// function compiles the call of a function.
func (c *compiler) function(name string, args []expression) expression {
	if name == c.set.Cached && name != "" && len(args) == 3 {
		return c.set.cached(args[0], args[1], args[2])
	}
	fn, ok := c.set.Funcs[name]
	if !ok {
		return predefined(name, args)
	}
	call := direct(fn)
	return func(f *frame) reflect.Value {
		base := len(f.args)
		result := call(f.push(args))
		f.args = f.args[:base]
		return result
	}
}

// direct returns a function that calls fn, without package reflect for the most common types.
func direct(fn any) func(args []reflect.Value) reflect.Value {
	generic := reflect.ValueOf(fn)
	return func(args []reflect.Value) reflect.Value {
		switch fn := fn.(type) {
		case func(string) string:
			if len(args) == 1 && isString(args[0]) {
				return reflect.ValueOf(fn(args[0].String()))
			}
		case func(int, string) string:
			if len(args) == 2 && isInt(args[0]) && isString(args[1]) {
				return reflect.ValueOf(fn(int(args[0].Int()), args[1].String()))
			}
		case func(int, int) string:
			if len(args) == 2 && isInt(args[0]) && isInt(args[1]) {
				return reflect.ValueOf(fn(int(args[0].Int()), int(args[1].Int())))
			}
		case func(...any) (map[string]any, error):
			values := make([]any, len(args))
			for i, arg := range args {
				values[i] = interfaceOf(arg)
			}
			m, err := fn(values...)
			if err != nil {
				panic(err)
			}
			return reflect.ValueOf(m)
		}
		return reflectCall(generic, args)
	}
}

func isString(v reflect.Value) bool { return v.IsValid() && v.Type() == reflect.TypeFor[string]() }
func isInt(v reflect.Value) bool    { return v.IsValid() && v.Type() == reflect.TypeFor[int]() }

func interfaceOf(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	return v.Interface()
}

// cached compiles a call of the function that Cached names.
func (s *Set) cached(name, key, data expression) expression {
	return func(f *frame) reflect.Value {
		name, key := name(f), key(f)
		if !isString(name) || !isString(key) {
			panic(unknown{})
		}
		if html, ok := s.Load(name.String(), key.String()); ok {
			return reflect.ValueOf(html)
		}
		var out strings.Builder
		if err := s.Execute(&out, name.String(), interfaceOf(data(f))); err != nil {
			panic(err)
		}
		html := template.HTML(out.String()) //nolint:gosec // the result of an escaped template
		s.Store(name.String(), key.String(), html)
		return reflect.ValueOf(html)
	}
}
