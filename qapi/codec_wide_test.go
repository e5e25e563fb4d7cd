package qapi_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
)

// Wide has more members than a machine word has bits.
type Wide struct {
	M0, M1, M2, M3, M4, M5, M6, M7, M8, M9, M10, M11, M12, M13, M14, M15, M16, M17, M18, M19,
	M20, M21, M22, M23, M24, M25, M26, M27, M28, M29, M30, M31, M32, M33, M34, M35, M36, M37, M38, M39,
	M40, M41, M42, M43, M44, M45, M46, M47, M48, M49, M50, M51, M52, M53, M54, M55, M56, M57, M58, M59,
	M60, M61, M62, M63, M64, M65, M66, M67, M68, M69, M70, M71, M72, M73, M74, M75, M76, M77, M78, M79,
	M80, M81, M82, M83, M84, M85, M86, M87, M88, M89, M90, M91, M92, M93, M94, M95, M96, M97, M98, M99,
	M100, M101, M102, M103, M104, M105, M106, M107, M108, M109, M110, M111, M112, M113, M114, M115, M116,
	M117, M118, M119, M120, M121, M122, M123, M124, M125, M126, M127, M128, M129 int64
}

func (*Wide) QAPIType() *qapi.Type { return &typeWide }

var typeWide = qapi.Type{Name: "Wide", Kind: qapi.KindStruct, Members: func() (members []qapi.Member) {
	for i := range 130 {
		members = append(members, qapi.Member{Name: fmt.Sprintf("m%d", i)})
	}
	return members
}()}

// Hundred is a union of a hundred branches with members, and Wide as its last.
type Hundred struct {
	Kind HundredKind
	B0, B1, B2, B3, B4, B5, B6, B7, B8, B9, B10, B11, B12, B13, B14, B15, B16, B17, B18, B19,
	B20, B21, B22, B23, B24, B25, B26, B27, B28, B29, B30, B31, B32, B33, B34, B35, B36, B37, B38, B39,
	B40, B41, B42, B43, B44, B45, B46, B47, B48, B49, B50, B51, B52, B53, B54, B55, B56, B57, B58, B59,
	B60, B61, B62, B63, B64, B65, B66, B67, B68, B69, B70, B71, B72, B73, B74, B75, B76, B77, B78, B79,
	B80, B81, B82, B83, B84, B85, B86, B87, B88, B89, B90, B91, B92, B93, B94, B95, B96, B97, B98, B99 *BlockFile
	Wide          *Wide
	UnknownBranch json.RawMessage
}

func (*Hundred) QAPIType() *qapi.Type { return &typeHundred }

type HundredKind string

func (*HundredKind) QAPIType() *qapi.Type { return &typeHundredKind }

var typeHundred = qapi.Type{
	Name: "Hundred", Kind: qapi.KindUnion, Members: []qapi.Member{{Name: "kind"}},
	Branches: func() (branches []qapi.Branch) {
		for _, value := range typeHundredKind.Values {
			branches = append(branches, qapi.Branch{Name: value.Name})
		}
		return branches
	}(),
}

var typeHundredKind = qapi.Type{Name: "HundredKind", Kind: qapi.KindEnum, Values: func() (values []qapi.EnumValue) {
	for i := range 100 {
		values = append(values, qapi.EnumValue{Name: fmt.Sprintf("branch-%d", i)})
	}
	return append(values, qapi.EnumValue{Name: "wide"})
}()}

// wideMembers returns the members of a Wide, without those in omit.
func wideMembers(omit ...int) string {
	var members []string
next:
	for i := range 130 {
		for _, o := range omit {
			if i == o {
				continue next
			}
		}
		members = append(members, fmt.Sprintf(`"m%d":%d`, i, i))
	}
	return strings.Join(members, ",")
}

func TestMoreMembersThanBits(t *testing.T) {
	var wide Wide
	if err := qapi.UnmarshalStrict([]byte("{"+wideMembers()+"}"), &wide); err != nil {
		t.Fatal(err)
	}
	if wide.M0 != 0 || wide.M64 != 64 || wide.M129 != 129 {
		t.Errorf("members are mixed up: %+v", wide)
	}
	for _, missing := range []int{0, 63, 64, 127, 128, 129} {
		name := fmt.Sprintf("m%d", missing)
		err := decodeError(t, qapi.UnmarshalStrict([]byte("{"+wideMembers(missing)+"}"), &wide))
		if err == nil || err.Kind != qapi.MissingMember || err.Path != name {
			t.Errorf("without %s: got %v", name, err)
		}
		double := fmt.Sprintf("{%s,%q:1}", wideMembers(), name)
		err = decodeError(t, qapi.UnmarshalStrict([]byte(double), &wide))
		if err == nil || err.Kind != qapi.DuplicateMember || err.Found != name {
			t.Errorf("with %s twice: got %v", name, err)
		}
	}
}

func TestHundredBranches(t *testing.T) {
	for i := range 100 {
		document := fmt.Sprintf(`{"kind":"branch-%d","filename":"f%d"}`, i, i)
		var v Hundred
		if err := qapi.UnmarshalStrict([]byte(document), &v); err != nil {
			t.Fatal(err)
		}
		if out, err := qapi.Marshal(&v); err != nil || string(out) != document {
			t.Errorf("got %s, %v, want %s", out, err, document)
		}
	}
	var v Hundred
	if err := qapi.UnmarshalStrict([]byte(`{`+wideMembers()+`,"kind":"wide"}`), &v); err != nil {
		t.Fatal(err)
	}
	err := decodeError(t, qapi.UnmarshalStrict([]byte(`{`+wideMembers(128)+`,"kind":"wide"}`), &v))
	if err == nil || err.Path != "m128" {
		t.Errorf("got %v, want m128 missing", err)
	}
}

// TestManyNames finds a duplicate among so many members that they are no
// longer compared one by one.
func TestManyNames(t *testing.T) {
	for _, n := range []int{15, 16, 17, 18, 1000} {
		var members []string
		for i := range n {
			members = append(members, fmt.Sprintf(`"x%d":null`, i))
		}
		var raw json.RawMessage
		document := "{" + strings.Join(members, ",")
		if err := qapi.Unmarshal([]byte(document+"}"), &raw); err != nil {
			t.Errorf("%d members: %v", n, err)
		}
		for _, i := range []int{0, n / 2, n - 1} {
			err := decodeError(t, qapi.Unmarshal(fmt.Appendf(nil, `%s,"x%d":1}`, document, i), &raw))
			if err == nil || err.Kind != qapi.DuplicateMember {
				t.Errorf("%d members, number %d twice: got %v", n, i, err)
			}
		}
	}
}
