package org.porin.stanza;

import java.util.ArrayList;
import java.util.List;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StanzaFramer.Found;
import org.porin.stanza.StreamElement.Unreadable;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A whole stream, or a document {@code <stanzas xmlns='jabber:component:accept'>}, that is there to
 * its last octet: for people who look into it. {@link StanzaReader} reads what is still coming.
 *
 * @param parts the top-level elements, in order
 */
public record WholeStream(List<Part> parts) {
  private static final String EXPECTED_END = "the end tag of the document";

  public WholeStream {
    parts = List.copyOf(parts);
  }

  /**
   * One top-level element.
   *
   * @param offset where it begins, in octets from the start of the input
   * @param element as it stands there; without content where it is over a limit
   * @param reading what it says
   */
  public record Part(int offset, Element element, StreamElement reading) {}

  /**
   * Reads all of it.
   *
   * @throws MalformedException when it is not well-formed or no document of stanzas, with an offset
   *     in octets from the start of the input
   */
  public static WholeStream read(Octets input, StanzaLimits limits) throws MalformedException {
    byte[] octets = input.toArray();
    StanzaFramer framer = new StanzaFramer(limits);
    int at = 0;
    try {
      if (framer.scan(octets, 0, octets.length) != Found.HEADER) {
        throw new MalformedException("the start tag of a stream", 0);
      }
      ElementParser.Root root = ElementParser.root(framer.take());
      Element element = root.element();
      boolean document =
          element.name().equals("stanzas") && Namespaces.isContent(element.namespace());
      if (!document && !element.is(Namespaces.STREAMS, "stream")) {
        throw new MalformedException("the start tag of a stream", 0);
      }
      List<Part> parts = new ArrayList<>();
      while (true) {
        at = endOfSpace(octets, framer.position());
        Found found = framer.scan(octets, framer.position(), octets.length);
        if (found == Found.NOTHING) {
          throw new MalformedException(EXPECTED_END, octets.length - at);
        }
        if (found == Found.END) {
          end(framer, root, octets);
          return new WholeStream(parts);
        }
        parts.add(part(framer, root.content(), at));
      }
    } catch (MalformedException e) {
      throw new MalformedException(e.expected(), at + e.offset());
    }
  }

  private static void end(StanzaFramer framer, ElementParser.Root root, byte[] octets)
      throws MalformedException {
    String text = framer.take();
    if (!text.substring(0, text.length() - 1).stripTrailing().equals(root.endTag())) {
      throw new MalformedException(EXPECTED_END, 0);
    }
    if (endOfSpace(octets, framer.position()) < octets.length) {
      throw new MalformedException("nothing behind the document", text.length());
    }
  }

  private static Part part(StanzaFramer framer, ElementParser content, int offset)
      throws MalformedException {
    var excess = framer.excess();
    String text = framer.take();
    if (excess.isEmpty()) {
      return new Part(offset, content.parse(text), content.stanza(text));
    }
    if (text.isEmpty()) {
      throw new MalformedException(excess.get(), 0);
    }
    Element element = content.parse(text);
    return new Part(
        offset, element, Unreadable.of(Condition.POLICY_VIOLATION, excess.get(), element));
  }

  private static int endOfSpace(byte[] octets, int from) {
    int at = from;
    while (at < octets.length && " \t\r\n".indexOf(octets[at]) >= 0) {
      at++;
    }
    return at;
  }
}
