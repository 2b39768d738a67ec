package org.porin.profile;

import java.util.Optional;
import org.porin.address.PresUri;
import org.porin.msgfmt.MimeEntity;

/**
 * The notify operation (RFC 3859 §3.2), with the state of the subscription that RFC 6665 §4.1.3
 * makes a part of it.
 *
 * @param watcher who is told
 * @param target whose presence it is
 * @param state what has become of the subscription
 * @param document what is told: PIDF, bare or in a Message/CPIM; empty where the state of the
 *     subscription is all there is to say, and then the state of the presentity stays as it was
 *     (RFC 3856 §6.8, OPEN i)
 * @param transId repeated in the response
 */
public record Notification(
    PresUri watcher,
    PresUri target,
    SubscriptionState state,
    Optional<MimeEntity> document,
    TransId transId) {}
