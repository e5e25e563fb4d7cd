package main

import (
	"fmt"
	"slices"
	"time"
)

// compare measures the contenders in turn.
func compare(contenders []*contender, depth, rounds int, length time.Duration) error {
	for _, c := range contenders {
		c.rates, c.cpu = nil, nil
	}
	for range rounds {
		for _, c := range contenders {
			rate, err := c.measure(depth, length)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			c.rates = append(c.rates, rate)
		}
	}
	return nil
}

const request = `{"execute": "query-status", "id": 12345}` + "\n"

// measure keeps depth requests in flight: for each reply that has come in it
// sends a request, in a write of its own, as callers that know nothing of one
// another do.
func (c *contender) measure(depth int, length time.Duration) (rate float64, err error) {
	message := []byte(request)
	done, inFlight, send := 0, 0, depth
	begin, used := time.Now(), c.cpuTime()
	for {
		if time.Since(begin) > length {
			send = 0
		}
		for range send {
			if _, err := c.conn.Write(message); err != nil {
				return 0, err
			}
		}
		inFlight += send
		if inFlight == 0 {
			c.cpu = append(c.cpu, float64((c.cpuTime()-used).Microseconds())/float64(done))
			return float64(done) / time.Since(begin).Seconds(), nil
		}
		send, err = c.skipReplies()
		if err != nil {
			return 0, err
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

// report shows the medians, and that of each round's ratio to the first
// contender.
func report(contenders []*contender, depth int) (table []byte) {
	table = fmt.Appendf(table, "%-40s %14s %10s %16s\n",
		fmt.Sprintf("%d in flight", depth), "round trips/s", "of echo", "its CPU us each")
	echo := contenders[0]
	for _, c := range contenders {
		ratios := make([]float64, len(c.rates))
		for round := range ratios {
			ratios[round] = c.rates[round] / echo.rates[round]
		}
		table = fmt.Appendf(table, "  %-38s %14.0f %10.2f %16.2f\n", c.name, median(c.rates), median(ratios), mean(c.cpu))
	}
	return table
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
