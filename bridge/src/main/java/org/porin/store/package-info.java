/**
 * Where subscriptions outlive the process (RFC 3859 §3.4): SQLite, or PostgreSQL where several
 * bridges share the work. One thread writes; what waited during a commit is the next one. Tier: an
 * edge towards the disk; of the core it knows the rows of {@code org.porin.presence}.
 */
@NullMarked
package org.porin.store;

import org.jspecify.annotations.NullMarked;
