package org.porin.trust;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where a host is: A and AAAA. */
public interface HostAddresses {
  /**
   * Asks for the addresses of a name.
   *
   * @param host in A-labels
   * @return completes on any thread, never exceptionally; empty where there are none, or nobody
   *     knows
   */
  CompletionStage<List<InetAddress>> of(String host);
}
