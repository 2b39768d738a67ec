package org.porin.outbox;

import org.porin.profile.MessageOperation;

/**
 * What of a message is written once and never changes.
 *
 * @param recordedAt in milliseconds since 1970
 * @param expires the same, when it is given up
 * @param token see {@link org.porin.profile.Sending}
 * @param sequence see there
 */
record OutboxRow(
    Direction direction,
    long recordedAt,
    long expires,
    String token,
    int sequence,
    MessageOperation operation) {}
