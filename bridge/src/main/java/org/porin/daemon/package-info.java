/**
 * The command line and the configuration: what an operator sees and sets, and the only place that
 * names every concrete type. Tier: starts everything.
 */
@NullMarked
package org.porin.daemon;

import org.jspecify.annotations.NullMarked;
