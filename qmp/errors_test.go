package qmp_test

import (
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
)

func TestErrorNamesItsClass(t *testing.T) {
	for class, want := range map[qmp.ErrorClass]string{
		"":                  "no",
		qmp.GenericError:    "no",
		qmp.CommandNotFound: "CommandNotFound: no",
		qmp.DeviceNotActive: "DeviceNotActive: no",
		qmp.DeviceNotFound:  "DeviceNotFound: no",
		qmp.KVMMissingCap:   "KVMMissingCap: no",
	} {
		if got := (&qmp.Error{Class: class, Desc: "no"}).Error(); got != want {
			t.Errorf("class %q: %q, want %q", class, got, want)
		}
	}
}
