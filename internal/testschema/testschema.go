// Package testschema makes schemas of any size for tests and benchmarks.
package testschema

import (
	"fmt"
	"io/fs"
	"strings"
)

// Root is the path of the root module of each schema.
const Root = "schema.json"

// perModule is the number of commands in a module.
const perModule = 1000

// Commands returns a schema of n documented commands, in modules of a thousand.
// Every tenth command has arguments and a result of types in the schema, and an
// event. readFile reads a file of the schema, as parser.Options.ReadFile does.
func Commands(n int) (readFile func(path string) ([]byte, error)) {
	files := map[string][]byte{Root: root(n)}
	for module := 0; module*perModule < n; module++ {
		var b strings.Builder
		for i := module * perModule; i < min((module+1)*perModule, n); i++ {
			if i%10 == 0 {
				types(&b, i)
			} else {
				command(&b, i)
			}
		}
		files[name(module)] = []byte(b.String())
	}
	return func(path string) ([]byte, error) {
		if text, ok := files[path]; ok {
			return text, nil
		}
		return nil, fs.ErrNotExist
	}
}

func name(module int) string { return fmt.Sprintf("module%d.json", module) }

func root(n int) []byte {
	var b strings.Builder
	for module := 0; module*perModule < n; module++ {
		fmt.Fprintf(&b, "{ 'include': '%s' }\n", name(module))
	}
	return []byte(b.String())
}

func command(b *strings.Builder, i int) {
	fmt.Fprintf(b, `##
# @turn-knob-%[1]d:
#
# Turn the knob numbered %[1]d, which every machine has.  Turning it
# twice is the same as turning it once.
#
# @angle: by how many degrees
#
# @label: what to write beside the knob
#     (default: nothing)
#
# Since: 1.0
##
{ 'command': 'turn-knob-%[1]d', 'data': { 'angle': 'int', '*label': 'str' } }

`, i)
}

func types(b *strings.Builder, i int) {
	fmt.Fprintf(b, `##
# @Shape%[1]dOf:
#
# @round: it has no corner
#
# @square: it has four
#
# Since: 1.0
##
{ 'enum': 'Shape%[1]dOf', 'data': [ 'round', 'square' ] }

##
# @Round%[1]dInfo:
#
# @radius: half of its width
#
# Since: 1.0
##
{ 'struct': 'Round%[1]dInfo', 'data': { 'radius': 'uint16' } }

##
# @Thing%[1]dInfo:
#
# A thing that has a shape.
#
# @shape: the shape of it
#
# @tags: what it is called
#
# Since: 1.0
##
{ 'union': 'Thing%[1]dInfo', 'base': { 'shape': 'Shape%[1]dOf', '*tags': [ 'str' ] },
  'discriminator': 'shape', 'data': { 'round': 'Round%[1]dInfo' } }

##
# @query-thing-%[1]d:
#
# Look at the thing numbered %[1]d.
#
# Returns: what is to be seen
#
# Since: 1.0
##
{ 'command': 'query-thing-%[1]d', 'data': 'Round%[1]dInfo', 'returns': [ 'Thing%[1]dInfo' ] }

##
# @THING_CHANGED_%[1]d:
#
# The thing numbered %[1]d has another shape.
#
# @thing: the thing
#
# Since: 1.0
##
{ 'event': 'THING_CHANGED_%[1]d', 'data': { 'thing': 'Thing%[1]dInfo' } }

`, i)
}
