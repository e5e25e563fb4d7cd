//go:build !linux

package fdconn

import "net"

// InputAlarms watches sockets that no goroutine reads at the moment, for input
// and for a hang-up of the peer. This system has no alarms.
type InputAlarms struct{}

// An InputAlarm is the alarm of one socket.
type InputAlarm struct{}

// Add returns nil.
func (*InputAlarms) Add(net.Conn, func(hungUp bool)) *InputAlarm { return nil }

// On has the alarm ring once, as soon as there is input.
func (*InputAlarm) On() {}

// Off undoes On.
func (*InputAlarm) Off() {}

// Close ends the alarm.
func (*InputAlarm) Close() {}

// Peek reads input into buf without removing it from the socket.
func (*InputAlarm) Peek([]byte) int { return -1 }
