package diag

import (
	"encoding/json"
	"io"
)

// jsonPlace is the place of a diagnostic or note.
type jsonPlace struct {
	Path   string `json:"path,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

type jsonDiagnostic struct {
	jsonPlace
	EndLine      int         `json:"endLine,omitempty"`
	EndColumn    int         `json:"endColumn,omitempty"`
	Severity     string      `json:"severity"`
	Rule         string      `json:"rule,omitempty"`
	Message      string      `json:"message"`
	In           string      `json:"in,omitempty"`
	Notes        []jsonNote  `json:"notes,omitempty"`
	IncludedFrom []jsonPlace `json:"includedFrom,omitempty"`
}

type jsonNote struct {
	jsonPlace
	Message string `json:"message"`
}

// renderJSON writes the list as one JSON array. Lines and columns count from 1.
// Columns have the unit of Pos.Col. An end is just past the last character.
// includedFrom starts with the nearest include.
func renderJSON(w io.Writer, list List) error {
	out := make([]jsonDiagnostic, 0, len(list))
	for i := range list {
		out = append(out, makeJSON(&list[i]))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func makeJSON(d *Diagnostic) jsonDiagnostic {
	j := jsonDiagnostic{
		jsonPlace: placeOf(d.Pos),
		EndLine:   d.End.Line(), EndColumn: d.End.Col(),
		Severity: d.Severity.String(), Rule: d.Rule, Message: d.Message, In: d.In,
	}
	for _, n := range d.Notes {
		j.Notes = append(j.Notes, jsonNote{placeOf(n.Pos), n.Message})
	}
	for _, p := range d.Pos.src.includers() {
		j.IncludedFrom = append(j.IncludedFrom, placeOf(p))
	}
	return j
}

func placeOf(p Pos) jsonPlace { return jsonPlace{p.File(), p.Line(), p.Col()} }
