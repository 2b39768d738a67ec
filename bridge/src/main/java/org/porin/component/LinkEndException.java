package org.porin.component;

import java.io.IOException;

/** The link has to end for this cause. No stack trace: the cause is outside of this program. */
final class LinkEndException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient LinkEnd end;

  LinkEndException(LinkEnd end) {
    super(end.text());
    this.end = end;
  }

  LinkEnd end() {
    return end;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
