/**
 * What every store of subscriptions promises, on whatever it keeps them: one suite for all. That on
 * PostgreSQL stands among the interop suites, since it wants a server.
 */
@NullMarked
package org.porin.conformance.store;

import org.jspecify.annotations.NullMarked;
