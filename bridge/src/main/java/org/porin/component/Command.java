package org.porin.component;

import java.util.Arrays;
import java.util.Optional;

/** The commands of the gateway; each is a node of it (XEP-0050 §3.2). */
enum Command {
  /** Whom I watch, and who watches me. */
  CONTACTS("contacts", "My contacts on the other side"),
  /** Ask anew what my contacts' presence is. */
  RESYNC("resync", "Refresh the presence of my contacts"),
  /** Hear nothing more of somebody. */
  BLOCK("block", "Block an address or a domain", true),
  /** Take that back. */
  UNBLOCK("unblock", "Unblock an address or a domain", true),
  /** Whom I have blocked. */
  BLOCKS("blocks", "What I have blocked");

  private final String node;
  private final String label;
  private final boolean asking;

  Command(String node, String label) {
    this(node, label, false);
  }

  Command(String node, String label, boolean asking) {
    this.node = node;
    this.label = label;
    this.asking = asking;
  }

  /** The command of a node. */
  static Optional<Command> of(String node) {
    return Arrays.stream(values()).filter(command -> command.node.equals(node)).findFirst();
  }

  /** Its name in the protocol. */
  String node() {
    return node;
  }

  /** Its name for people. */
  String label() {
    return label;
  }

  /** Whether it has a form to be filled in, and so a second stage. */
  boolean isAsking() {
    return asking;
  }
}
