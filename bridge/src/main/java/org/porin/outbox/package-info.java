/**
 * The durable outbox (RFC 3860 §3.4.1, RFC 3428 §8): a message is recorded before it is tried, in
 * order for each destination, until it is delivered or its origin is told that it is not. {@code
 * docs/outbox.md} has its states. Tier: bridge; knows neither protocol nor database.
 */
@NullMarked
package org.porin.outbox;

import org.jspecify.annotations.NullMarked;
