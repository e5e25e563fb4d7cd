package breaking_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/model"
)

// An edit that is not classed as a break never makes a strict server of the
// new schema refuse a request that is valid under the old one, and never makes
// a client of the old schema fail on what a server of the new one sends.
func TestCompatibleEditsKeepOldClientsWorking(t *testing.T) {
	const edits = 6000
	var built, compatible, broken int
	for seed := range uint64(edits) {
		r := rand.New(rand.NewPCG(seed, 1))
		before := randomText(r)
		after := before.clone()
		for range 1 + r.IntN(2) {
			after.edit(r)
		}
		old, diags := tryBuild("old.json", before.String())
		if diags.HasErrors() {
			continue
		}
		now, diags := tryBuild("new.json", after.String())
		if diags.HasErrors() {
			continue
		}
		built++
		changes := compare(t, breaking.Schema(old), breaking.Schema(now), breaking.Options{Go: true})
		var sentBreaks, receivedBreaks bool
		for _, ch := range changes {
			if ch.Verdict == breaking.Break && !ch.Go {
				sentBreaks = sentBreaks || len(ch.SentWith) > 0 || len(ch.ReceivedFrom) == 0
				receivedBreaks = receivedBreaks || len(ch.ReceivedFrom) > 0
			}
		}
		err := exchange(valueMaker{r}, old, now, sentBreaks, receivedBreaks)
		switch {
		case err == nil && !sentBreaks && !receivedBreaks:
			compatible++
		case err != nil && !errors.Is(err, errFound):
			t.Fatalf("seed %d: %v\n--- old\n%s--- new\n%s--- report\n%s", seed, err, before, after, report(changes))
		case err != nil:
			broken++
		}
	}
	t.Logf("%d edits gave schemas: %d compatible, %d broken with a witness", built, compatible, broken)
	if built < edits/2 || compatible < built/10 || broken < built/10 {
		t.Errorf("of %d edits %d gave schemas, %d of them compatible, %d broken with a witness: too few to tell",
			edits, built, compatible, broken)
	}
}

// errFound is a failure that was foretold.
var errFound = errors.New("foretold")

// exchange sends values both ways. Its error is errFound where a value fails
// that may, because of a break in that direction.
func exchange(r valueMaker, old, now *model.Schema, sentBreaks, receivedBreaks bool) (err error) {
	const tries = 12
	found := func(failure error, foretold bool) {
		switch {
		case failure == nil || errors.Is(failure, errNoValue) || err != nil && !errors.Is(err, errFound):
		case foretold:
			err = errFound
		default:
			err = failure
		}
	}
	for _, d := range old.Definitions {
		if model.HasFeature(d.Common().Features, model.Unstable) {
			continue
		}
		for range tries {
			switch o := d.(type) {
			case *model.Command:
				n, ok := now.Lookup(o.Name).(*model.Command)
				if !ok {
					found(errors.New("command "+o.Name+" is gone"), sentBreaks)
					continue
				}
				found(send(r, o.Arg, n.Arg), sentBreaks)
				found(receive(r, n.Ret, o.Ret), receivedBreaks)
			case *model.Event:
				if n, ok := now.Lookup(o.Name).(*model.Event); ok {
					found(receive(r, object(n.Arg), object(o.Arg)), receivedBreaks)
				}
			}
		}
	}
	return err
}

// send makes arguments of the old command and has the new one take them.
func send(r valueMaker, old, now model.Object) error {
	args, err := r.value(object(old), 0)
	if err != nil {
		return err
	}
	return decoder{strict: true}.check(object(now), args)
}

// receive makes what the new schema sends and has a client of the old take it.
func receive(r valueMaker, now, old model.Type) error {
	if now == nil {
		now = &model.Struct{}
	}
	if old == nil {
		old = &model.Struct{}
	}
	v, err := r.value(now, 0)
	if err != nil {
		return err
	}
	return decoder{}.check(old, v)
}

func object(o model.Object) model.Object {
	if o == nil {
		return &model.Struct{}
	}
	return o
}

func breaks(changes []breaking.Change) bool {
	for _, ch := range changes {
		if ch.Verdict == breaking.Break && !ch.Go {
			return true
		}
	}
	return false
}
