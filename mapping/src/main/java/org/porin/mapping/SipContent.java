package org.porin.mapping;

import java.time.Instant;
import java.util.Optional;
import org.porin.msgfmt.MediaType;
import org.porin.wire.Octets;

/**
 * What a SIP MESSAGE carries and the header fields that belong to it (RFC 7572 §4, Table 1). The
 * texts are on one line.
 *
 * @param contentType of the body
 * @param body its octets
 * @param subject the value of Subject
 * @param contentLanguage the value of Content-Language, one tag
 * @param date the value of Date, when the message was sent
 */
public record SipContent(
    MediaType contentType,
    Octets body,
    Optional<String> subject,
    Optional<String> contentLanguage,
    Optional<Instant> date) {}
