package execute

import (
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// A step writes a part of a page.
type step func(f *frame)

// An expression returns a value. It is never an interface without methods, but what is in it.
type expression func(f *frame) reflect.Value

// A compiler compiles one template.
type compiler struct {
	set       *Set
	programs  map[string]*program // of this template and those that it calls
	scope     []string            // variables by their place in the frame
	variables int                 // the most that were in scope
}

// compile returns the program of a template, which is unfit if a part of it cannot be compiled.
func (s *Set) compile(name string) (p *program) {
	defer func() {
		if recover() != nil {
			p = &program{}
			p.unfit.Store(true)
		}
	}()
	return (&compiler{set: s, programs: map[string]*program{}}).template(name)
}

// template compiles a template once. One that calls itself finds the program that is not complete yet.
func (c *compiler) template(name string) *program {
	if p, ok := c.programs[name]; ok {
		return p
	}
	t := c.set.Templates.Lookup(name)
	if t == nil || t.Tree == nil { // html/template makes templates of its own for unusual contexts
		panic(unknown{})
	}
	p := &program{}
	c.programs[name] = p
	inner := &compiler{set: c.set, programs: c.programs, scope: []string{"$"}, variables: 1}
	p.body, p.variables = inner.list(t.Tree.Root), inner.variables
	return p
}

// declare adds a variable, and returns its place.
func (c *compiler) declare(name string) int {
	c.scope = append(c.scope, name)
	c.variables = max(c.variables, len(c.scope))
	return len(c.scope) - 1
}

// place returns the place of a variable.
func (c *compiler) place(name string) int {
	for i, known := range slices.Backward(c.scope) {
		if known == name {
			return i
		}
	}
	panic(unknown{})
}

func (c *compiler) list(list *parse.ListNode) step {
	if list == nil {
		return func(*frame) {}
	}
	steps := make([]step, 0, len(list.Nodes))
	for _, node := range list.Nodes {
		steps = append(steps, c.node(node))
	}
	if len(steps) == 1 {
		return steps[0]
	}
	return func(f *frame) {
		for _, s := range steps {
			s(f)
		}
	}
}

func (c *compiler) node(node parse.Node) step {
	switch n := node.(type) {
	case *parse.TextNode:
		text := n.Text
		return func(f *frame) { f.out.Write(text) }
	case *parse.ActionNode:
		return c.action(n.Pipe)
	case *parse.TemplateNode:
		p, dot := c.template(n.Name), func(*frame) reflect.Value { return reflect.Value{} }
		if n.Pipe != nil {
			dot = c.pipe(n.Pipe)
		}
		return func(f *frame) { f.call(p, dot(f)) }
	case *parse.IfNode:
		return c.branch(&n.BranchNode, false)
	case *parse.WithNode:
		return c.branch(&n.BranchNode, true)
	case *parse.RangeNode:
		return c.loop(&n.BranchNode)
	}
	panic(unknown{})
}

// action writes the value of a pipeline, unless it declares or assigns a variable.
func (c *compiler) action(pipe *parse.PipeNode) step {
	if len(pipe.Decl) > 0 {
		value := c.pipe(pipe)
		return func(f *frame) { value(f) }
	}
	inner := *pipe
	var escapers []string
	for i, command := range pipe.Cmds {
		if name, ok := command.Args[0].(*parse.IdentifierNode); ok && strings.HasPrefix(name.Ident, "_html_template_") && len(command.Args) == 1 {
			escapers = append(escapers, strings.TrimPrefix(name.Ident, "_html_template_"))
		} else if escapers == nil {
			inner.Cmds = pipe.Cmds[:i+1]
		} else {
			panic(unknown{})
		}
	}
	value, escape := c.pipe(&inner), escaperOf(escapers)
	return func(f *frame) { escape.write(f.out, value(f)) }
}

// branch is if, or with.
func (c *compiler) branch(n *parse.BranchNode, with bool) step {
	outer := len(c.scope)
	condition, then := c.pipe(n.Pipe), c.list(n.List)
	otherwise := c.list(n.ElseList)
	c.scope = c.scope[:outer]
	return func(f *frame) {
		value := condition(f)
		if !isTrue(value) {
			otherwise(f)
			return
		}
		if !with {
			then(f)
			return
		}
		dot := f.dot
		f.dot = value
		then(f)
		f.dot = dot
	}
}

// loop is range over a list.
func (c *compiler) loop(n *parse.BranchNode) step {
	outer := len(c.scope)
	if n.Pipe.IsAssign {
		panic(unknown{})
	}
	bare := *n.Pipe
	bare.Decl = nil
	list := c.pipe(&bare)
	var places []int
	for _, variable := range n.Pipe.Decl {
		places = append(places, c.declare(variable.Ident[0]))
	}
	body := c.list(n.List)
	otherwise := c.list(n.ElseList)
	c.scope = c.scope[:outer]
	return func(f *frame) {
		values := indirect(list(f))
		if values.IsValid() && values.Kind() != reflect.Slice && values.Kind() != reflect.Array {
			panic(unknown{})
		}
		if !values.IsValid() || values.Len() == 0 {
			otherwise(f)
			return
		}
		dot := f.dot
		for i := range values.Len() {
			f.dot = content(values.Index(i))
			switch len(places) {
			case 1:
				f.variables[places[0]] = f.dot
			case 2:
				f.variables[places[0]], f.variables[places[1]] = reflect.ValueOf(i), f.dot
			}
			body(f)
		}
		f.dot = dot
	}
}
