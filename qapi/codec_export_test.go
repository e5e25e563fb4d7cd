package qapi

import "reflect"

// Agree reports what the decoder and the explainer, each by itself, say about
// a document for the type that v points to: whether the one accepts it, and
// the error that the other finds.
func Agree(data []byte, v any, strict bool) (accepted bool, err error) {
	target := reflect.ValueOf(v)
	p, err := planOfTarget(v, target.Type())
	if err != nil {
		panic(err)
	}
	options := DecodeOptions{Strict: strict}
	var d decoder
	d.reset(data, options)
	accepted = d.value(p, addressOf(target)) && d.end()
	return accepted, explain(data, p, options)
}

// UnmarshalWithPolicy is what a server does.
func UnmarshalWithPolicy(data []byte, v any, policy InputPolicy) error {
	return decode(data, v, DecodeOptions{Strict: true, Input: policy})
}

// MarshalForServer is what a server does.
func MarshalForServer(v any, policy OutputPolicy) ([]byte, error) {
	return appendJSON(nil, v, EncodeOptions{Server: true, Output: policy})
}
