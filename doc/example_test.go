package doc_test

import (
	"fmt"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/parser"
)

// A printer handles the blocks of a section by their types.
func ExampleScope_Section() {
	section := &parser.Section{Kind: parser.MemberSection, Name: "level", Text: "how bright it is:\n\n- ``0`` is off\n- ``1`` is on"}
	for _, b := range (doc.Scope{}).Section(section) {
		switch b := b.(type) {
		case *doc.Paragraph:
			fmt.Println("paragraph:", b.Text[0].Text)
		case *doc.List:
			for _, item := range b.Items {
				for s := range doc.Spans(item.Blocks) {
					fmt.Printf("%s %q\n", s.Kind, s.Text)
				}
			}
		}
	}
	// Output:
	// paragraph: how bright it is:
	// code "0"
	// text " is off"
	// code "1"
	// text " is on"
}

// Examples of any release have messages.
func ExampleMessages() {
	section := &parser.Section{Kind: parser.Example, Text: "Light it:\n\n-> { \"execute\": \"set-lamp\" }\n<- { \"return\": {} }"}
	for _, m := range doc.Messages((doc.Scope{}).Section(section)) {
		fmt.Println(m.Kind == doc.Request, m.Message())
	}
	// Output:
	// true { "execute": "set-lamp" }
	// false { "return": {} }
}
