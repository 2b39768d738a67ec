package org.porin.membrane;

/**
 * What an outbox holds.
 *
 * @param waiting operations that wait for their turn
 * @param octets of memory for these and for those in flight
 * @param lanes destinations with an operation in flight
 */
public record OutboxStatus(long waiting, long octets, int lanes) {}
