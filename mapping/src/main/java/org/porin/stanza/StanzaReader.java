package org.porin.stanza;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StanzaFramer.Found;
import org.porin.stanza.StreamElement.Unreadable;
import org.porin.wire.MalformedException;

/**
 * Reads one XMPP stream (RFC 6120 §4). For one thread, which waits in the input stream alone: an
 * element is given out as soon as its last octet is there. Offsets in exceptions count octets from
 * the start of the element. After an exception, and after the end, nothing more can be read.
 */
public final class StanzaReader {
  private static final int CHUNK_OCTETS = 16_384;
  private static final String DOCUMENT = "stanzas";

  private final InputStream in;
  private final StanzaFramer framer;
  private final byte[] chunk = new byte[CHUNK_OCTETS];
  private int from;
  private int to;
  private ElementParser content = ElementParser.inNamespace(Namespaces.COMPONENT);
  private String endTag = "";
  private boolean open;
  private int octets;

  /**
   * @param in not closed here
   */
  public StanzaReader(InputStream in, StanzaLimits limits) {
    this.in = in;
    this.framer = new StanzaFramer(limits);
  }

  /**
   * Reads the stream header; to be called first, and once. Instead of a stream the input may be a
   * document {@code <stanzas xmlns='jabber:component:accept'>} that holds stanzas.
   *
   * @throws EOFException when the input ends before
   * @throws MalformedException when it begins with anything else
   */
  public StreamHeader open() throws IOException, MalformedException {
    if (!endTag.isEmpty()) {
      throw new IllegalStateException("the stream is open already");
    }
    find();
    ElementParser.Root root = ElementParser.root(framer.take());
    Element element = root.element();
    boolean document = element.name().equals(DOCUMENT) && Namespaces.isContent(element.namespace());
    if (!document && !element.is(Namespaces.STREAMS, "stream")) {
      throw new MalformedException("the start tag of a stream", 0);
    }
    content = root.content();
    endTag = root.endTag();
    open = true;
    return new StreamHeader(
        root.defaultNamespace(), element.attribute("from"), element.attribute("id"));
  }

  /**
   * Reads the next top-level element; whitespace keepalives between elements are skipped. One over
   * a limit is {@link Unreadable}.
   *
   * @return empty when the other side has closed the stream
   * @throws EOFException when the input ends without that
   * @throws MalformedException when the input is not well-formed, or has a stanza so far over the
   *     limits that its end is not waited for
   */
  public Optional<StreamElement> next() throws IOException, MalformedException {
    if (endTag.isEmpty()) {
      throw new IllegalStateException("the stream is not open");
    }
    if (!open) {
      return Optional.empty();
    }
    open = false; // unless all goes well
    Found found = find();
    octets = framer.octets();
    if (found == Found.END) {
      String text = framer.take();
      if (!text.substring(0, text.length() - 1).stripTrailing().equals(endTag)) {
        throw new MalformedException("the end tag of the stream", 0);
      }
      return Optional.empty();
    }
    Optional<String> excess = framer.excess();
    StreamElement element =
        excess.isPresent() ? overLimit(excess.get(), framer.take()) : framer.read(content);
    open = true;
    return Optional.of(element);
  }

  /** How many octets the element had that {@link #next} gave last. */
  public int octets() {
    return octets;
  }

  /**
   * @param startTag what was kept of the element: may be empty
   */
  private StreamElement overLimit(String excess, String startTag) throws MalformedException {
    if (startTag.isEmpty()) {
      return Unreadable.nameless(Condition.POLICY_VIOLATION, excess);
    }
    return Unreadable.of(Condition.POLICY_VIOLATION, excess, content.parse(startTag));
  }

  private Found find() throws IOException, MalformedException {
    while (true) {
      Found found = framer.scan(chunk, from, to);
      from = framer.position();
      if (found != Found.NOTHING) {
        return found;
      }
      from = 0;
      to = Math.max(0, in.read(chunk));
      if (to == 0) {
        throw new EOFException("the stream ended without its end tag");
      }
    }
  }
}
