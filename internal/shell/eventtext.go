package shell

import "github.com/qapi-go/qapi-gen/qmp"

// EventText is an event in one line, safe to print.
func EventText(ev qmp.Event) string {
	text := Safe(ev.Name)
	if !ev.Time.IsZero() {
		text = ev.Time.Local().Format("15:04:05.000") + " " + text
	}
	if len(ev.Data) > 0 && string(ev.Data) != "{}" {
		text += " " + SafeJSON(ev.Data, false)
	}
	return text
}
