package qapi_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/qapi"
)

func TestInputPolicy(t *testing.T) {
	rejectDeprecated := qapi.InputPolicy{Deprecated: qapi.Reject}
	rejectUnstable := qapi.InputPolicy{Unstable: qapi.Reject}
	tests := []struct {
		name, document string
		v              any
		policy         qapi.InputPolicy
		want           *qapi.DecodeError
	}{
		{"accepted", `{"key":"k","value":1,"old":1,"x-new":1}`, new(Pair), qapi.InputPolicy{}, nil},
		{"absent", `{"key":"k","value":1}`, new(Pair), rejectDeprecated, nil},
		{"the other feature", `{"key":"k","value":1,"old":1}`, new(Pair), rejectUnstable, nil},
		{"deprecated member", `{"key":"k","value":1,"old":1}`, new(Pair), rejectDeprecated,
			&qapi.DecodeError{Kind: qapi.RejectedMember, Path: "old", Feature: "deprecated"}},
		{"unstable member", `[{"key":"k","value":1,"x-new":1}]`, new([]Pair), rejectUnstable,
			&qapi.DecodeError{Kind: qapi.RejectedMember, Path: "[0].x-new", Feature: "unstable"}},
		{"before its value is looked at", `{"key":"k","value":1,"old":"x"}`, new(Pair), rejectDeprecated,
			&qapi.DecodeError{Kind: qapi.RejectedMember, Path: "old", Feature: "deprecated"}},
		{"after earlier members", `{"key":1,"value":1,"old":1}`, new(Pair), rejectDeprecated,
			&qapi.DecodeError{Kind: qapi.WrongType, Path: "key", Expected: "string", Found: "1"}},
		{"deprecated value", `{"driver":"file","filename":"f","locking":"old"}`, new(Block), rejectDeprecated,
			&qapi.DecodeError{Kind: qapi.RejectedValue, Path: "locking", Found: "old", Feature: "deprecated"}},
		{"deprecated value of another policy", `{"driver":"file","filename":"f","locking":"old"}`, new(Block), rejectUnstable, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := decodeError(t, qapi.UnmarshalWithPolicy([]byte(test.document), test.v, test.policy))
			if diff := cmp.Diff(test.want, got, ignoreOffset); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestInputPolicyCrash(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	_ = qapi.UnmarshalWithPolicy([]byte(`{"key":"k","value":1,"old":1}`), new(Pair), qapi.InputPolicy{Deprecated: qapi.Crash})
}

func TestOutputPolicy(t *testing.T) {
	pair := Pair{Key: "k", Old: new(int64), New: new(int64)}
	tests := []struct {
		policy qapi.OutputPolicy
		want   string
	}{
		{qapi.OutputPolicy{}, `{"key": "k", "value": 0, "old": 0, "x-new": 0}`},
		{qapi.OutputPolicy{HideDeprecated: true}, `{"key": "k", "value": 0, "x-new": 0}`},
		{qapi.OutputPolicy{HideUnstable: true}, `{"key": "k", "value": 0, "old": 0}`},
	}
	for _, test := range tests {
		got, err := qapi.MarshalForServer(pair, test.policy)
		if err != nil || string(got) != test.want {
			t.Errorf("%+v: got %s, %v, want %s", test.policy, got, err, test.want)
		}
	}
}
