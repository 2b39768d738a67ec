package org.porin.trust;

import org.porin.sip.SipRequest;

/** What must stay in order: requests from one to one. */
final class Lane {
  private static final int FIXED_OCTETS = 2_048; // of headers, roughly

  private Lane() {}

  /** The lane of a request that is to be signed. */
  static String ofSigning(SipRequest request) {
    return "sign\n" + of(request);
  }

  /** The lane of a request that is to be verified; signing does not wait for certificates. */
  static String ofVerifying(SipRequest request) {
    return "verify\n" + of(request);
  }

  private static String of(SipRequest request) {
    return request.headers().first("From").map(Lane::withoutTag).orElse("")
        + "\n"
        + request.requestUri();
  }

  /** What it holds while it waits. */
  static long octets(SipRequest request) {
    long headers = request.headers().list().stream().mapToLong(each -> each.value().length()).sum();
    return FIXED_OCTETS + headers + request.body().length();
  }

  /** A tag is another for each request. */
  private static String withoutTag(String from) {
    int tag = from.lastIndexOf(";tag=");
    return tag < 0 ? from : from.substring(0, tag);
  }
}
