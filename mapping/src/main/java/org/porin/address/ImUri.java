package org.porin.address;

/**
 * Where an instant inbox is (RFC 3860 §3.2).
 *
 * @param localPart held decoded, never empty
 * @param domain A-labels in lower case, never empty
 */
public record ImUri(String localPart, String domain) {}
