/**
 * Subscriptions both ways, and presence as reconciled state (RFC 3859, RFC 3922 §6, RFC 8048): what
 * a watcher has been told is kept, and told anew only where it differs. Tier: core, between the
 * edges; time is an argument of everything but the one class that owns the thread.
 */
@NullMarked
package org.porin.presence;

import org.jspecify.annotations.NullMarked;
