package org.porin.component;

import java.util.Locale;
import java.util.Optional;
import org.porin.address.Jid;
import org.porin.stanza.Element;
import org.porin.stanza.IqStanza;
import org.porin.stanza.StanzaError.Condition;

/**
 * A {@code <command/>} as a requester sends it (XEP-0050 §4.1).
 *
 * @param user who asks, bare
 * @param sessionId of a later stage; empty for the first
 * @param form what was filled in
 */
record CommandRequest(
    Jid user, Command command, Action action, Optional<String> sessionId, Optional<Element> form) {
  static final String NAMESPACE = "http://jabber.org/protocol/commands";

  /** What is to be done with a command. */
  enum Action {
    EXECUTE,
    CANCEL,
    PREV,
    NEXT,
    COMPLETE
  }

  /** Whether an iq asks for a command, well or badly. */
  static boolean isIn(IqStanza iq) {
    return iq.type() == IqStanza.Type.SET
        && iq.payload().filter(payload -> payload.is(NAMESPACE, "command")).isPresent();
  }

  /**
   * Reads it.
   *
   * @param iq one that asks for a command
   * @throws CommandFault when there is no such command or action
   */
  static CommandRequest read(IqStanza iq) throws CommandFault {
    Element asked = iq.payload().orElseThrow();
    String node = asked.attribute("node").orElse("");
    Command command =
        Command.of(node)
            .orElseThrow(
                () ->
                    new CommandFault(Condition.ITEM_NOT_FOUND, "This gateway has no such command"));
    return new CommandRequest(
        iq.from().orElseThrow().bare(),
        command,
        action(asked.attribute("action").orElse("execute")),
        asked.attribute("sessionid"),
        asked.children().stream().filter(x -> x.is(DataForm.NAMESPACE, "x")).findFirst());
  }

  private static Action action(String wire) throws CommandFault {
    for (Action action : Action.values()) {
      if (action.name().toLowerCase(Locale.ROOT).equals(wire)) {
        return action;
      }
    }
    throw new CommandFault(Condition.BAD_REQUEST, "malformed-action", "There is no such action");
  }
}
