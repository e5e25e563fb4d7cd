package introspect_test

import (
	"fmt"
	"log"

	"github.com/qapi-go/qapi-gen/introspect"
)

// Which values does an argument of a command take?
func Example() {
	reply := []byte(`{"return": [
		{"name": "set-level", "meta-type": "command", "arg-type": "0", "ret-type": "1", "allow-oob": true},
		{"name": "0", "meta-type": "object", "members": [{"name": "level", "type": "2", "default": null}]},
		{"name": "1", "meta-type": "object", "members": []},
		{"name": "2", "meta-type": "enum", "values": ["low", "high"]}
	]}`)
	doc, err := introspect.Parse(reply)
	if err != nil {
		log.Fatal(err)
	}
	index, err := introspect.NewIndex(doc)
	if err != nil {
		log.Fatal(err)
	}
	command := index.Command("set-level")
	level := index.Object(command.ArgType).Member("level")
	for _, value := range index.Type(level.Type).(*introspect.Enum).Members {
		fmt.Println(value.Name)
	}
	fmt.Println("optional:", level.Optional(), "out-of-band:", command.AllowOOB)
	// Output:
	// low
	// high
	// optional: true out-of-band: true
}
