package org.porin.address;

/**
 * An XMPP address (RFC 7622).
 *
 * @param localPart empty when there is none
 * @param domain never empty
 * @param resource empty when there is none
 */
public record Jid(String localPart, String domain, String resource) {}
