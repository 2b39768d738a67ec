package org.porin.resolve;

import java.util.concurrent.CompletionStage;
import org.porin.address.SipUri;

/**
 * Finds the next hops of requests. What it returns completes on any thread, and never
 * exceptionally.
 */
public interface Locator {
  /**
   * The next hops of a domain for a service (RFC 3861).
   *
   * @param domain a domain name in any form of IDNA
   */
  CompletionStage<Resolution> resolve(Service service, String domain);

  /**
   * The next hops of a request within a dialog (RFC 3263 §4).
   *
   * @param uri that of the first route, or the remote target
   * @param domain that of the other end's address, whose settings hold, and which a certificate may
   *     be for where the URI has no name of its own
   */
  CompletionStage<Resolution> locate(SipUri uri, String domain);
}
