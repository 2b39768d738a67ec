package org.porin.membrane;

/**
 * Who may write to whom, of those between whom this bridge stands: the operator's part of RFC 3860
 * §3.4.1, check 3.
 *
 * @param outward for what served users send
 * @param inward for what foreign users send
 */
public record Policy(Rules outward, Rules inward) {
  /** Everybody may. */
  public static final Policy OPEN = new Policy(Rules.OPEN, Rules.OPEN);

  /**
   * For one direction. What is denied is denied, also where it is allowed. An empty list of those
   * allowed allows everybody; otherwise its entries in served domains say which of the own users,
   * and the others which foreign ones.
   *
   * @param allow those who may, source or destination
   * @param deny those who may not, source or destination
   */
  public record Rules(AccessList allow, AccessList deny) {
    /** No rules. */
    public static final Rules OPEN = new Rules(AccessList.NONE, AccessList.NONE);
  }
}
