package server

import (
	"fmt"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
)

// String returns the call that makes the option, as in `WithThrottle("RTC_CHANGE", 1s)`.
func (o Option) String() string {
	c := serverConfig{throttles: map[string]throttle{}, offerOOB: true}
	o(&c)
	for event, t := range c.throttles {
		if t.key != "" {
			return fmt.Sprintf("WithThrottle(%q, %v, %q)", event, t.interval, t.key)
		}
		return fmt.Sprintf("WithThrottle(%q, %v)", event, t.interval)
	}
	switch {
	case c.version != qmp.Version{}:
		return fmt.Sprintf("WithVersion(%v)", c.version)
	case c.input != qapi.InputPolicy{}:
		return fmt.Sprintf("WithInputPolicy(%v)", c.input)
	case c.output != qapi.OutputPolicy{}:
		return fmt.Sprintf("WithOutputPolicy(%v)", c.output)
	case c.limits != Limits{}:
		return fmt.Sprintf("WithLimits(%v)", c.limits)
	case !c.offerOOB:
		return "WithOOBWithheld()"
	case c.singleClient:
		return "WithSingleClient()"
	case c.rfc:
		return "WithRFCRequests()"
	case c.preconfig:
		return "WithPreconfig()"
	}
	return c.hookText()
}

// hookText returns the text of an option that sets functions or objects of the
// program, which are not printed.
func (c *serverConfig) hookText() string {
	switch {
	case c.executor != nil:
		return "WithExecutor(...)"
	case c.logger != nil:
		return "WithLogger(...)"
	case c.hook != nil:
		return "WithCallHook(...)"
	case c.trace != nil:
		return "WithTrace(...)"
	case len(c.middleware) > 0:
		return "WithMiddleware(...)"
	case len(c.emitters) > 0:
		return "WithEmitter(...)"
	}
	return "Option"
}
