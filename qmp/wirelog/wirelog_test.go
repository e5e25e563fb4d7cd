package wirelog_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/wirelog"
)

func TestHookLeavesSecretsOut(t *testing.T) {
	for _, test := range []struct {
		name, message, want string
		secrets             []string
	}{
		{
			"password of a command", `{"execute":"set_password","arguments":{"protocol":"vnc","password":"abc"}}`,
			`{"arguments":{"password":"***","protocol":"vnc"},"execute":"set_password"}`, nil,
		},
		{
			"data of a secret object", `{"execute":"object-add","arguments":{"qom-type":"secret","id":"s","data":"abc"}}`,
			`{"arguments":{"data":"***","id":"s","qom-type":"secret"},"execute":"object-add"}`, nil,
		},
		{
			"deep in a list", `{"return":[{"options":[{"key":{"a":"abc"}}]}]}`,
			`{"return":[{"options":[{"key":"***"}]}]}`, nil,
		},
		{"a number stays", `{"return":12345678901234567890}`, `{"return":12345678901234567890}`, nil},
		{"no JSON", `{"password":"abc`, `(no JSON object)`, nil},
		{"paths of the program's own", `{"a":{"b":"abc"},"b":"c","password":"d"}`, `{"a":{"b":"***"},"b":"c","password":"d"}`, []string{"a/b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			log := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
			wirelog.NewHook(log, test.secrets...)(qmp.WireMessage{Direction: qmp.Sent, Conn: "vm", Data: []byte(test.message)})
			var entry struct{ Message, Direction, Conn string }
			if err := json.Unmarshal(out.Bytes(), &entry); err != nil {
				t.Fatal(err)
			}
			if entry.Message != test.want || entry.Direction != "sent" || entry.Conn != "vm" {
				t.Errorf("got %+v, want %s", entry, test.want)
			}
		})
	}
}
