package org.porin.profile;

import java.util.Optional;

/**
 * What places a message between others and belongs neither to its addresses nor to its content: no
 * RFC lets CPIM say it, and both XMPP and SIP do (RFC 7572 §4, RFC 7247 §6.4). Each edge may leave
 * it out.
 *
 * @param thread an opaque name that the messages of one conversation share; never empty
 * @param resource from which of the sender's devices it comes; never empty
 */
public record Conversation(Optional<String> thread, Optional<String> resource) {
  /** A message that says nothing of it. */
  public static final Conversation NONE = new Conversation(Optional.empty(), Optional.empty());

  public Conversation {
    thread = thread.filter(text -> !text.isEmpty());
    resource = resource.filter(text -> !text.isEmpty());
  }
}
