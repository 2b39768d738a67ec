package org.porin.simple;

import org.porin.sip.SipInput;
import org.porin.sip.SipMessage;

/** Who is told what the flows read. Called on the event loop. */
interface Receiver {
  /** A whole message came in. */
  void received(SipMessage message, Flow flow);

  /** Something else came in; a flow that cannot go on after it closes itself. */
  void malformed(SipInput.Malformed input, Flow flow);
}
