package introspect

import (
	"fmt"
	"slices"
	"strings"
)

// Supports reports whether the server supports a capability path, in the form
// that libvirt established: the name of a command or event, followed by steps
// separated by slashes.
//
//	blockdev-add                                the command or event is there
//	blockdev-add/arg-type/node-name             its arguments have the member
//	query-block/ret-type/inserted/image         what it returns has it; arrays are seen through
//	block-commit/arg-type/*top                  the member, and it is optional
//	blockdev-add/arg-type/+file                 the union has the branch
//	blockdev-add/arg-type/+file/aio/^io_uring   the enum has the value
//	blockdev-snapshot/$allow-write-only-overlay the command has the feature
//	block-commit/arg-type/top/!string           the built-in type has this JSON type
//
// A feature is searched on what the path before it leads to: the command or
// event, the branch, the value, or the member and its type. An alternate
// supports what one of its types supports. A name that starts with one of the
// special characters is written with a space before it.
//
// Supports returns an error if the path is malformed, whatever the document
// has.
func (x *Index) Supports(path string) (bool, error) {
	f, err := x.follow(path)
	return err == nil && f.found, err
}

// follow follows a path as far as it leads.
func (x *Index) follow(path string) (*pathFinder, error) {
	steps, err := parsePath(path)
	if err != nil {
		return nil, fmt.Errorf("path %q: %w", path, err)
	}
	f := &pathFinder{x: x, steps: steps, left: len(steps), been: map[visit]bool{}}
	if e := x.Lookup(steps[0].name); e != nil && !isType(e) {
		f.found = f.leads(e, nil, steps[1:])
	}
	return f, nil
}

// step returns the step of a path to a member.
func step(member string) string {
	if member != "" && strings.ContainsRune(modifiers, rune(member[0])) {
		return " " + member
	}
	return member
}

// modifiers are the characters that tell what a step looks for. A step without
// one looks for a member. A space has no meaning but to precede a name.
const modifiers = "*+^$! "

type pathStep struct {
	modifier byte // 0 for none
	name     string
}

func parsePath(path string) ([]pathStep, error) {
	var steps []pathStep
	for i, text := range strings.Split(path, "/") {
		s := pathStep{name: text}
		if text != "" && strings.IndexByte(modifiers, text[0]) >= 0 {
			s = pathStep{text[0], text[1:]}
		}
		if s.modifier == ' ' {
			s.modifier = 0
		}
		if s.name == "" {
			return nil, fmt.Errorf("step %d, %q, has no name", i+1, text)
		}
		if i > 0 {
			if err := steps[i-1].before(s); err != nil {
				return nil, err
			}
		}
		if err := s.at(i); err != nil {
			return nil, err
		}
		steps = append(steps, s)
	}
	return steps, nil
}

// at checks the first two steps, which are alike in every path.
func (s pathStep) at(i int) error {
	switch {
	case i == 0 && s.modifier != 0:
		return fmt.Errorf("it must start with the name of a command or event, not with %q", s)
	case i == 1 && s.modifier != '$' && !slices.Contains([]string{"arg-type", "ret-type"}, s.String()):
		return fmt.Errorf("behind a command or event stands arg-type, ret-type or $FEATURE, not %q", s)
	default:
		return nil
	}
}

// before checks that next may follow s.
func (s pathStep) before(next pathStep) error {
	switch s.modifier {
	case '$', '!':
		return fmt.Errorf("nothing can follow %q", s)
	case '^':
		if next.modifier != '$' {
			return fmt.Errorf("only $FEATURE can follow %q", s)
		}
	}
	return nil
}

func (s pathStep) String() string {
	if s.modifier == 0 {
		return step(s.name)
	}
	return string(s.modifier) + s.name
}

// A pathFinder follows the steps of a path.
type pathFinder struct {
	x     *Index
	steps []pathStep
	found bool
	// left is the number of steps that remained where the path led furthest.
	// has are the steps that were possible there, if the path was not found.
	left int
	has  []string
	// been are the visited entries, with the number of steps that remained. An
	// array and an alternate can contain each other.
	been map[visit]bool
}

type visit struct {
	e    Entry
	left int
}

// leads reports whether the steps lead anywhere from e. own are the features of
// the part by which the previous step led to e.
func (f *pathFinder) leads(e Entry, own Features, steps []pathStep) bool {
	if len(steps) == 0 {
		return true
	}
	if s := steps[0]; s.modifier == '$' && (own.Has(s.name) || e.Common().Features.Has(s.name)) {
		return true
	}
	at := visit{e, len(steps)}
	if f.been[at] {
		return false
	}
	f.been[at] = true
	if !f.leadsOn(e, steps) {
		f.miss(len(steps), own, e)
		return false
	}
	return true
}

// leadsOn is leads for the parts of e.
func (f *pathFinder) leadsOn(e Entry, steps []pathStep) bool {
	s, rest := steps[0], steps[1:]
	switch e := e.(type) {
	case *Command:
		ref := map[string]string{"arg-type": e.ArgType, "ret-type": e.RetType}[s.String()]
		return ref != "" && f.leads(f.x.Type(ref), nil, rest)
	case *Event:
		return s.String() == "arg-type" && f.leads(f.x.Type(e.ArgType), nil, rest)
	case *Object:
		return f.leadsInto(e, s, rest)
	case *Enum:
		return s.modifier == '^' && f.leadsToValue(e.Member(s.name), rest)
	case *Builtin:
		return s.modifier == '!' && string(e.JSONType) == s.name
	case *Array:
		return f.leads(f.x.Type(e.ElementType), nil, steps)
	case *Alternate:
		return slices.ContainsFunc(e.Types, func(t string) bool { return f.leads(f.x.Type(t), nil, steps) })
	default:
		return false
	}
}

// leadsToValue reports whether a value exists (v is not nil) and has the
// feature that may follow. Nothing else can follow a value.
func (f *pathFinder) leadsToValue(v *EnumMember, rest []pathStep) bool {
	if v == nil || len(rest) == 0 || v.Features.Has(rest[0].name) {
		return v != nil
	}
	f.miss(len(rest), v.Features, nil)
	return false
}

func (f *pathFinder) leadsInto(o *Object, s pathStep, rest []pathStep) bool {
	switch s.modifier {
	case '+':
		v := o.Variant(s.name)
		return v != nil && f.leads(f.x.Type(v.Type), nil, rest)
	case 0, '*':
		m := o.Member(s.name)
		return m != nil && (s.modifier == 0 || m.Optional()) && f.leads(f.x.Type(m.Type), m.Features, rest)
	default:
		return false
	}
}
