package breaking

import (
	"fmt"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
)

// Diagnostic is the change as a diagnostic: a Break is an error, a Caution a
// warning, and what is Compatible a notice.
func (ch *Change) Diagnostic() diag.Diagnostic {
	d := diag.Diagnostic{
		Severity: [...]diag.Severity{Compatible: diag.Notice, Caution: diag.Warning, Break: diag.Error}[ch.Verdict],
		Rule:     ch.Rule, Pos: ch.Pos, End: ch.End, Message: ch.Message,
	}
	nowhere := diag.Pos{}
	for i, r := range ch.Reasons {
		if i == maxReasons {
			d.Note(nowhere, "and %d more reasons", len(ch.Reasons)-i)
			break
		}
		d.Note(nowhere, "%s", r)
	}
	if text := ch.few(ch.SentWith); text != "" {
		d.Note(nowhere, "sent with %s", text)
	}
	if text := ch.few(ch.ReceivedFrom); text != "" {
		d.Note(nowhere, "received from %s", text)
	}
	switch {
	case ch.Unstable:
		d.Note(nowhere, "it was unstable")
	case ch.Withdrawn && ch.Verdict == Compatible:
		d.Note(nowhere, "it was deprecated")
	case ch.Withdrawn:
		d.Note(nowhere, "it was deprecated; --allow-deprecated-removal permits this")
	}
	if ch.OldPos.IsValid() && ch.Verdict == Break {
		d.Note(ch.OldPos, "it was here")
	}
	return d
}

// maxUses is how many uses of a type are named, maxReasons how many reasons
// why it is not another.
const (
	maxUses    = 3
	maxReasons = 5
)

// few names the first of a list, and counts the others. It is empty where the
// message has the only one.
func (ch *Change) few(list []string) string {
	if len(list) == 1 && strings.Contains(ch.Message, list[0]) {
		return ""
	}
	if len(list) <= maxUses+1 {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:maxUses], ", "), len(list)-maxUses)
}
