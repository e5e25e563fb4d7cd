package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// depths are how many requests are in flight.
var depths = []int{1, 32}

// A measurement measures servers, and collects the samples.
type measurement struct {
	starts, rounds int
	length         time.Duration // of one sample
	results        map[int][]result
}

// A result has the samples of one server, in the order of the rounds.
type result struct {
	server string
	rates  []float64 // round trips a second
	cpu    []float64 // microseconds of the server's CPU time a round trip
}

// run starts the servers and measures them.
func (m *measurement) run(ctx context.Context, list []server) error {
	contenders, err := startAll(ctx, list)
	defer func() {
		for _, c := range contenders {
			c.stop()
		}
	}()
	if err != nil {
		return err
	}
	if m.results == nil {
		m.results = map[int][]result{}
	}
	for _, depth := range depths {
		if m.results[depth] == nil {
			m.results[depth] = make([]result, len(contenders))
		}
		if err := m.compare(contenders, depth); err != nil {
			return err
		}
	}
	return nil
}

// warmUp is how many rounds do not count.
const warmUp = 3

// compare measures the contenders in turn, in another order in each round.
func (m *measurement) compare(contenders []*contender, depth int) error {
	for round := range warmUp + m.rounds {
		for _, i := range rand.Perm(len(contenders)) {
			c := contenders[i]
			rate, cpu, err := c.measure(depth, m.length)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if r := &m.results[depth][i]; round >= warmUp {
				r.server, r.rates, r.cpu = c.name, append(r.rates, rate), append(r.cpu, cpu)
			}
		}
	}
	return nil
}

const request = `{"execute": "query-status", "id": 12345}` + "\n"

// measure keeps depth requests in flight: for each reply that has come in it
// sends a request, in a write of its own, as callers that know nothing of one
// another do.
func (c *contender) measure(depth int, length time.Duration) (rate, cpu float64, err error) {
	message := []byte(request)
	done, inFlight, send := 0, 0, depth
	begin, used := time.Now(), c.cpuTime()
	for {
		if time.Since(begin) > length {
			send = 0
		}
		for range send {
			if _, err := c.conn.Write(message); err != nil {
				return 0, 0, err
			}
		}
		inFlight += send
		if inFlight == 0 {
			rate = float64(done) / time.Since(begin).Seconds()
			return rate, float64((c.cpuTime() - used).Microseconds()) / float64(done), nil
		}
		send, err = c.skipReplies()
		if err != nil {
			return 0, 0, err
		}
		inFlight -= send
		done += send
	}
}

// skipReplies waits for a reply and skips it with those behind it that have
// come too.
func (c *contender) skipReplies() (n int, err error) {
	for n == 0 || c.in.Buffered() > 0 {
		if err := c.skipLines(1); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (c *contender) skipLines(n int) error {
	for range n {
		if _, err := c.in.ReadSlice('\n'); err != nil {
			return err
		}
	}
	return nil
}

// report shows the medians, and that of each round's ratios to the first server and
// to the one before.
func (m *measurement) report(depth int) (table []byte) {
	table = fmt.Appendf(table, "%-32s %14s %8s %12s %16s\n",
		fmt.Sprintf("%d in flight", depth), "round trips/s", "of echo", "of the above", "its CPU us each")
	results := m.results[depth]
	for i, r := range results {
		above := results[max(i-1, 0)]
		table = fmt.Appendf(table, "  %-30s %14.0f %8.2f %12.2f %16.2f\n", r.server, median(r.rates),
			medianRatio(r.rates, results[0].rates), medianRatio(r.rates, above.rates), mean(r.cpu))
	}
	return table
}

func medianRatio(values, others []float64) float64 {
	ratios := make([]float64, len(values))
	for i := range values {
		ratios[i] = values[i] / others[i]
	}
	return median(ratios)
}

// mean is for CPU times, which are counted in ticks longer than a few round trips.
func mean(values []float64) (m float64) {
	for _, v := range values {
		m += v / float64(len(values))
	}
	return m
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
