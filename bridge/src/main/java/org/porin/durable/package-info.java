/**
 * What the outbox and the subscriptions both know of a store: how it fails. The stores themselves
 * are theirs, {@code OutboxStore} and {@code PresenceStore}. Tier: below both.
 */
@NullMarked
package org.porin.durable;

import org.jspecify.annotations.NullMarked;
