package org.porin.presence;

import org.porin.address.Jid;

/**
 * Who an XMPP user does not want to hear of, by the command of the gateway. All of it is the key.
 *
 * @param user a bare address of a served domain
 * @param blocked a bare foreign address as XMPP knows it, or a domain, without local part
 */
public record BlockRow(Jid user, Jid blocked) implements PresenceStore.Row {}
