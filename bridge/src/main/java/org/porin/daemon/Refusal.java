package org.porin.daemon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.SipStatus;
import org.porin.mapping.UnmappableException;
import org.porin.stanza.StanzaError;
import org.porin.wire.MalformedException;

/**
 * Why a file has no translation, and how its sender would be told.
 *
 * @param cause in words
 * @param answer in the fields of the vectors; empty where nobody could be answered
 * @param told the same for a person
 */
record Refusal(String cause, Map<String, Object> answer, String told) {

  /** What cannot be read. */
  static Refusal of(MalformedException malformed) {
    return new Refusal("malformed: " + malformed.getMessage(), Map.of(), "");
  }

  /** What comes from an XMPP user, who gets a stanza error. */
  static Refusal ofStanza(UnmappableException cause, ErrorMapping errors) {
    StanzaError error = errors.toStanzaError(cause.failure());
    String condition = error.condition().wire();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("condition", condition);
    answer.put("type", error.type().wire());
    return new Refusal(text(cause), answer, "<" + condition + "/>, " + error.type().wire());
  }

  /** What comes from the other side, which gets a SIP response. */
  static Refusal ofRequest(UnmappableException cause, ErrorMapping errors) {
    SipStatus status = errors.toSipStatus(cause.failure());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("sip", status.code());
    if (!status.accept().isEmpty()) {
      answer.put("accept", status.accept());
    }
    return new Refusal(text(cause), answer, "SIP " + status.code());
  }

  /** For standard error. */
  List<String> remarks() {
    return told.isEmpty() ? List.of(cause) : List.of(cause, "the sender is told: " + told);
  }

  /** The field {@code expect}. */
  Map<String, Object> toJson() {
    Map<String, Object> expect = new LinkedHashMap<>();
    expect.put("status", "failure");
    expect.put("cause", cause);
    expect.putAll(answer);
    return expect;
  }

  private static String text(UnmappableException cause) {
    return "cannot be mapped: " + cause.text() + " (" + cause.reason() + ")";
  }
}
