package org.porin.store;

import java.time.Duration;
import java.util.Optional;

/**
 * How a store is doing. Counts go from the start of the process.
 *
 * @param waiting calls of {@code save} that are neither durable nor failed
 * @param waitingOctets memory for them
 * @param commits transactions that became durable
 * @param committing the time that these took together
 * @param rows that were written or deleted; of several changes of one row in a commit the last
 * @param failed calls of {@code save} that failed, for whatever reason
 * @param unreadable rows that were found and could not be read
 * @param fault why nothing can be written now; empty where the last commit went well
 */
public record StoreStatus(
    int waiting,
    long waitingOctets,
    long commits,
    Duration committing,
    long rows,
    long failed,
    long unreadable,
    Optional<String> fault) {}
