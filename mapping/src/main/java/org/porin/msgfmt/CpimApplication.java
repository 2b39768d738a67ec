package org.porin.msgfmt;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.wire.MalformedException;

/**
 * The rules that RFC 3862 §6 has an application make: one From, one or more To, all of them well
 * formed, at most one DateTime that counts, several Subject in different languages, and nothing
 * required that is not understood.
 */
public final class CpimApplication {
  private static final Set<String> CORE_NAMES =
      Set.of("From", "To", "cc", "DateTime", "Subject", "NS", "Require");

  private CpimApplication() {}

  /** As {@link #check(CpimMessage, Set)} with no features but the core headers. */
  public static Optional<ApplicationFault> check(CpimMessage message) {
    return check(message, Set.of());
  }

  /**
   * What is wrong with a message, if anything.
   *
   * @param understood the headers and features that may be required besides the core ones
   */
  public static Optional<ApplicationFault> check(CpimMessage message, Set<HeaderName> understood) {
    List<Header> from = message.core("From");
    if (from.size() != 1) {
      return Optional.of(
          from.isEmpty() ? ApplicationFault.MISSING_FROM : ApplicationFault.DUPLICATE_FROM);
    }
    if (message.core("To").isEmpty()) {
      return Optional.of(ApplicationFault.MISSING_TO);
    }
    for (String name : List.of("From", "To", "cc")) {
      for (Header header : message.core(name)) {
        Optional<ApplicationFault> fault = addressFault(header);
        if (fault.isPresent()) {
          return fault;
        }
      }
    }
    return message.required().stream().allMatch(name -> isUnderstood(name, understood))
        ? Optional.empty()
        : Optional.of(ApplicationFault.UNSUPPORTED_REQUIRE);
  }

  private static boolean isUnderstood(HeaderName name, Set<HeaderName> understood) {
    boolean core = name.namespace().equals(HeaderName.CORE) && CORE_NAMES.contains(name.name());
    return core || understood.contains(name);
  }

  private static Optional<ApplicationFault> addressFault(Header header) {
    try {
      Mailbox.parse(header.writtenValue());
      return Optional.empty();
    } catch (MalformedException e) {
      return Optional.of(
          e.expected().equals(Mailbox.URI)
              ? ApplicationFault.BAD_URI
              : ApplicationFault.BAD_ADDRESS);
    }
  }
}
