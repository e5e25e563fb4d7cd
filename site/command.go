package site

import "github.com/qapi-go/qapi-gen/model"

func (p *pageRows) command(d *definitionPage, c *model.Command) {
	d.Base = c.Name
	d.commandBadges(c)
	d.Parts = p.data("Arguments", "It takes no arguments.", c.Arg)
	d.Signature = p.signature(c.Name, c.Arg)
	returns := section{ID: joinSteps(p.base, retStep), Title: "Returns", None: "It returns an empty object."}
	switch {
	case !c.SuccessResponse:
		returns.None = "It sends no reply when it succeeds."
	case c.Ret != nil:
		returns = p.section("Returns", retStep, model.Element(c.Ret))
		returns.Type = p.typeTexts(c.Ret)
		d.Signature = append(append(d.Signature, typeText{Text: " → "}), returns.Type...)
	}
	returns.Text, returns.Within = d.returnsText, d.within
	d.Returns = &returns
	d.Requests = p.commandRequests(c)
}

func (d *definitionPage) commandBadges(c *model.Command) {
	if c.AllowOOB {
		d.addBadge("oob", "out-of-band", "It can overtake commands that the server is busy with.")
	}
	if c.AllowPreconfig {
		d.addBadge("preconfig", "preconfig", "It can be used before the machine is created.")
	}
	if c.Coroutine {
		d.addBadge("coroutine", "coroutine", "Its handler runs in a coroutine of the server.")
	}
	if !c.SuccessResponse {
		d.addBadge("noreply", "no reply", "The server sends no reply when it succeeds.")
	}
	if !c.Gen {
		d.addBadge("raw", "gen: false", "The server reads its arguments without the generated code.")
	}
}

// data makes the section of the arguments of a command or the data of an event.
func (p *pageRows) data(title, none string, arg model.Object) section {
	if arg == nil {
		return section{ID: joinSteps(p.base, argStep), Title: title, None: none, Within: p.opts.Single}
	}
	s := p.section(title, argStep, arg)
	s.None = none
	if !model.IsImplicit(arg) {
		s.Type = p.typeTexts(arg)
	}
	return s
}

// signature writes a command or event as its members: "name(a: str, *b: int)".
func (b *builder) signature(name string, arg model.Object) []typeText {
	texts := []typeText{{Text: name + "("}}
	switch {
	case arg == nil:
	case !model.IsImplicit(arg):
		texts = append(texts, b.typeTexts(arg)...)
	default:
		for i, m := range arg.Fields() {
			before := ""
			if i > 0 {
				before = ", "
			}
			if m.Optional {
				before += "*"
			}
			texts = append(texts, typeText{Text: before + m.Name + ": "})
			texts = append(texts, b.typeTexts(m.Type)...)
		}
	}
	return append(texts, typeText{Text: ")"})
}
