package org.porin.conformance.load;

/**
 * How the users of either side are written to by those of the other, through one kind of bridge.
 * {@code %d} in an address stands for the number of the lane.
 *
 * @param foreignJid of a user beyond the bridge, as XMPP users write to her
 * @param ownAddress of an XMPP user, as SIP users write to her: a SIP URI without its scheme
 * @param cpim whether texts go in as Message/CPIM objects (RFC 3862), else as plain text
 */
public record Addressing(String foreignJid, String ownAddress, boolean cpim) {
  /** Addresses are the same on both sides, and the bridge takes Message/CPIM. */
  public static Addressing transparent(String ownDomain, String foreignDomain) {
    return new Addressing("receiver%d@" + foreignDomain, "receiver%d@" + ownDomain, true);
  }

  String foreignJid(int lane) {
    return at(foreignJid, lane);
  }

  String ownAddress(int lane) {
    return at(ownAddress, lane);
  }

  private static String at(String form, int lane) {
    return form.replace("%d", Integer.toString(lane));
  }
}
