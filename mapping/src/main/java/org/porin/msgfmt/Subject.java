package org.porin.msgfmt;

import java.util.Optional;

/**
 * A subject (RFC 3862 §4.5).
 *
 * @param lang its language tag; empty means {@code i-default} (RFC 3862 §3.3)
 * @param text unescaped, any characters
 */
public record Subject(Optional<String> lang, String text) {}
