package model

import "github.com/qapi-go/qapi-gen/qmp"

func always(class qmp.ErrorClass) func(state) qmp.ErrorClass {
	return func(state) qmp.ErrorClass { return class }
}

// negotiatedThen is the class of a command that can be found once negotiation is over.
func negotiatedThen(class qmp.ErrorClass) func(state) qmp.ErrorClass {
	return func(s state) qmp.ErrorClass {
		if !s.negotiated {
			return qmp.CommandNotFound
		}
		return class
	}
}

// oobThen is the class of an out-of-band request, if the capability is on.
func oobThen(class qmp.ErrorClass) func(state) qmp.ErrorClass {
	return func(s state) qmp.ErrorClass {
		if !s.oob {
			return qmp.GenericError
		}
		return class
	}
}

func onlyOnce(s state) qmp.ErrorClass {
	if s.negotiated {
		return qmp.CommandNotFound
	}
	return ""
}

// Commands that both a server of ours has in these tests and QEMU has.
const (
	inBandCommand = "query-version"
	oobCommand    = "query-yank"
)

// commonKinds are requests that QEMU and a server of ours answer alike. The order is
// of importance: a program that fails is shrunk towards the first.
func commonKinds() []kind {
	return []kind{
		{name: "command", text: `{"execute": "` + inBandCommand + `"%s}`, class: negotiatedThen("")},
		{name: "negotiation with oob", text: `{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}%s}`, class: onlyOnce, negotiates: true, enables: true},
		{name: "negotiation", text: `{"execute": "qmp_capabilities"%s}`, class: onlyOnce, negotiates: true},
		{name: "out-of-band", text: `{"exec-oob": "` + oobCommand + `"%s}`, oob: true, class: oobThen("")},
		{name: "out-of-band command, in-band", text: `{"execute": "` + oobCommand + `"%s}`, class: negotiatedThen("")},
		{name: "unknown", text: `{"execute": "x-none"%s}`, class: always(qmp.CommandNotFound)},
		{name: "device not found", text: `{"execute": "device_del", "arguments": {"id": "x"}%s}`, class: negotiatedThen(qmp.DeviceNotFound)},
		{name: "unexpected argument", text: `{"execute": "` + inBandCommand + `", "arguments": {"x": 1}%s}`, class: negotiatedThen(qmp.GenericError)},
		{name: "missing argument", text: `{"execute": "device_del"%s}`, class: negotiatedThen(qmp.GenericError)},
		{name: "unexpected member", text: `{"execute": "` + inBandCommand + `", "x": 1%s}`, class: always(qmp.GenericError)},
		{name: "both members", text: `{"execute": "` + inBandCommand + `", "exec-oob": "` + oobCommand + `"%s}`, class: always(qmp.GenericError)},
		{name: "no command", text: `{"arguments": {}%s}`, class: always(qmp.GenericError)},
		{name: "command of a wrong kind", text: `{"execute": 1%s}`, class: always(qmp.GenericError)},
		{name: "unknown capability", text: `{"execute": "qmp_capabilities", "arguments": {"enable": ["x"]}%s}`, class: always(qmp.GenericError)},
		{name: "out-of-band, not allowed", text: `{"exec-oob": "` + inBandCommand + `"%s}`, oob: true, class: always(qmp.GenericError)},
		{name: "out-of-band, unknown", text: `{"exec-oob": "x-none"%s}`, oob: true, class: oobThen(qmp.CommandNotFound)},
		{name: "out-of-band, unexpected member", text: `{"exec-oob": "` + oobCommand + `", "x": 1%s}`, oob: true, class: always(qmp.GenericError)},
		{name: "no object", text: "[1]", class: always(qmp.GenericError)},
		{name: "no JSON", text: "{\"execute\" 1}", class: always(qmp.GenericError)},
		{name: "brackets that do not match", text: "[}", class: always(qmp.GenericError)},
	}
}

// ownKinds are the requests that need commands made for these tests.
func ownKinds() []kind {
	return append(commonKinds(),
		kind{name: "block", text: `{"execute": "block"%s}`, class: negotiatedThen(""), blocks: true},
		kind{name: "emit", text: `{"execute": "emit"%s}`, class: negotiatedThen(""), emits: true},
		kind{name: "emit out-of-band", text: `{"exec-oob": "emit"%s}`, oob: true, class: oobThen(""), emits: true},
	)
}
