package org.porin.simple;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.porin.passport.Attestation;
import org.porin.resolve.Transport;

/**
 * Who tells this bridge by P-Asserted-Identity who speaks and is believed, and who is told so by it
 * (RFC 3325 §2.3). Nobody is, unless the operator names it.
 *
 * @param served the domains whose users the XMPP server has authenticated: of nobody else anything
 *     is asserted (§5)
 * @param members by foreign domain, in lower case and A-labels
 */
public record TrustDomain(Set<String> served, Map<String, Member> members) {
  /** Nobody is in it. */
  public static final TrustDomain NONE = new TrustDomain(Set.of(), Map.of());

  public TrustDomain {
    served = Set.copyOf(served);
    members = Map.copyOf(members);
  }

  /**
   * A foreign domain that is in it.
   *
   * @param addresses of its proxies that are known beside their certificates; never those that
   *     somebody else can have
   * @param least the attestation that it owes; what it asserts is {@link AssertedIdentity#LEVEL}
   */
  public record Member(Set<InetAddress> addresses, Attestation least) {
    public Member {
      addresses = Set.copyOf(addresses);
    }
  }

  /**
   * The member that has proven to be at the far end: by a certificate for its domain, or by an
   * address of its own over a connection. A datagram can say of any address that it comes from
   * there.
   */
  Optional<Member> proven(String domain, Flow flow) {
    return Optional.ofNullable(members.get(domain))
        .filter(member -> isCertified(domain, flow) || isKnown(member, flow));
  }

  /** Whether what is asserted may go there: not where others can read it on the way (§12). */
  boolean isTold(String domain, Flow flow) {
    return flow.transport() == Transport.TLS && proven(domain, flow).isPresent();
  }

  private static boolean isCertified(String domain, Flow flow) {
    return flow.certified().filter(certified -> certified.contain(domain)).isPresent();
  }

  private static boolean isKnown(Member member, Flow flow) {
    return flow.isReliable() && member.addresses().contains(flow.remote().getAddress());
  }
}
