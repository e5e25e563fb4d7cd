module example.com/consumer

go 1.25.0

tool github.com/qapi-go/qapi-gen/cmd/qapi-gen

require github.com/qapi-go/qapi-gen v0.0.0

require (
	github.com/alecthomas/participle/v2 v2.1.4 // indirect
	github.com/dave/jennifer v1.7.1 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/rogpeppe/go-internal v1.16.0 // indirect
	github.com/spf13/cobra v1.10.2 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
)

// The example is compiled with the qapi-gen around it; leave this line out.
replace github.com/qapi-go/qapi-gen => ../..
