package org.porin.resolve;

/**
 * What a resolver has done and holds, for an operator.
 *
 * @param asked resolutions since the start, of valid domains
 * @param answeredFromMemory of these, those that a kept result, or a lookup under way, answered
 * @param kept domains of which a result is held, old ones among them
 * @param lookups domains that are looked up now
 */
public record ResolverCounts(long asked, long answeredFromMemory, int kept, int lookups) {}
