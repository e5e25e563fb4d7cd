package qapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
)

// driveDocument is the argument of a command that adds an image over a backing
// image: unions in alternates in unions.
func driveDocument() []byte {
	return []byte(`{"driver":"image","node-name":"libvirt-1-format","read-only":false,"cache":{"direct":true,"no-flush":false},` +
		`"file":{"driver":"file","filename":"/var/lib/libvirt/images/guest-disk.img","node-name":"libvirt-1-storage","auto-read-only":true,"detect-zeroes":"unmap","aio":"native"},` +
		`"backing":{"driver":"image","node-name":"libvirt-2-format","read-only":true,` +
		`"file":{"driver":"file","filename":"/var/lib/libvirt/images/base.img","node-name":"libvirt-2-storage","auto-read-only":true},"backing":null},` +
		`"lazy-refcounts":true,"cache-size":33554432}`)
}

// nodesDocument is an answer with 64 block nodes.
func nodesDocument() []byte {
	var b bytes.Buffer
	image := func(i int, depth string) string {
		return fmt.Sprintf(`"filename":"/var/lib/libvirt/images/guest-%d%s.img","format":"image","actual-size":%d,"virtual-size":107374182400,"dirty-flag":false,"cluster-size":65536`, i, depth, 1<<30+i)
	}
	for i := range 64 {
		fmt.Fprintf(&b, `,{"iops_rd":0,"detect_zeroes":"off","image":{%s,"backing-image":{%s}},`, image(i, ""), image(i, "-base"))
		fmt.Fprintf(&b, `"iops_wr":0,"ro":false,"node-name":"libvirt-%d-format","backing_file_depth":1,"drv":"image","iops":0,"bps_wr":0,`, i)
		fmt.Fprintf(&b, `"write_threshold":0,"backing_file":"/var/lib/libvirt/images/guest-%d-base.img","encrypted":false,"bps":0,"bps_rd":0,`, i)
		fmt.Fprintf(&b, `"cache":{"no-flush":false,"direct":true,"writeback":true},"file":"/var/lib/libvirt/images/guest-%d.img",`, i)
		fmt.Fprintf(&b, `"dirty-bitmaps":[{"name":"backup-%d","recording":true,"persistent":true,"busy":false,"granularity":65536,"count":%d},`, i, i*65536)
		fmt.Fprintf(&b, `{"name":"mirror-%d","recording":false,"persistent":false,"busy":true,"granularity":131072,"count":0}]}`, i)
	}
	return append(append([]byte{'['}, b.Bytes()[1:]...), ']')
}

// entitiesDocument is an introspection array of some 200 KB.
func entitiesDocument() []byte {
	var b bytes.Buffer
	for i := range 280 {
		fmt.Fprintf(&b, `,{"name":"command-number-%d","ret-type":"%d","meta-type":"command","arg-type":"%d"}`, i, i+1, i+2)
		fmt.Fprintf(&b, `,{"name":"%d","members":[`, 3*i)
		for m := range 6 {
			fmt.Fprintf(&b, `{"name":"member-number-%d","default":null,"type":"str"},{"name":"other-%d","type":"%d"},`, m, m, i)
		}
		fmt.Fprintf(&b, `{"name":"last","type":"bool","features":["unstable"]}],"meta-type":"object"}`)
		fmt.Fprintf(&b, `,{"name":"%d","members":[{"name":"one"},{"name":"two"},{"name":"three"}],"meta-type":"enum","values":["one","two","three"]}`, 3*i+1)
		fmt.Fprintf(&b, `,{"name":"[%d]","element-type":"%d","meta-type":"array"}`, 3*i, 3*i)
	}
	return append(append([]byte{'['}, b.Bytes()[1:]...), ']')
}

var benchmarks = []struct {
	name       string
	document   []byte
	ours       any
	plain      any // for encoding/json, with methods for unions
	flat       any // for encoding/json, with the unions as one struct; or nil
	overTokens func(data []byte) error
}{
	{"drive", driveDocument(), new(Drive), new(plainDrive), new(flatDrive), tokenDecode[Drive]((*tokens).drive)},
	{"nodes", nodesDocument(), new([]NodeInfo), new([]plainNodeInfo), nil, tokenDecode[[]NodeInfo]((*tokens).nodes)},
	{"introspection", entitiesDocument(), new([]Entity), new([]plainEntity), new([]flatEntity), tokenDecode[[]Entity]((*tokens).entities)},
}

// fresh returns a pointer to a zero value of the type that v points to.
func fresh(v any) any { return reflect.New(reflect.TypeOf(v).Elem()).Interface() }

func BenchmarkDecode(b *testing.B) {
	for _, bm := range benchmarks {
		run := func(codec string, decode func() error) {
			b.Run(bm.name+"/"+codec, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(bm.document)))
				for b.Loop() {
					if err := decode(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		run("qmp", func() error { return qapi.UnmarshalStrict(bm.document, fresh(bm.ours)) })
		run("jsontext", func() error { return bm.overTokens(bm.document) })
		run("encoding-json", func() error { return json.Unmarshal(bm.document, fresh(bm.plain)) })
		if bm.flat != nil {
			run("encoding-json-flat", func() error { return json.Unmarshal(bm.document, fresh(bm.flat)) })
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, bm := range benchmarks {
		run := func(codec string, v any, decode func([]byte, any) error, encode func(any) ([]byte, error)) {
			if v == nil {
				return
			}
			v = fresh(v)
			if err := decode(bm.document, v); err != nil {
				b.Fatal(err)
			}
			b.Run(bm.name+"/"+codec, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(bm.document)))
				for b.Loop() {
					if _, err := encode(v); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		run("qmp", bm.ours, qapi.UnmarshalStrict, qapi.Marshal)
		run("encoding-json", bm.plain, json.Unmarshal, json.Marshal)
		run("encoding-json-flat", bm.flat, json.Unmarshal, json.Marshal)
	}
}
