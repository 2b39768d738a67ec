package org.porin.mapping;

/**
 * Something that the other side has no place for.
 *
 * @param what it is, in the terms of the side that it comes from; no text of a user
 * @param clause which rule has it left out, {@code RFC 3922 §4.1.5}
 */
public record Omission(String what, String clause) {}
