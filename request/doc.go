// Package request turns the words of a command line into the arguments of a
// command, and back. It goes by a server's introspection, so that each value
// gets the JSON type that the server expects, and mistakes are found before
// anything is sent. With the schema, messages name types, and completion
// describes what it offers.
//
// # Words
//
// Each word is one of
//
//	KEY=TEXT    a value, converted to the type of the member
//	KEY:=JSON   a value in JSON
//	@FILE       the members of the JSON object in a file
//	-           the same from standard input
//
// A key is a path: the names of members, joined by dots, as in the options of
// -blockdev ("Dotted keys" of QEMU's keyval syntax). The elements of a list
// have the numbers from 0 on, without a gap: cpus.0=1 cpus.1=5. An empty list
// is cpus:=[]. A downstream name such as __com.example_size is one name in spite
// of its dots. The order of the words has no meaning, so the discriminator of a
// union may follow the members that it selects. No value can be given twice.
//
// TEXT reaches to the end of the word. Nothing in it needs an escape. What it
// becomes depends on the type:
//
//	str        a string, as it is
//	int        an integer, decimal or in hexadecimal digits after 0x
//	number     a JSON number
//	bool       true for true, on, yes, y; false for false, off, no, n
//	enum       a string, which must be one of the values
//	null       null, for the text null
//	alternate  null for the text null, if null is an alternative; otherwise a
//	           boolean, a number or a string, whichever is an alternative
//	any        the number, boolean or null that the text is in JSON; if it is
//	           none, a string
//
// To force a string, use KEY:="5". QMP has no suffixes of sizes. Arguments of
// which introspection says nothing, such as the properties of device_add, are
// of type any.
//
// [Raw] converts without introspection: every TEXT is a string then.
package request
