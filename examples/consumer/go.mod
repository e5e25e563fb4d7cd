module example.com/consumer

go 1.25.0

require github.com/qapi-go/qapi-gen v0.0.0

// The example is compiled with the qapi-gen around it; leave this line out.
replace github.com/qapi-go/qapi-gen => ../..
