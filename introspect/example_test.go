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

// Can a file be read by io_uring?
func ExampleIndex_Supports() {
	doc, err := introspect.Parse([]byte(`[
		{"name": "blockdev-add", "meta-type": "command", "arg-type": "0", "ret-type": "1"},
		{"name": "0", "meta-type": "object", "members": [{"name": "driver", "type": "2"}],
		 "tag": "driver", "variants": [{"case": "file", "type": "3"}]},
		{"name": "1", "meta-type": "object", "members": []},
		{"name": "2", "meta-type": "enum", "values": ["file"]},
		{"name": "3", "meta-type": "object", "members": [{"name": "aio", "type": "4", "default": null}]},
		{"name": "4", "meta-type": "enum", "values": ["threads", "native"]}
	]`))
	if err != nil {
		log.Fatal(err)
	}
	index, err := introspect.NewIndex(doc)
	if err != nil {
		log.Fatal(err)
	}
	for _, path := range []string{
		"blockdev-add/arg-type/+file/*aio",
		"blockdev-add/arg-type/+file/aio/^io_uring",
	} {
		ok, err := index.Supports(path)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(path, ok)
	}
	// Output:
	// blockdev-add/arg-type/+file/*aio true
	// blockdev-add/arg-type/+file/aio/^io_uring false
}
