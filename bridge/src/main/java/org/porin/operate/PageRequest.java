package org.porin.operate;

import java.util.Optional;

/**
 * What a page is asked.
 *
 * @param query the part of the target behind the question mark, percent-encoding undone; empty
 *     where there is none
 * @param authorization the header field of that name
 * @param body text in UTF-8, at most {@link OperateServer#MAX_BODY_OCTETS}
 */
public record PageRequest(String query, Optional<String> authorization, String body) {}
