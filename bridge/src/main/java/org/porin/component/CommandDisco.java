package org.porin.component;

import java.util.Optional;
import org.porin.stanza.Element;
import org.porin.stanza.IqStanza;

/** Where the commands are found (XEP-0050 §2.1, §2.2): nodes of the gateway (XEP-0030). Pure. */
final class CommandDisco {
  private CommandDisco() {}

  /** Whether an iq asks about a node that has to do with commands. */
  static boolean isIn(IqStanza iq) {
    Optional<Element> query = iq.payload().filter(CommandDisco::isQuery);
    return iq.type() == IqStanza.Type.GET && query.filter(CommandDisco::isOfCommands).isPresent();
  }

  private static boolean isQuery(Element payload) {
    return payload.is(IqResponder.DISCO_INFO, "query")
        || payload.is(IqResponder.DISCO_ITEMS, "query");
  }

  private static boolean isOfCommands(Element query) {
    String node = node(query);
    return node.equals(CommandRequest.NAMESPACE) || Command.of(node).isPresent();
  }

  private static String node(Element query) {
    return query.attribute("node").orElse("");
  }

  /**
   * What is there.
   *
   * @param iq one that asks
   */
  static Element answer(IqStanza iq) {
    Element query = iq.payload().orElseThrow();
    String node = node(query);
    Element answer = Element.empty(query.namespace(), "query").with("node", node);
    Optional<Command> command = Command.of(node);
    if (query.namespace().equals(IqResponder.DISCO_INFO)) {
      return command
          .map(each -> info(answer, "command-node", each.label()))
          .orElseGet(() -> info(answer, "command-list", "Commands"));
    }
    return command.isPresent() ? answer : items(answer, iq.to().orElseThrow().domain());
  }

  private static Element info(Element answer, String type, String name) {
    String namespace = IqResponder.DISCO_INFO;
    return answer
        .with(
            Element.empty(namespace, "identity")
                .with("category", "automation")
                .with("type", type)
                .with("name", name))
        .with(Element.empty(namespace, "feature").with("var", CommandRequest.NAMESPACE))
        .with(Element.empty(namespace, "feature").with("var", DataForm.NAMESPACE));
  }

  private static Element items(Element answer, String gateway) {
    Element items = answer;
    for (Command command : Command.values()) {
      items =
          items.with(
              Element.empty(IqResponder.DISCO_ITEMS, "item")
                  .with("jid", gateway)
                  .with("node", command.node())
                  .with("name", command.label()));
    }
    return items;
  }
}
