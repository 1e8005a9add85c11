"""Documents out: plain values in, bytes out. No Flask, no database, no clock, no network."""
