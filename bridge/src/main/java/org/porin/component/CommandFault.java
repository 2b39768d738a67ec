package org.porin.component;

import org.porin.stanza.Element;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;

/** A command that is not performed, and what its requester is told (XEP-0050 §4.4). */
final class CommandFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient StanzaError error;

  CommandFault(Condition condition, String text) {
    this(StanzaError.of(condition, text));
  }

  /**
   * @param specific the condition of XEP-0050 inside of the general one
   */
  CommandFault(Condition condition, String specific, String text) {
    this(StanzaError.of(condition, text).called(Element.empty(CommandRequest.NAMESPACE, specific)));
  }

  private CommandFault(StanzaError error) {
    super(error.condition().wire(), null, false, false);
    this.error = error;
  }

  StanzaError error() {
    return error;
  }
}
