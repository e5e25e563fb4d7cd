package qapi_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qapi"
)

// TestNumbers decodes numbers at the limits of their types.
func TestNumbers(t *testing.T) {
	const ok = qapi.DecodeErrorKind(0)
	tests := []struct {
		document string
		want     any // the value, or the zero value where an error is wanted
		kind     qapi.DecodeErrorKind
	}{
		{"-128", int8(math.MinInt8), ok},
		{"127", int8(math.MaxInt8), ok},
		{"-129", int8(0), qapi.OutOfRange},
		{"128", int8(0), qapi.OutOfRange},
		{"-32768", int16(math.MinInt16), ok},
		{"32767", int16(math.MaxInt16), ok},
		{"-32769", int16(0), qapi.OutOfRange},
		{"32768", int16(0), qapi.OutOfRange},
		{"-2147483648", int32(math.MinInt32), ok},
		{"2147483647", int32(math.MaxInt32), ok},
		{"-2147483649", int32(0), qapi.OutOfRange},
		{"2147483648", int32(0), qapi.OutOfRange},
		{"-9223372036854775808", int64(math.MinInt64), ok},
		{"9223372036854775807", int64(math.MaxInt64), ok},
		{"-9223372036854775809", int64(0), qapi.OutOfRange},
		{"9223372036854775808", int64(0), qapi.OutOfRange},
		{"100000000000000000000000000", int64(0), qapi.OutOfRange},
		{"255", uint8(math.MaxUint8), ok},
		{"256", uint8(0), qapi.OutOfRange},
		{"-1", uint8(0), qapi.OutOfRange},
		{"-0", uint8(0), ok},
		{"65535", uint16(math.MaxUint16), ok},
		{"65536", uint16(0), qapi.OutOfRange},
		{"-1", uint16(0), qapi.OutOfRange},
		{"4294967295", uint32(math.MaxUint32), ok},
		{"4294967296", uint32(0), qapi.OutOfRange},
		{"-1", uint32(0), qapi.OutOfRange},
		{"18446744073709551615", uint64(math.MaxUint64), ok},
		{"18446744073709551616", uint64(0), qapi.OutOfRange},
		{"99999999999999999999", uint64(0), qapi.OutOfRange},
		{"-1", uint64(math.MaxUint64), ok}, // wrapped
		{"-9223372036854775808", uint64(1 << 63), ok},
		{"-9223372036854775809", uint64(0), qapi.OutOfRange},

		{"1.0", int64(0), qapi.WrongType},
		{"1e3", int64(0), qapi.WrongType},
		{"1E3", uint8(0), qapi.WrongType},
		{"-1.5", uint64(0), qapi.WrongType},
		{"0.0", uint64(0), qapi.WrongType},
		{"123456789012345678.0", int64(0), qapi.WrongType},
		{"01", int64(0), qapi.MalformedJSON},
		{"-01", int64(0), qapi.MalformedJSON},
		{"-", int64(0), qapi.MalformedJSON},
		{"+1", int64(0), qapi.MalformedJSON},
		{"1.", int64(0), qapi.MalformedJSON},

		{"0", 0.0, ok},
		{"-0", math.Copysign(0, -1), ok},
		{"12", 12.0, ok},
		{"-12", -12.0, ok},
		{"9007199254740993", 9007199254740992.0, ok},
		{"999999999999999999", 1e18, ok},
		{"18446744073709551616", 18446744073709551616.0, ok},
		{"0.1", 0.1, ok},
		{"1e3", 1000.0, ok},
		{"0e1", 0.0, ok},
		{"1.7976931348623157e308", math.MaxFloat64, ok},
		{"1e309", 0.0, qapi.OutOfRange},
		{"-1e309", 0.0, qapi.OutOfRange},
		{"1e-400", 0.0, ok},
		{"00", 0.0, qapi.MalformedJSON},
		{".5", 0.0, qapi.MalformedJSON},
		{"NaN", 0.0, qapi.MalformedJSON},
	}
	decode := func(v any, document string) (any, error) {
		switch v.(type) {
		case int8:
			return decodeAs[int8](document)
		case int16:
			return decodeAs[int16](document)
		case int32:
			return decodeAs[int32](document)
		case int64:
			return decodeAs[int64](document)
		case uint8:
			return decodeAs[uint8](document)
		case uint16:
			return decodeAs[uint16](document)
		case uint32:
			return decodeAs[uint32](document)
		case uint64:
			return decodeAs[uint64](document)
		default:
			return decodeAs[float64](document)
		}
	}
	for _, test := range tests {
		// A space behind the number, too: it must not matter what ends it.
		for _, document := range []string{test.document, test.document + " "} {
			got, err := decode(test.want, document)
			var kind qapi.DecodeErrorKind
			if de := decodeError(t, err); de != nil {
				kind = de.Kind
			}
			if kind != test.kind {
				t.Errorf("%q as %T: got %v, want kind %d", document, test.want, err, test.kind)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%q as %T (-want +got):\n%s", document, test.want, diff)
			}
		}
	}
}

func decodeAs[T any](document string) (T, error) {
	var v T
	err := qapi.Unmarshal([]byte(document), &v)
	return v, err
}
