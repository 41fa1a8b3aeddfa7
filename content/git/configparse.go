package git

import (
	"fmt"
	"strings"
)

// A configParser reads the text of a configuration: see git-config(1), "SYNTAX".
type configParser struct {
	text    string
	pos     int
	line    int    // 1-based
	section string // of the settings that follow, with a dot behind it
}

// parseConfig passes the settings of a text to a function, one after another, until that returns an error.
func parseConfig(text string, emit func(configSetting) error) error {
	p := &configParser{text: strings.TrimPrefix(text, "\ufeff"), line: 1}
	for !p.done() {
		switch c := p.next(); {
		case isBlank(c) || c == '\n':
		case c == '#' || c == ';':
			p.skipLine()
		case c == '[':
			if !p.readSection() {
				return fmt.Errorf("line %d: this is not the name of a section", p.line)
			}
		case isLetter(c):
			at := p.line
			s, ok := p.readSetting(c)
			if !ok {
				return fmt.Errorf("line %d: this is not a setting", at)
			}
			if err := emit(s); err != nil {
				return err
			}
		default:
			return fmt.Errorf("line %d: a setting begins with a letter", p.line)
		}
	}
	return nil
}

func (p *configParser) done() bool { return p.pos >= len(p.text) }

// next returns the next byte; a line feed at the end, and for the line end of Windows.
func (p *configParser) next() byte {
	if p.done() {
		return '\n'
	}
	if strings.HasPrefix(p.text[p.pos:], "\r\n") {
		p.pos++
	}
	c := p.text[p.pos]
	p.pos++
	if c == '\n' {
		p.line++
	}
	return c
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

func isKeyByte(c byte) bool { return isLetter(c) || isDigit(c) || c == '-' }

func (p *configParser) skipLine() {
	for p.next() != '\n' {
	}
}

// readSection reads what follows the bracket of [section], [section "subsection"] or the old form [section.subsection].
func (p *configParser) readSection() bool {
	var name strings.Builder
	for {
		c := p.next()
		switch {
		case c == ']':
			p.section = name.String() + "."
			return name.Len() > 0
		case isBlank(c):
			for isBlank(c) {
				c = p.next()
			}
			sub, ok := p.readSubsection(c)
			p.section = name.String() + "." + sub + "."
			return ok
		case !isKeyByte(c) && c != '.':
			return false
		}
		name.WriteByte(lower(c))
	}
}

// readSubsection reads what follows a quotation mark, with the bracket behind it.
func (p *configParser) readSubsection(quote byte) (string, bool) {
	if quote != '"' {
		return "", false
	}
	var name strings.Builder
	for {
		c := p.next()
		if c == '"' {
			return name.String(), p.next() == ']'
		}
		if c == '\\' {
			c = p.next()
		}
		if c == '\n' {
			return "", false
		}
		name.WriteByte(c)
	}
}

// readSetting reads the setting whose name begins with a byte, to the end of its line.
func (p *configParser) readSetting(c byte) (configSetting, bool) {
	var name strings.Builder
	for isKeyByte(c) {
		name.WriteByte(lower(c))
		c = p.next()
	}
	for c == ' ' || c == '\t' {
		c = p.next()
	}
	s := configSetting{key: p.section + name.String(), bare: c == '\n'}
	if s.bare {
		return s, true
	}
	var ok bool
	s.value, ok = p.readValue()
	return s, ok && c == '='
}

// readValue reads to the end of the line, without the blanks around the value and a comment.
func (p *configParser) readValue() (string, bool) {
	var value strings.Builder
	blanks, quoted := "", false // blanks count only if something follows them
	for {
		c := p.next()
		switch {
		case c == '\n':
			return value.String(), !quoted
		case isBlank(c) && !quoted:
			if value.Len() > 0 {
				blanks += string(c)
			}
			continue
		case (c == '#' || c == ';') && !quoted:
			p.skipLine()
			return value.String(), true
		}
		value.WriteString(blanks)
		blanks = ""
		switch c {
		case '"':
			quoted = !quoted
		case '\\':
			c, known := p.readEscape()
			if !known {
				return "", false
			}
			value.WriteString(c)
		default:
			value.WriteByte(c)
		}
	}
}

// readEscape reads what follows a backslash; at the end of a line that is nothing, and the value goes on.
func (p *configParser) readEscape() (string, bool) {
	switch c := p.next(); c {
	case '\n':
		return "", true
	case 't':
		return "\t", true
	case 'b':
		return "\b", true
	case 'n':
		return "\n", true
	case '\\', '"':
		return string(c), true
	}
	return "", false
}

func isLetter(c byte) bool { return 'a' <= lower(c) && lower(c) <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
