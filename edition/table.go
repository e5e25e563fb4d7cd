package edition

// rows has the row of each Construct. A change of the language is a row here
// and a case in testdata/qapi-schema/editions.
//
// QEMU's schema language is described by docs/devel/qapi-code-gen.txt (.rst
// since 6.1), the "manual" below.
var rows = [constructCount]Row{
	WhitelistPragmas: {
		Name: "the pragmas 'returns-whitelist' and 'name-case-whitelist'", Example: "{ 'pragma': { 'returns-whitelist': [...] } }",
		Until: Release(5, 2), Source: "manual of 5.2, Pragma directives",
	},
	ExceptionPragmas: {
		Name:    "the pragmas 'command-name-exceptions', 'command-returns-exceptions' and 'member-name-exceptions'",
		Example: "{ 'pragma': { 'member-name-exceptions': [...] } }",
		Since:   Release(6, 0), Source: "manual of 6.0, Pragma directives",
	},
	DocumentationExceptions: {
		Name: "the pragma 'documentation-exceptions'", Example: "{ 'pragma': { 'documentation-exceptions': [...] } }",
		Since: Release(9, 0), Source: "manual of 9.0, Pragma directives",
	},
	StringEscapes: {
		Name: "escapes other than \\\\ in strings", Example: `'\u0061bc'`,
		Until: Release(3, 1), Source: "manual of 4.0, Schema syntax; front end",
	},
	CConditions: {
		Name: "conditions that are C expressions", Example: "'if': 'defined(CONFIG_X) && !defined(CONFIG_Y)'",
		Since: Release(3, 0), Until: Release(6, 1), Source: "manual of 3.0, Configuring the schema",
	},
	ConditionLists: {
		Name: "conditions that are lists", Example: "'if': ['defined(CONFIG_X)', 'defined(CONFIG_Y)']",
		Since: Release(3, 0), Until: Release(6, 1), Source: "manual of 3.0, Configuring the schema",
	},
	ConditionObjects: {
		Name: "conditions with 'all', 'any' and 'not'", Example: "'if': { 'all': ['CONFIG_X', 'CONFIG_Y'] }",
		Since: Release(6, 1), Source: "manual of 6.2, Configuring the schema; schemas of 6.1",
	},
	NameConditions: {
		Name: "conditions that are names", Example: "'if': 'CONFIG_X'",
		Since: Release(6, 2), Source: "manual of 6.2, Configuring the schema",
	},
	DefinitionConditions: {
		Name: "conditions of definitions", Example: "{ 'struct': 'T', 'data': {}, 'if': ... }",
		Since: Release(3, 0), Source: "manual of 3.0, Configuring the schema",
	},
	MemberConditions: {
		Name: "conditions of members, values and branches", Example: "'data': { 'm': { 'type': 'T', 'if': ... } }",
		Since: Release(4, 0), Source: "manual of 4.0, Configuring the schema",
	},
	UnboxedConditions: {
		Name: "conditional arguments without 'boxed'", Example: "{ 'command': 'c', 'data': { 'a': { 'type': 'T', 'if': ... } } }",
		Since: Release(4, 0), Until: Release(7, 2), Source: "manual of 8.0, Commands; front end",
	},
	SimpleUnions: {
		Name: "simple unions", Example: "{ 'union': 'U', 'data': { 'a': 'A', 'b': 'B' } }",
		Until: Release(6, 1), Source: "manual of 6.1, Union types",
	},
	KindSuffix: {
		Name: "types whose name ends in 'Kind'", Example: "{ 'enum': 'MyKind', ... }",
		Since: Release(6, 2), Source: "manual of 6.1, Naming rules and reserved names; front end",
	},
	SparseUnions: {
		Name: "unions with values that have no branch", Example: "a 'data' of a union without some values of the discriminator",
		Since: Release(3, 0), Source: "manual of 3.0, Union types",
	},
	NestedUnions: {
		Name: "unions as branches of unions", Example: "'data': { 'a': 'SomeUnion' }",
		Since: Release(8, 1), Source: "manual of 8.1, Union types; front end",
	},
	ArrayAlternatives: {
		Name: "alternatives that are arrays", Example: "{ 'alternate': 'A', 'data': { 'l': ['str'] } }",
		Since: Release(6, 2), Source: "front ends of 6.1, which refuses them, and 10.2",
	},
	StructFeatures: {
		Name: "features of structs", Example: "{ 'struct': 'T', 'data': {}, 'features': ['f'] }",
		Since: Release(4, 1), Source: "manual of 4.1, Features",
	},
	CommandFeatures: {
		Name: "features of commands", Example: "{ 'command': 'c', 'features': ['f'] }",
		Since: Release(4, 2), Source: "manual of 4.2, Features",
	},
	DefinitionFeatures: {
		Name: "features of enums, unions, alternates and events", Example: "{ 'event': 'E', 'features': ['f'] }",
		Since: Release(5, 0), Source: "manual of 5.0, Features",
	},
	MemberFeatures: {
		Name: "features of members", Example: "'data': { 'm': { 'type': 'T', 'features': ['f'] } }",
		Since: Release(5, 0), Source: "manual of 5.0, Features",
	},
	ValueFeatures: {
		Name: "features of enum values", Example: "'data': [ { 'name': 'v', 'features': ['f'] } ]",
		Since: Release(6, 2), Source: "manual of 6.2, Features",
	},
	SpecialTypeFeatures: {
		Name: "types with the feature 'deprecated'", Example: "{ 'struct': 'T', 'data': {}, 'features': ['deprecated'] }",
		Until: Release(5, 2), Source: "front ends of 4.2 and 6.1, which refuses them",
	},
	UnstableFeature: {
		Name: "the special feature 'unstable'", Example: "'features': ['unstable']",
		Since: Release(6, 2), Source: "manual of 6.2, Special features",
	},
	Preconfig: {
		Name: "commands with 'allow-preconfig'", Example: "'allow-preconfig': true",
		Since: Release(3, 0), Source: "manual of 3.0, Commands",
	},
	Coroutines: {
		Name: "commands with 'coroutine'", Example: "'coroutine': true",
		Since: Release(5, 2), Source: "manual of 5.2, Commands",
	},
	FreeNames: {
		Name:    "types, commands, events and members named in any style",
		Example: "{ 'event': 'oops' }, { 'struct': 'my_type', ... }",
		Until:   Release(5, 2), Source: "manual of 6.0, Naming rules and reserved names; front end",
	},
	EnumMembers: {
		Name: "'members' of enums in introspection", Example: `"members": [{"name": "v"}] beside "values": ["v"]`,
		Since: Release(6, 2), Source: "introspection of 6.1 and 6.2",
	},
	AllowOOBAlways: {
		Name: "'allow-oob' of every command in introspection", Example: `"allow-oob": false`,
		Until: Release(2, 12), Source: "introspection of 2.12; 'allow-oob' of SchemaInfoCommand is optional in 4.2",
	},
	IntrospectionBySchemaOrder: {
		Name: "introspection in the order of definitions", Example: "an included file's commands stand where it is included",
		Until: Release(4, 2), Source: "introspection of 2.12 and 4.2; that of 5.2 goes module by module",
	},
	UndocumentedMembers: {
		Name: "members that the documentation comment leaves out", Example: "no line @m:",
		Until: Release(8, 2), Source: "manual of 9.0, Definition documentation",
	},
	ReturnsWithoutValue: {
		Name: "'Returns:' sections of commands that return nothing", Example: "# Returns: nothing",
		Until: Release(8, 2), Source: "manual of 9.0, Definition documentation; front end",
	},
	ErrorsSections: {
		Name: "'Errors:' sections", Example: "# Errors:",
		Since: Release(9, 0), Source: "manual of 9.0, Definition documentation",
	},
	NoteSections: {
		Name: "'Note:' and 'Example:' sections", Example: "# Note: ..., # Example:",
		Until: Release(9, 0), Source: "manual of 9.1, Documentation markup",
	},
	Headings: {
		Name: "headings marked '='", Example: "# = Title, # == Subtitle",
		Until: Release(10, 0), Source: "manual of 10.1, Documentation markup; schemas of 10.0",
	},
	InnerHeadings: {
		Name: "headings marked '=' below other lines of a comment", Example: "# Text, and below it # = Title",
		Until: Release(8, 2), Source: "front ends of 7.2, and of 10.0, which refuses them",
	},
	DefinitionHeadings: {
		Name: "headings in the documentation of a definition", Example: "# = Title below # @name:",
		Until: Release(5, 1), Source: "front ends of 4.2 and 6.1, which refuses them",
	},
	FreeIndentation: {
		Name: "comments indented in any way", Example: "text left of the column where its section's text starts",
		Until: Release(5, 1), Source: "manual of 5.2, Definition documentation",
	},
	TagIndentation: {
		Name:    "sections whose column is that of the text behind their tag",
		Example: "# @m: text, and below text in the same column",
		Until:   Release(8, 0), Source: "manual of 8.1, Definition documentation",
	},
	FreeStyle: {
		Name:    "comments of any line length, with one space between sentences",
		Example: "a line of 71 characters",
		Until:   Release(10, 1), Source: "manual of 10.2, Documentation markup",
	},
}
