package qmp_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
)

func TestExecuteSendsAndDecodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, func(p *peer) {
			p.serve(func(r request) string {
				return fmt.Sprintf(`{"return": {"name": %q, "arguments": %s}, "id": %s}`, r.Execute, orNull(r.Arguments), r.ID)
			})
		})
		type arguments struct {
			Value int `json:"value"`
		}
		tests := []struct {
			args any
			want string
		}{
			{nil, "null"},
			{map[string]any(nil), "null"},
			{map[string]any{"value": 1}, `{"value":1}`},
			{arguments{2}, `{"value":2}`},
			{&arguments{3}, `{"value":3}`},
			{json.RawMessage(`{"value":4}`), `{"value":4}`},
		}
		for _, tt := range tests {
			var ret struct {
				Name      string
				Arguments json.RawMessage
			}
			if err := c.Execute(t.Context(), `x-"quoted"`, tt.args, &ret); err != nil {
				t.Errorf("%v: %v", tt.args, err)
			}
			if ret.Name != `x-"quoted"` || string(ret.Arguments) != tt.want {
				t.Errorf("%v arrived as %q with %s, want %s", tt.args, ret.Name, ret.Arguments, tt.want)
			}
		}
	})
}

func orNull(raw json.RawMessage) json.RawMessage {
	if raw == nil {
		return json.RawMessage("null")
	}
	return raw
}

func TestExecuteRefusesWhatCannotBeEncoded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, (*peer).discard)
		for _, args := range []any{json.RawMessage(`{`), json.RawMessage(`{} {}`), make(chan int)} {
			err := c.Execute(t.Context(), "x", args, nil)
			if err == nil || !strings.HasPrefix(err.Error(), "x: arguments: ") {
				t.Errorf("%v: %v, want an error about the arguments of x", args, err)
			}
		}
		if err := c.Err(); err != nil {
			t.Errorf("the connection ended: %v", err)
		}
	})
}

func TestExecuteReturnsTheServersError(t *testing.T) {
	tests := []struct{ sent, class, desc, text string }{
		{`{"class": "CommandNotFound", "desc": "gone"}`, "CommandNotFound", "gone", "x: CommandNotFound: gone"},
		{`{"class": "GenericError", "desc": "bad"}`, "GenericError", "bad", "x: bad"},
		{`{"class": "NewClass", "desc": "?", "more": 1}`, "NewClass", "?", "x: NewClass: ?"},
		{`"text"`, "GenericError", `"text"`, `x: "text"`},
	}
	for _, tt := range tests {
		t.Run(tt.class, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := connect(t, greetingOOB, func(p *peer) {
					p.serve(func(r request) string { return fmt.Sprintf(`{"id": %s, "error": %s}`, r.ID, tt.sent) })
				})
				err := c.Execute(t.Context(), "x", nil, nil)
				var e *qmp.Error
				if !errors.As(err, &e) || string(e.Class) != tt.class || e.Desc != tt.desc {
					t.Errorf("got %#v, want class %s, description %s", err, tt.class, tt.desc)
				}
				if err == nil || err.Error() != tt.text {
					t.Errorf("error %q, want %q", err, tt.text)
				}
			})
		})
	}
}

func TestRepliesOfAnySize(t *testing.T) {
	const limit = 3 << 20
	tests := []struct {
		size int
		fits bool
	}{{1, true}, {64 << 10, true}, {1<<20 + 7, true}, {limit - 64, true}, {limit, false}}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.size), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := connect(t, greetingOOB, func(p *peer) {
					r := p.receive()
					// What does not fit ends the connection under the write.
					_, _ = fmt.Fprintf(p.conn, `{"return": {"s": "%s"}, "id": %s}`, strings.Repeat("x", tt.size), r.ID)
					p.discard()
				}, qmp.WithMessageLimit(limit))
				var ret struct{ S string }
				err := c.Execute(t.Context(), "x", nil, &ret)
				if tt.fits && (err != nil || len(ret.S) != tt.size) {
					t.Errorf("%d bytes arrived, %v", len(ret.S), err)
				}
				if !tt.fits && (err == nil || !strings.Contains(err.Error(), "limit of 3145728 bytes")) {
					t.Errorf("err = %v, want one about the limit", err)
				}
			})
		})
	}
}

func TestRepliesThatAreNotOursAreIgnored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingNoOOB, func(p *peer) {
			p.sendf(`{"return": 0}`) // when nothing was asked
			r := p.expect("x")
			for _, id := range []string{`"x"`, `null`, `-1`, `999`, `{"a": 1}`, `1.0`} {
				p.sendf(`{"return": 1, "id": %s}`, id)
				p.sendf(`{"error": {"class": "GenericError", "desc": "other"}, "id": %s}`, id)
			}
			p.answer(r, "2")
			p.answer(r, "3") // once more
			p.answer(p.expect("y"), "4")
		})
		synctest.Wait()
		var got int
		if err := c.Execute(t.Context(), "x", nil, &got); err != nil || got != 2 {
			t.Errorf("x: %d, %v, want 2", got, err)
		}
		if err := c.Execute(t.Context(), "y", nil, &got); err != nil || got != 4 {
			t.Errorf("y: %d, %v, want 4", got, err)
		}
	})
}

func TestReplyThatDoesNotDecodeFailsItsCallAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, func(p *peer) {
			p.serve(func(r request) string { return fmt.Sprintf(`{"return": "text", "id": %s}`, r.ID) })
		})
		var n int
		if err := c.Execute(t.Context(), "x", nil, &n); err == nil || !strings.HasPrefix(err.Error(), "x: reply: ") {
			t.Errorf("err = %v, want one about the reply of x", err)
		}
		var s string
		if err := c.Execute(t.Context(), "x", nil, &s); err != nil || s != "text" {
			t.Errorf("got %q, %v", s, err)
		}
	})
}

func TestSilentServerHangsNobodyBeyondTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, func(p *peer) {
			<-p.t.Context().Done() // reads nothing either
		})
		var ends []<-chan error
		for i := range 100 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i+1)*time.Second)
			t.Cleanup(cancel)
			ends = append(ends, testconn.Execute(ctx, c, "x"), executeOOB(ctx, c, "y"))
		}
		begin := time.Now()
		for i, end := range ends {
			if err := <-end; !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("call %d: %v", i, err)
			}
			if waited, want := time.Since(begin), time.Duration(i/2+1)*time.Second; waited != want {
				t.Errorf("call %d took %v, want %v", i, waited, want)
			}
		}
	})
}

func TestContextThatHasEndedSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, func(p *peer) { p.answer(p.expect("second"), "{}") })
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := c.Execute(ctx, "first", nil, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("err = %v", err)
		}
		if err := c.Execute(t.Context(), "second", nil, nil); err != nil {
			t.Error(err)
		}
	})
}

func TestRepliesAreToleratedUnlessStrict(t *testing.T) {
	for name, tt := range map[string]struct {
		opts   []qmp.ConnOption
		strict bool
	}{
		"tolerant": {},
		"strict":   {[]qmp.ConnOption{qmp.WithStrictReplies()}, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := connect(t, greetingOOB, func(p *peer) {
					p.answer(p.expect("query"), `{"n": 1, "newer": 2}`)
					p.discard()
				}, tt.opts...)
				var ret stopEvent
				err := c.Execute(t.Context(), "query", nil, &ret)
				var wrong *qapi.DecodeError
				if errors.As(err, &wrong) != tt.strict || err == nil && ret.N != 1 {
					t.Errorf("got %+v, %v", ret, err)
				}
			})
		})
	}
}
