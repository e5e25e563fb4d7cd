// Package devices records, merges and compares what QEMU says of its devices.
//
// The schema does not describe the arguments of device_add: they are the
// properties of a device, which QEMU lists at run time. A [Recording] holds that
// list for one binary of QEMU. It is made to be committed and read again.
//
// Files, in the order in which data goes through them:
//
//	record.go, infoqdm.go    a running QEMU becomes a Recording
//	recording.go, encode.go, parse.go    a Recording and its JSON form
//	type.go                  the types of properties: which JSON each takes
//	merge.go, widen.go       several recordings become one Set of devices
//	rule.go, compare.go      what changed from one recording to another
//	check.go                 arguments of device_add against a Set
//	words.go                 what the Go package and the HTML reference say of them
//	path.go                  the answer to a path such as virtio-net-pci/mq
//
// Package gocode writes the Go package of a Set.
package devices
